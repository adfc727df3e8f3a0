import type { ByteSource, SyncSource } from '../byte-source.ts'
import { equalBytes, utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'
import { entryNameLimit } from './entry-name.ts'
import { damaged, distinctNames, entryCountLimit, type LocatedEntry, viewOf } from './read-zip.ts'
import {
  directoryHeaderFixedSize,
  directorySignature,
  endRecordSize,
  localHeader,
  zip64RecordsSize,
  zipDirectory,
} from './zip-records.ts'

/** A name and at most three values of eight bytes. */
const longestHeader = directoryHeaderFixedSize + entryNameLimit + 28

/**
 * The entries of an archive out of its directory alone, for who cannot walk through the archive: the directory is the one
 * that `zip-records.ts` gives these entries, and ends the archive. What stands before is only as long as it must be: until
 * `requireLocalHeader` has held of every entry this says nothing that `readZip` would. Failures: those of `readZip`.
 */
export async function readZipDirectory(source: ByteSource): Promise<LocatedEntry[]> {
  if (source.sizeInBytes < endRecordSize) damaged(0, 'ends too early')
  const end = viewOf(await source.read(source.sizeInBytes - endRecordSize, endRecordSize))
  const sizeInBytes = end.getUint32(12, true)
  // All ones: the offset stands in the ZIP64 record before. The size of a directory never needs one.
  const recordsSize = end.getUint32(16, true) === 0xffffffff ? zip64RecordsSize + endRecordSize : endRecordSize
  const start = source.sizeInBytes - recordsSize - sizeInBytes
  if (start < 0 || sizeInBytes > entryCountLimit * longestHeader)
    damaged(source.sizeInBytes - endRecordSize, 'the directory has a length that is not used')
  const directory = await source.read(start, source.sizeInBytes - start)
  const entries = headersOf(directory.subarray(0, sizeInBytes), start)
  const last = entries.at(-1)
  const contentsEnd = last === undefined ? 0 : last.contentOffset + last.sizeInBytes
  if (contentsEnd !== start || !equalBytes(directory, zipDirectory(entries)))
    damaged(start, 'the directory does not describe the entries')
  return entries
}

/** What the headers say, taken at their word: the caller writes them again and compares. */
function headersOf(directory: Uint8Array, start: number): LocatedEntry[] {
  const view = viewOf(directory)
  const entries: LocatedEntry[] = []
  const requireNew = distinctNames()
  let offset = 0
  for (let at = 0; at < directory.length; ) {
    const rest = directory.length - at
    if (rest < directoryHeaderFixedSize || view.getUint32(at, true) !== directorySignature)
      damaged(start + at, 'neither an entry nor the end of the directory')
    if (entries.length === entryCountLimit) damaged(start + at, `more than ${entryCountLimit} entries`)
    const nameEnd = directoryHeaderFixedSize + view.getUint16(at + 28, true)
    const length = nameEnd + view.getUint16(at + 30, true)
    if (length > Math.min(rest, longestHeader)) damaged(start + at, 'an entry header has a length that is not used')
    const name = utf8Text(directory.subarray(at + directoryHeaderFixedSize, at + nameEnd))
    if (name === null) damaged(start + at, 'a name is not UTF-8')
    if (view.getUint16(at + 10, true) !== 0) fail('zip.entry-compressed', { name })
    requireNew(name)
    const short = view.getUint32(at + 24, true)
    const isLong = short === 0xffffffff && length >= nameEnd + 12
    const sizeInBytes = isLong ? Number(view.getBigUint64(at + nameEnd + 4, true)) : short
    const entry = { name, sizeInBytes, crc32: view.getUint32(at + 16, true) }
    const contentOffset = offset + localHeader(entry).length
    offset = contentOffset + sizeInBytes
    if (offset > start) damaged(start + at, 'an entry is longer than the archive')
    entries.push({ ...entry, contentOffset })
    at += length
  }
  return entries
}

/** Holds the bytes before an entry's content against its one header. Fails with `zip.damaged`. */
export function requireLocalHeader(source: SyncSource, entry: LocatedEntry): void {
  const expected = localHeader(entry)
  const offset = entry.contentOffset - expected.length
  if (!equalBytes(source.readSync(offset, expected.length), expected))
    damaged(offset, 'an entry header is not in the one form allowed')
}
