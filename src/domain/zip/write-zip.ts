import { type ByteSource, piecesOf } from '../byte-source.ts'
import { fail } from '../failure.ts'
import { createSm3 } from '../sm/sm3.ts'
import { crc32 } from './crc32.ts'
import { isSafeEntryName, sameNameKey } from './entry-name.ts'
import { entryCountLimit } from './read-zip.ts'
import { localHeader, type ZipEntry, zipDirectory } from './zip-records.ts'

/** A file that goes into an archive. */
export interface NamedSource {
  name: string
  source: ByteSource
}

/** What a manifest and a local header say of a file whose content was read once. */
export interface MeasuredEntry extends ZipEntry {
  /** 32 bytes. */
  sm3: Uint8Array
}

/** A measured file and where it is read. */
export interface MeasuredFile extends NamedSource, MeasuredEntry {}

/** Reads a file once for its size, CRC-32 and SM3. */
export async function measureFile({ name, source }: NamedSource): Promise<MeasuredFile> {
  const digest = createSm3()
  let checksum = 0
  for await (const piece of piecesOf(source)) {
    digest.update(piece)
    checksum = crc32(piece, checksum)
  }
  return { name, source, sizeInBytes: source.sizeInBytes, crc32: checksum, sm3: digest.digest() }
}

/** Refuses names that no reader would take: `zip.name-unsafe`, `zip.entry-duplicate`; and too many entries. */
export function requireNames(names: readonly string[]): void {
  if (names.length > entryCountLimit) throw new RangeError('too many entries')
  const seen = new Set<string>()
  for (const name of names) {
    if (!isSafeEntryName(name)) fail('zip.name-unsafe', { name })
    if (seen.has(sameNameKey(name))) fail('zip.entry-duplicate', { name })
    seen.add(sameNameKey(name))
  }
}

/**
 * The archive of measured files in their order, piece by piece. A file that is no longer what was measured fails with
 * `zip.source-changed` as soon as its last byte was read: what was written until then must be thrown away.
 */
export async function* writeZip(files: readonly MeasuredFile[]): AsyncGenerator<Uint8Array> {
  requireNames(files.map((file) => file.name))
  for (const file of files) {
    yield localHeader(file)
    const digest = createSm3()
    for await (const piece of piecesOf(file.source)) {
      digest.update(piece)
      yield piece
    }
    if (!digest.digest().every((byte, i) => byte === file.sm3[i])) fail('zip.source-changed', { name: file.name })
  }
  yield zipDirectory(files)
}
