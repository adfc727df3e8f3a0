import type { ByteSource } from '../byte-source.ts'
import { concatBytes, equalBytes, uint32Bytes, utf8Bytes, utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'
import { hmacSm3 } from '../sm/sm3.ts'
import { type BidFileMeta, decodeMeta, encodeMeta } from './meta.ts'

// "BIDENC01" | u32 | meta | salt 32 | u32 | EnvelopedData DER | header MAC 32

const magic = utf8Bytes('BIDENC01')
const saltSize = 32
const macSize = 32
/** Most bytes of the meta and of the envelope. */
export const headerPartLimit = 0x10000
/** No header is longer than this. */
export const headerSizeLimit = magic.length + 4 + headerPartLimit + saltSize + 4 + headerPartLimit + macSize

export interface BidFileHeader {
  meta: BidFileMeta
  /** The meta as it stands in the file: keys and digests cover these bytes. */
  metaBytes: Uint8Array
  /** 32 bytes. */
  salt: Uint8Array
  /** EnvelopedData whose content is the file key. */
  envelopeDer: Uint8Array
  /** 32 bytes over everything before it. */
  mac: Uint8Array
  sizeInBytes: number
}

/** The header of a bid file, with the MAC that commits to the 32-byte file key. */
export function encodeHeader(
  { meta, salt, envelopeDer }: Pick<BidFileHeader, 'meta' | 'salt' | 'envelopeDer'>,
  fileKey: Uint8Array,
): Uint8Array {
  if (envelopeDer.length > headerPartLimit) throw new RangeError('the envelope is too large')
  const covered = coveredBytes(encodeMeta(meta), salt, envelopeDer)
  return concatBytes(covered, headerMac(fileKey, salt, covered))
}

/**
 * Reads the header at the start of `bytes`, of which more may follow. Nothing is believed yet. Failures:
 * `bid-file.not-a-bid-file`, `bid-file.version-unknown`, `bid-file.header-malformed`, `bid-file.truncated`.
 */
export function decodeHeader(bytes: Uint8Array): BidFileHeader {
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
  const metaBytes = takeSized('meta')
  const meta = decodeMeta(metaBytes)
  const salt = take(saltSize)
  const envelopeDer = takeSized('envelope')
  const mac = take(macSize)
  return { meta, metaBytes, salt, envelopeDer, mac, sizeInBytes: at }
}

/** Reads the header of a file. Failures as `decodeHeader`. */
export async function readHeader(source: ByteSource): Promise<BidFileHeader> {
  return decodeHeader(await source.read(0, Math.min(headerSizeLimit, source.sizeInBytes)))
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
