import type { ByteSource } from '../byte-source.ts'
import { concatBytes, equalBytes, uint32Bytes, utf8Bytes, utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'
import { hmacSm3 } from '../sm/sm3.ts'
import { type BidFileMeta, decodeMeta, encodeMeta, payloadSizeOf } from './meta.ts'

// "BIDENC01" | u32 | meta | salt 32   before the chunks
// u32 | EnvelopedData DER | header MAC 32   behind them

const magic = utf8Bytes('BIDENC01')
const saltSize = 32
const macSize = 32
/** Most bytes of the meta and of the envelope. */
export const headerPartLimit = 0x10000
const frontSizeLimit = magic.length + 4 + headerPartLimit + saltSize
const backSizeLimit = 4 + headerPartLimit + macSize
/** No header is longer than this. */
export const headerSizeLimit = frontSizeLimit + backSizeLimit

export interface BidFileHeader {
  meta: BidFileMeta
  /** The meta as it stands in the file: keys and digests cover these bytes. */
  metaBytes: Uint8Array
  /** 32 bytes. */
  salt: Uint8Array
  /** EnvelopedData whose content is the file key. */
  envelopeDer: Uint8Array
  /** 32 bytes over the header before it. */
  mac: Uint8Array
  /** Of both parts together. */
  sizeInBytes: number
}

/** Where the chunks stand in a file, in bytes: what is before them is known before anything is encrypted. */
export function chunksOffset(meta: BidFileMeta): number {
  return magic.length + 4 + encodeMeta(meta).length + saltSize
}

/** Where the second part of the header stands in a file, in bytes; the trailer follows it. */
export function headerBackOffset(meta: BidFileMeta): number {
  return chunksOffset(meta) + payloadSizeOf(meta)
}

/** A header, in one piece, as the two parts that stand around the chunks. */
export function splitHeader(bytes: Uint8Array, meta: BidFileMeta): { front: Uint8Array; back: Uint8Array } {
  const at = chunksOffset(meta)
  return { front: bytes.subarray(0, at), back: bytes.subarray(at) }
}

/** The header of a bid file in one piece, with the MAC that commits to the 32-byte file key. */
export function encodeHeader(
  { meta, salt, envelopeDer }: Pick<BidFileHeader, 'meta' | 'salt' | 'envelopeDer'>,
  fileKey: Uint8Array,
): Uint8Array {
  if (envelopeDer.length > headerPartLimit) throw new RangeError('the envelope is too large')
  const covered = coveredBytes(encodeMeta(meta), salt, envelopeDer)
  return concatBytes(covered, headerMac(fileKey, salt, covered))
}

/**
 * Reads a header in one piece; more may follow. Nothing is believed yet. Failures:
 * `bid-file.not-a-bid-file`, `bid-file.version-unknown`, `bid-file.header-malformed`, `bid-file.truncated`.
 */
export function decodeHeader(bytes: Uint8Array): BidFileHeader {
  const reader = headerReader(bytes)
  const front = takeFront(reader)
  const envelopeDer = reader.takeSized('envelope')
  const mac = reader.take(macSize)
  return { ...front, envelopeDer, mac, sizeInBytes: chunksOffset(front.meta) + 4 + envelopeDer.length + macSize }
}

/** The part of a header before the chunks, which says what kind of file this is. Failures as `decodeHeader`. */
export async function readFront(source: ByteSource): Promise<{ meta: BidFileMeta; bytes: Uint8Array }> {
  const start = await source.read(0, Math.min(frontSizeLimit, source.sizeInBytes))
  const { meta } = takeFront(headerReader(start))
  return { meta, bytes: start.subarray(0, chunksOffset(meta)) }
}

/** Reads both parts of the header of a file. Failures as `decodeHeader`. */
export async function readHeader(source: ByteSource): Promise<BidFileHeader> {
  const { meta, bytes } = await readFront(source)
  const at = headerBackOffset(meta)
  if (at > source.sizeInBytes) fail('bid-file.truncated', { missingBytes: at - source.sizeInBytes })
  const back = await source.read(at, Math.min(backSizeLimit, source.sizeInBytes - at))
  return decodeHeader(concatBytes(bytes, back))
}

/** The header that was read, in one piece: as it travels to the phone, and as digests name it. */
export function headerBytesOf({ metaBytes, salt, envelopeDer, mac }: BidFileHeader): Uint8Array {
  return concatBytes(coveredBytes(metaBytes, salt, envelopeDer), mac)
}

function headerReader(bytes: Uint8Array) {
  const family = magic.length - 2
  if (!equalBytes(bytes.subarray(0, family), magic.subarray(0, family))) fail('bid-file.not-a-bid-file', {})
  if (!equalBytes(bytes.subarray(0, magic.length), magic))
    fail('bid-file.version-unknown', { version: utf8Text(bytes.subarray(family, magic.length)) ?? '' })
  let at = magic.length
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) fail('bid-file.truncated', { missingBytes: at + length - bytes.length })
    at += length
    return bytes.subarray(at - length, at)
  }
  const takeSized = (part: string): Uint8Array => {
    const length = uint32Of(take(4))
    if (length > headerPartLimit) fail('bid-file.header-malformed', { reason: `${part} is too large` })
    return take(length)
  }
  return { take, takeSized }
}

function takeFront({ take, takeSized }: ReturnType<typeof headerReader>) {
  const metaBytes = takeSized('meta')
  return { metaBytes, meta: decodeMeta(metaBytes), salt: take(saltSize) }
}

/**
 * Whether the header is the one that was made for this file key. HMAC commits to its key: ⚔ GCM alone does not, and
 * chunks can be made that open to one bid for one recipient and to another for the next.
 */
export function isHeaderOf(header: BidFileHeader, fileKey: Uint8Array): boolean {
  const covered = coveredBytes(header.metaBytes, header.salt, header.envelopeDer)
  return equalBytes(headerMac(fileKey, header.salt, covered), header.mac)
}

/** Fails with `bid-file.header-changed` unless the header belongs to the file key that someone else unwrapped. */
export function requireHeaderOf(header: BidFileHeader, fileKey: Uint8Array): void {
  if (!isHeaderOf(header, fileKey)) fail('bid-file.header-changed', {})
}

/** Big-endian value of four bytes. */
export function uint32Of(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
}

function coveredBytes(metaBytes: Uint8Array, salt: Uint8Array, envelopeDer: Uint8Array): Uint8Array {
  return concatBytes(
    magic,
    uint32Bytes(metaBytes.length),
    metaBytes,
    salt,
    uint32Bytes(envelopeDer.length),
    envelopeDer,
  )
}

function headerMac(fileKey: Uint8Array, salt: Uint8Array, covered: Uint8Array): Uint8Array {
  return hmacSm3(hmacSm3(fileKey, utf8Bytes('header'), salt), covered)
}
