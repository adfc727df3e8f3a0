import { type DerElement, type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { fail } from '../failure.ts'
import { type Certificate, readCertificate } from '../pki/certificate.ts'
import { oid } from '../pki/object-identifiers.ts'
import { readStructure } from '../pki/read-structure.ts'
import { decodeSignatureDer } from '../pki/sm2-der.ts'
import { decodeSignature, type Sm2Signature } from '../sm/sm2-sign.ts'
import {
  digestType,
  isSealVersion,
  maxExtensions,
  maxHolders,
  type SealFields,
  type SealHolders,
  type SealPicture,
  type SealVersion,
  sealSizeLimit,
  sealVersion,
} from './seal-fields.ts'

/** A seal as it was read: nothing in it is trusted before `verifySeal` says so. */
export interface Seal extends SealFields, SealProof {
  der: Uint8Array
  version: SealVersion
}

interface SealProof {
  /** What the maker signed. */
  tbs: Uint8Array
  maker: Certificate
  signature: Sm2Signature
  /** A time stamp token over the maker's signature, not verified here; null when there is none, as before version 5. */
  timeStamp: Uint8Array | null
}

/**
 * Reads an SESeal of version 1 (GM/T 0031-2014), 4 (GB/T 38540-2020) or 5 (GM/T 0031-2025), at most 1 MiB, 256 holders,
 * 32 extensions (passed over, none of them critical). Fails with `seal.unreadable`, or with `seal.version-unsupported`.
 */
export function readSeal(bytes: Uint8Array): Seal {
  const read = readStructure('seal.unreadable', { der: bytes, sizeLimit: sealSizeLimit }, (reader) => {
    const seal = reader.enter()
    const info = seal.element(tag.sequence)
    const inside = seal.inside(info)
    const header = inside.enter()
    if (header.text() !== 'ES') fail('seal.unreadable', { reason: 'not an electronic seal' })
    const version = header.smallInteger()
    if (!isSealVersion(version)) return version
    const makerId = header.text()
    header.end()
    const fields = readInside(inside, version)
    const proof = version === 1 ? readProofOf2014(seal, info) : readProof(seal, info, version)
    return { der: bytes, version, makerId, ...fields, ...proof }
  })
  return typeof read === 'number' ? fail('seal.version-unsupported', { version: read }) : read
}

/** As `readSeal`, for sealing: a signature has the version of its seal, and we write version 4 only. */
export function readSealToUse(bytes: Uint8Array): Seal {
  const seal = readSeal(bytes)
  return seal.version === sealVersion ? seal : fail('seal.version-unsupported', { version: seal.version })
}

function readInside(reader: DerReader, version: SealVersion): Omit<SealFields, 'makerId'> {
  const sealId = reader.text()
  if (sealId.length === 0 || sealId.length > 64) fail('seal.unreadable', { reason: 'esID of unusual length' })
  const property = reader.enter()
  const type = property.smallInteger()
  const name = property.text()
  const listType = version === 1 ? 1 : property.smallInteger()
  const holders = readHolders(listType, property.enter())
  const [createdAt, validFrom, validUntil] = [property.time(), property.time(), property.time()]
  property.end()
  const picture = readPicture(reader.enter())
  readExtensions(reader)
  reader.end()
  return { sealId, type, name, holders, createdAt, validFrom, validUntil, picture }
}

function readHolders(listType: number, list: DerReader): SealHolders {
  const items = list.rest(maxHolders)
  if (items.length === 0) fail('seal.unreadable', { reason: 'nobody may use the seal' })
  if (listType === 1) {
    for (const { identifier } of items)
      if (identifier !== tag.octetString) fail('seal.unreadable', { reason: 'certificate list is malformed' })
    return { kind: 'certificates', certificates: items.map(({ content }) => content) }
  }
  if (listType !== 2) fail('seal.unreadable', { reason: `certificate list of type ${listType}` })
  const digests = items.map((item) => {
    const digest = list.inside(item)
    if (item.identifier !== tag.sequence || digest.text() !== digestType)
      fail('seal.unreadable', { reason: 'certificate digest that is not SM3' })
    const value = digest.octetString()
    digest.end()
    if (value.length !== 32) fail('seal.unreadable', { reason: 'certificate digest of unusual length' })
    return value
  })
  return { kind: 'digests', digests }
}

function readPicture(reader: DerReader): SealPicture {
  const type = reader.text().toUpperCase()
  const data = reader.octetString()
  const [widthMm, heightMm] = [reader.smallInteger(), reader.smallInteger()]
  reader.end()
  if (widthMm < 1 || widthMm > 200 || heightMm < 1 || heightMm > 200)
    fail('seal.unreadable', { reason: 'picture of unusual size' })
  return { type, data, widthMm, heightMm }
}

/**
 * Passes over a SEQUENCE OF ExtData, from which we take nothing, in [0] EXPLICIT or bare: makers write both. Fails with
 * `der.invalid` when it is malformed and with `seal.unreadable` for a critical one: it may limit what the seal is good
 * for.
 */
export function readExtensions(reader: DerReader): void {
  const wrapped = reader.optional(tag.context(0))
  if (wrapped === null && reader.nextIdentifier !== tag.sequence) return
  const inside = wrapped === null ? reader : reader.inside(wrapped)
  const items = inside.enter()
  if (wrapped !== null) inside.end()
  for (const extension of items.rest(maxExtensions)) {
    const fields = items.inside(extension)
    fields.objectIdentifier()
    if (fields.nextIdentifier === tag.boolean && fields.boolean())
      fail('seal.unreadable', { reason: 'unknown critical extension' })
    fields.octetString()
    fields.end()
  }
}

/** GM/T 0031-2014: certificate and algorithm are signed too, as one SEQUENCE with what they stand behind. */
function readProofOf2014(outer: DerReader, info: DerElement): SealProof {
  const reader = outer.enter()
  outer.end()
  const certificate = reader.octetString()
  const algorithm = readAlgorithm(reader)
  const signature = readSignatureOf2014(reader)
  reader.end()
  const tbs = der.sequence(info.bytes, der.octetString(certificate), der.objectIdentifier(algorithm))
  return { tbs, maker: readCertificate(certificate), signature, timeStamp: null }
}

function readProof(reader: DerReader, info: DerElement, version: SealVersion): SealProof {
  const maker = readCertificate(reader.octetString())
  const signature = readSignature(reader)
  const timeStamp = version === 5 ? readTimeStamp(reader) : null
  reader.end()
  return { tbs: info.bytes, maker, signature, timeStamp }
}

/** SM2 with SM3 under either of its names. */
export function readAlgorithm(reader: DerReader): string {
  const algorithm = reader.objectIdentifier()
  if (algorithm !== oid.sm2WithSm3 && algorithm !== oid.sm2Sign)
    fail('seal.unreadable', { reason: `signature algorithm ${algorithm}` })
  return algorithm
}

/** The algorithm and the signature as a BIT STRING. */
export function readSignature(reader: DerReader): Sm2Signature {
  readAlgorithm(reader)
  return decodeSignatureDer(reader.bitString())
}

/** Some programs of that time wrote r ‖ s, 64 bytes, instead of the SEQUENCE. */
export function readSignatureOf2014(reader: DerReader): Sm2Signature {
  const bits = reader.bitString()
  if (bits.length !== 64) return decodeSignatureDer(bits)
  return decodeSignature(bits) ?? fail('sm2.malformed', { part: 'signature' })
}

/** `[0] EXPLICIT BIT STRING OPTIONAL` that holds a time stamp token. */
export function readTimeStamp(outer: DerReader): Uint8Array | null {
  const wrapped = outer.optional(tag.context(0))
  if (wrapped === null) return null
  const reader = outer.inside(wrapped)
  const token = reader.bitString()
  reader.end()
  return token
}
