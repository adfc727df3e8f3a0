import { type DerReader, tag } from '../asn1/read-der.ts'
import { fail } from '../failure.ts'
import { type Certificate, readCertificate } from '../pki/certificate.ts'
import { oid } from '../pki/object-identifiers.ts'
import { readStructure } from '../pki/read-structure.ts'
import { decodeSignatureDer } from '../pki/sm2-der.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import {
  digestType,
  maxExtensions,
  maxHolders,
  type SealFields,
  type SealHolders,
  type SealPicture,
  sealSizeLimit,
  sealVersion,
} from './seal-fields.ts'

/** A seal as it was read: nothing in it is trusted before `verifySeal` says so. */
export interface Seal extends SealFields {
  der: Uint8Array
  /** What the maker signed. */
  tbs: Uint8Array
  maker: Certificate
  signature: Sm2Signature
}

/**
 * Reads an SESeal of version 4, at most 1 MiB, 256 holders, 32 extensions (passed over, none of them critical).
 * Fails with `seal.unreadable`, or with `seal.version-unsupported` for the versions 1 (GM/T 0031) and 5.
 */
export function readSeal(der: Uint8Array): Seal {
  const read = readStructure('seal.unreadable', { der, sizeLimit: sealSizeLimit }, (reader) => {
    const seal = reader.enter()
    const tbs = seal.element(tag.sequence)
    const inside = seal.inside(tbs)
    const header = inside.enter()
    if (header.text() !== 'ES') fail('seal.unreadable', { reason: 'not an electronic seal' })
    const version = header.smallInteger()
    if (version !== sealVersion) return version
    const makerId = header.text()
    header.end()
    return { der, tbs: tbs.bytes, makerId, ...readInside(inside), ...readProof(seal) }
  })
  return typeof read === 'number' ? fail('seal.version-unsupported', { version: read }) : read
}

function readInside(reader: DerReader): Omit<SealFields, 'makerId'> {
  const sealId = reader.text()
  if (sealId.length === 0 || sealId.length > 64) fail('seal.unreadable', { reason: 'esID of unusual length' })
  const property = reader.enter()
  const type = property.smallInteger()
  const name = property.text()
  const holders = readHolders(property.smallInteger(), property.enter())
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
 * Passes over `[0] EXPLICIT SEQUENCE OF ExtData`, from which we take nothing. Fails with `der.invalid` when it is
 * malformed and with `seal.unreadable` for a critical one: it may limit what the seal is good for.
 */
export function readExtensions(reader: DerReader): void {
  const wrapped = reader.optional(tag.context(0))
  if (wrapped === null) return
  const inside = reader.inside(wrapped)
  const list = inside.enter()
  inside.end()
  for (const extension of list.rest(maxExtensions)) {
    const fields = list.inside(extension)
    fields.objectIdentifier()
    if (fields.nextIdentifier === tag.boolean && fields.boolean())
      fail('seal.unreadable', { reason: 'unknown critical extension' })
    fields.octetString()
    fields.end()
  }
}

function readProof(reader: DerReader): { maker: Certificate; signature: Sm2Signature } {
  const maker = readCertificate(reader.octetString())
  const signature = readSignature(reader)
  reader.end()
  return { maker, signature }
}

/** The algorithm, SM2 with SM3 under either of its names, and the signature as a BIT STRING. */
export function readSignature(reader: DerReader): Sm2Signature {
  const algorithm = reader.objectIdentifier()
  if (algorithm !== oid.sm2WithSm3 && algorithm !== oid.sm2Sign)
    fail('seal.unreadable', { reason: `signature algorithm ${algorithm}` })
  return decodeSignatureDer(reader.bitString())
}
