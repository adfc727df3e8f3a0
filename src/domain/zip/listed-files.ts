import { z } from 'zod'
import type { ByteSource } from '../byte-source.ts'
import { hexOf } from '../bytes.ts'
import { fail } from '../failure.ts'
import { createSm3 } from '../sm/sm3.ts'
import { isSafeEntryName } from './entry-name.ts'
import { type LocatedEntry, readEntry } from './read-zip.ts'
import type { MeasuredEntry } from './write-zip.ts'

/** One file of a manifest: path in the archive, exact size, SM3 as 64 lower-case hexadecimal digits. */
export const listedFileSchema = z.strictObject({
  path: z.string().refine(isSafeEntryName),
  sizeInBytes: z.int().nonnegative(),
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ListedFile = z.infer<typeof listedFileSchema>

/** How a manifest lists a measured file. */
export function listedFileOf({ name, sizeInBytes, sm3 }: MeasuredEntry): ListedFile {
  return { path: name, sizeInBytes, sm3: hexOf(sm3) }
}

/**
 * Holds the entries of an archive against the files that a manifest lists, in any order. Failures: `zip.entry-missing`,
 * `zip.entry-unlisted`, `zip.entry-changed` (other size). Contents are not read.
 */
export function requireListed(entries: readonly LocatedEntry[], files: readonly ListedFile[]): void {
  const listed = new Map<string, ListedFile>()
  for (const file of files) {
    // ⚔ one file listed twice with two sizes: each line stands for an entry of its own.
    if (listed.has(file.path)) fail('zip.entry-missing', { name: file.path })
    listed.set(file.path, file)
  }
  for (const entry of entries) {
    const file = listed.get(entry.name) ?? fail('zip.entry-unlisted', { name: entry.name })
    if (file.sizeInBytes !== entry.sizeInBytes) fail('zip.entry-changed', { name: entry.name })
    listed.delete(entry.name)
  }
  for (const name of listed.keys()) fail('zip.entry-missing', { name })
}

/** Reads the whole content of an entry; fails with `zip.entry-changed` when its SM3 is not the listed one. */
export async function requireContent(source: ByteSource, entry: LocatedEntry, file: ListedFile): Promise<void> {
  const digest = createSm3()
  for await (const piece of readEntry(source, entry)) digest.update(piece)
  if (hexOf(digest.digest()) !== file.sm3) fail('zip.entry-changed', { name: entry.name })
}
