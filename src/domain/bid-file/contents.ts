import { type ByteSource, bytesOf, type SyncSource } from '../byte-source.ts'
import { fail } from '../failure.ts'
import { requireContent, requireListed } from '../zip/listed-files.ts'
import { readZipDirectory, requireLocalHeader } from '../zip/read-directory.ts'
import { contentOf, type LocatedEntry, readEntry, readZip } from '../zip/read-zip.ts'
import { type BidManifest, decodeManifest, manifestName, manifestSizeLimit } from './manifest.ts'

/** The archive of a bid, its list and where each listed file stands. Contents are not read yet. */
export interface BidContents {
  manifest: BidManifest
  manifestBytes: Uint8Array
  entries: ReadonlyMap<string, LocatedEntry>
}

/**
 * Reads manifest and structure of a bid's archive. `unlisted` names an entry that stands last and that no manifest
 * lists, such as the statement of a plain copy; it is then among the entries. Failures: those of `readZip`,
 * `requireListed` and `decodeManifest`, and `bid-file.manifest-invalid` when the manifest does not stand first.
 */
export async function readContents(source: ByteSource, unlisted?: string): Promise<BidContents> {
  return contentsWith(source, await readZip(source), unlisted)
}

/**
 * The same out of the archive's end and its manifest: `requireLocalHeader` is still to be asked of every entry but the
 * manifest.
 */
export async function readDirectoryContents(source: ByteSource & SyncSource): Promise<BidContents> {
  const entries = await readZipDirectory(source)
  const [first] = entries
  if (first !== undefined) requireLocalHeader(source, first)
  return contentsWith(source, entries)
}

async function contentsWith(source: ByteSource, all: readonly LocatedEntry[], unlisted?: string): Promise<BidContents> {
  const [first, ...others] = all
  if (first?.name !== manifestName) fail('bid-file.manifest-invalid', { reason: 'does not stand first' })
  if (first.sizeInBytes > manifestSizeLimit) fail('bid-file.manifest-invalid', { reason: 'too large' })
  await drain(readEntry(source, first))
  const manifestBytes = await bytesOf(contentOf(source, first))
  const manifest = decodeManifest(manifestBytes)
  if (unlisted !== undefined && others.pop()?.name !== unlisted) fail('zip.entry-missing', { name: unlisted })
  requireListed(others, manifest.files)
  return { manifest, manifestBytes, entries: new Map(all.map((entry) => [entry.name, entry])) }
}

/**
 * Reads every listed file and fails with `zip.entry-changed` at the first that is not what the manifest says.
 * `onProgress` gets the number of files done.
 */
export async function requireFiles(
  source: ByteSource,
  { manifest, entries }: BidContents,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (filesDone: number) => void } = {},
): Promise<void> {
  for (const [done, file] of manifest.files.entries()) {
    if (signal?.aborted) fail('task.cancelled', {})
    const entry = entries.get(file.path) ?? fail('zip.entry-missing', { name: file.path })
    await requireContent(source, entry, file)
    onProgress?.(done + 1)
  }
}

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of pieces);
}
