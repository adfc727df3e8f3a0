import { concatBytes, utf8Bytes } from '../bytes.ts'

// PKWARE APPNOTE 6.3.10, restricted so that a list of entries has exactly one encoding: stored entries only, UTF-8
// names, no time stamps, no comments, no data descriptors, ZIP64 fields exactly where a value needs them.

export const localHeaderSignature = 0x04034b50
export const directorySignature = 0x02014b50
export const localHeaderFixedSize = 30
export const directoryHeaderFixedSize = 46
export const endRecordSize = 22
/** ZIP64 end record and its locator. */
export const zip64RecordsSize = 56 + 20

/** What the records say about one entry. Sizes are bytes below 2⁵³. */
export interface ZipEntry {
  name: string
  sizeInBytes: number
  crc32: number
}

/** A `0xffff…` field means "see the ZIP64 field" (4.4.1.4). */
const needs64 = (value: number) => value >= 0xffffffff

/** Local file header (4.3.7). A large entry carries both of its sizes in the ZIP64 field (4.5.3). */
export function localHeader(entry: ZipEntry): Uint8Array {
  const name = utf8Bytes(entry.name)
  const large = needs64(entry.sizeInBytes)
  const extra = large ? zip64Extra([entry.sizeInBytes, entry.sizeInBytes]) : new Uint8Array(0)
  return concatBytes(
    littleEndian([4, localHeaderSignature], ...sharedFields(entry, large), [2, name.length], [2, extra.length]),
    name,
    extra,
  )
}

/** Central directory header (4.3.12) of an entry whose local header stands at `offset`. */
export function directoryHeader(entry: ZipEntry, offset: number): Uint8Array {
  const name = utf8Bytes(entry.name)
  const large = needs64(entry.sizeInBytes)
  const far = needs64(offset)
  const values = [...(large ? [entry.sizeInBytes, entry.sizeInBytes] : []), ...(far ? [offset] : [])]
  const extra = values.length > 0 ? zip64Extra(values) : new Uint8Array(0)
  return concatBytes(
    littleEndian(
      [4, directorySignature],
      [2, versionOf(large || far)],
      ...sharedFields(entry, large || far),
      [2, name.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, far ? 0xffffffff : offset],
    ),
    name,
    extra,
  )
}

/** Central directory and end records for entries that stand one after another from offset 0. */
export function zipDirectory(entries: readonly ZipEntry[]): Uint8Array {
  const headers: Uint8Array[] = []
  let offset = 0
  for (const entry of entries) {
    headers.push(directoryHeader(entry, offset))
    offset += localHeader(entry).length + entry.sizeInBytes
  }
  const directory = concatBytes(...headers)
  return concatBytes(directory, endRecords(entries.length, directory.length, offset))
}

/** Exact length in bytes of the archive of these entries. */
export function zipSize(entries: readonly ZipEntry[]): number {
  const contents = entries.reduce((total, entry) => total + localHeader(entry).length + entry.sizeInBytes, 0)
  return contents + zipDirectory(entries).length
}

/** ZIP64 end record and locator where needed (4.3.14, 4.3.15), then the end record (4.3.16). */
function endRecords(count: number, directorySize: number, directoryOffset: number): Uint8Array {
  const far = needs64(directoryOffset) || needs64(directorySize) || count >= 0xffff
  const end = littleEndian(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(count, 0xffff)],
    [2, Math.min(count, 0xffff)],
    [4, Math.min(directorySize, 0xffffffff)],
    [4, Math.min(directoryOffset, 0xffffffff)],
    [2, 0],
  )
  if (!far) return end
  const record = littleEndian(
    [4, 0x06064b50],
    [8, 44],
    [2, 45],
    [2, 45],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, directorySize],
    [8, directoryOffset],
  )
  const locator = littleEndian([4, 0x07064b50], [4, 0], [8, directoryOffset + directorySize], [4, 1])
  return concatBytes(record, locator, end)
}

const versionOf = (isZip64: boolean) => (isZip64 ? 45 : 20)

/** Version needed … uncompressed size, which both headers share: flag bit 11 (UTF-8), stored, 1 January 1980. */
function sharedFields(entry: ZipEntry, isZip64: boolean): [size: 2 | 4, value: number][] {
  const size = Math.min(entry.sizeInBytes, 0xffffffff)
  return [
    [2, versionOf(isZip64)],
    [2, 0x0800],
    [2, 0],
    [2, 0],
    [2, 0x0021],
    [4, entry.crc32],
    [4, size],
    [4, size],
  ]
}

function zip64Extra(values: readonly number[]): Uint8Array {
  return littleEndian([2, 0x0001], [2, 8 * values.length], ...values.map((value): [8, number] => [8, value]))
}

function littleEndian(...fields: readonly (readonly [size: 2 | 4 | 8, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((total, [size]) => total + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true)
    else if (size === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += size
  }
  return bytes
}
