import { crc32, crc32Shift, joinedCrc32 } from './crc32.ts'
import { requireNames } from './write-zip.ts'
import { localHeader, type ZipEntry, zipDirectory } from './zip-records.ts'

/** A stretch of an archive: bytes that are known already, or the content of one entry. */
export type ArchivePart = { offset: number; length: number } & (
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'content'; entry: number; crc32: number }
)

/** Where everything stands in the archive of these entries; the same bytes as `writeZip`. Refuses as `requireNames`. */
export function archiveParts(entries: readonly ZipEntry[]): ArchivePart[] {
  requireNames(entries.map(({ name }) => name))
  const parts: ArchivePart[] = []
  let offset = 0
  const addBytes = (bytes: Uint8Array) => {
    parts.push({ kind: 'bytes', bytes, offset, length: bytes.length })
    offset += bytes.length
  }
  for (const [entry, one] of entries.entries()) {
    addBytes(localHeader(one))
    parts.push({ kind: 'content', entry, crc32: one.crc32, offset, length: one.sizeInBytes })
    offset += one.sizeInBytes
  }
  addBytes(zipDirectory(entries))
  return parts
}

/** Fills `into` with the content of an entry from an offset within it on. */
export type ReadContent = (entry: number, offset: number, into: Uint8Array) => void

/** Fills `into` with the archive from `offset` on, so that many can read at once and none needs what stands before. */
export function readArchive(
  parts: readonly ArchivePart[],
  offset: number,
  into: Uint8Array,
  readContent: ReadContent,
): void {
  let at = offset
  for (let i = partAt(parts, offset); at < offset + into.length; i++) {
    const part = parts[i]
    if (part === undefined) throw new RangeError('read beyond the end of the archive')
    const from = at - part.offset
    const count = Math.min(part.length - from, offset + into.length - at)
    const place = into.subarray(at - offset, at - offset + count)
    if (part.kind === 'bytes') place.set(part.bytes.subarray(from, from + count))
    else if (count > 0) readContent(part.entry, from, place)
    at += count
  }
}

/** The CRC-32 that the whole archive has when every entry still is what was measured. */
export function archiveCrc32(parts: readonly ArchivePart[]): number {
  return parts.reduce((sum, part) => {
    const checksum = part.kind === 'bytes' ? crc32(part.bytes) : part.crc32
    return joinedCrc32(sum, checksum, crc32Shift(part.length))
  }, 0)
}

/** The last part that begins at or before an offset. */
function partAt(parts: readonly ArchivePart[], offset: number): number {
  let [low, high] = [0, parts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (parts[middle]!.offset <= offset) low = middle
    else high = middle - 1
  }
  return low
}
