import type { ByteSource } from '../byte-source.ts'
import { piecesOf, sourceWithin } from '../byte-source.ts'
import { equalBytes, utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'
import { crc32 } from './crc32.ts'
import { entryNameLimit, isSafeEntryName, sameNameKey } from './entry-name.ts'
import {
  directorySignature,
  localHeader,
  localHeaderFixedSize,
  localHeaderSignature,
  type ZipEntry,
  zipDirectory,
} from './zip-records.ts'

/** Most entries an archive may have; below the count where ZIP changes its records. */
export const entryCountLimit = 20_000

/** An entry and where its content stands in the archive. */
export interface LocatedEntry extends ZipEntry {
  contentOffset: number
}

/**
 * The entries of an archive in their order. The archive must be, byte for byte, the one encoding that `zip-records.ts`
 * gives these entries: two readers that disagree about a ZIP (local header or directory? first or last of two names?
 * bytes before, between or after?) can then not exist. Contents are not read.
 *
 * Failures: `zip.damaged`, `zip.entry-compressed`, `zip.name-unsafe`, `zip.entry-duplicate`.
 */
export async function readZip(source: ByteSource): Promise<LocatedEntry[]> {
  const entries: LocatedEntry[] = []
  const requireNew = distinctNames()
  let offset = 0
  while ((await signatureAt(source, offset)) === localHeaderSignature) {
    if (entries.length === entryCountLimit) damaged(offset, `more than ${entryCountLimit} entries`)
    const entry = await readLocalHeader(source, offset)
    requireNew(entry.name)
    offset = entry.contentOffset + entry.sizeInBytes
    if (offset > source.sizeInBytes) damaged(entry.contentOffset, 'an entry is longer than the archive')
    entries.push(entry)
  }
  if (entries.length > 0 && (await signatureAt(source, offset)) !== directorySignature)
    damaged(offset, 'neither an entry nor the directory')
  await requireDirectory(source, offset, zipDirectory(entries))
  return entries
}

/** Takes the names of an archive one by one. Fails with `zip.name-unsafe` or `zip.entry-duplicate`. */
export function distinctNames(): (name: string) => void {
  const names = new Set<string>()
  return (name) => {
    if (!isSafeEntryName(name)) fail('zip.name-unsafe', { name })
    if (names.has(sameNameKey(name))) fail('zip.entry-duplicate', { name })
    names.add(sameNameKey(name))
  }
}

/** The content of an entry as a source of its own; its CRC-32 is not checked. */
export function contentOf(source: ByteSource, entry: LocatedEntry): ByteSource {
  return sourceWithin(source, entry.contentOffset, entry.sizeInBytes)
}

/** The content of an entry piece by piece; fails with `zip.damaged` after the last when the CRC-32 differs. */
export async function* readEntry(source: ByteSource, entry: LocatedEntry): AsyncGenerator<Uint8Array> {
  let checksum = 0
  for await (const piece of piecesOf(contentOf(source, entry))) {
    checksum = crc32(piece, checksum)
    yield piece
  }
  if (checksum !== entry.crc32) damaged(entry.contentOffset, 'the checksum of an entry differs')
}

async function signatureAt(source: ByteSource, offset: number): Promise<number> {
  if (offset + 4 > source.sizeInBytes) damaged(offset, 'ends too early')
  return viewOf(await source.read(offset, 4)).getUint32(0, true)
}

async function readLocalHeader(source: ByteSource, offset: number): Promise<LocatedEntry> {
  if (offset + localHeaderFixedSize > source.sizeInBytes) damaged(offset, 'ends too early')
  const fixed = viewOf(await source.read(offset, localHeaderFixedSize))
  const nameLength = fixed.getUint16(26, true)
  const extraLength = fixed.getUint16(28, true)
  const headerLength = localHeaderFixedSize + nameLength + extraLength
  if (nameLength > entryNameLimit || extraLength > 20 || offset + headerLength > source.sizeInBytes)
    damaged(offset, 'an entry header has a length that is not used')
  const header = await source.read(offset, headerLength)
  const name = utf8Text(header.subarray(localHeaderFixedSize, localHeaderFixedSize + nameLength))
  if (name === null) damaged(offset, 'a name is not UTF-8')
  // ⚔ decompression is where archives explode: nothing is ever inflated.
  if (fixed.getUint16(8, true) !== 0) fail('zip.entry-compressed', { name })
  const entry = { name, sizeInBytes: sizeOf(header, nameLength), crc32: fixed.getUint32(14, true) }
  if (!equalBytes(header, localHeader(entry))) damaged(offset, 'an entry header is not in the one form allowed')
  return { ...entry, contentOffset: offset + headerLength }
}

/** Uncompressed size, from the ZIP64 field when the short one says so. */
function sizeOf(header: Uint8Array, nameLength: number): number {
  const view = viewOf(header)
  const short = view.getUint32(22, true)
  if (short !== 0xffffffff) return short
  const at = localHeaderFixedSize + nameLength + 4
  if (header.length < at + 8) damaged(0, 'a large entry without its size')
  const size = Number(view.getBigUint64(at, true))
  return Number.isSafeInteger(size) ? size : damaged(0, 'an entry size that is not used')
}

async function requireDirectory(source: ByteSource, offset: number, expected: Uint8Array): Promise<void> {
  const rest = source.sizeInBytes - offset
  if (rest < expected.length || !equalBytes(await source.read(offset, expected.length), expected))
    damaged(offset, 'the directory does not describe the entries')
  // ⚔ a second archive behind the first is what other tools would read.
  if (rest > expected.length) damaged(offset + expected.length, 'bytes after the end of the archive')
}

/** For little-endian fields. */
export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

export function damaged(offset: number, reason: string): never {
  fail('zip.damaged', { offset, reason })
}
