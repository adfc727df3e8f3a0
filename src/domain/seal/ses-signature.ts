import { type DerReader, readDer, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { fail } from '../failure.ts'
import { type Certificate, readCertificate } from '../pki/certificate.ts'
import { oid } from '../pki/object-identifiers.ts'
import { readStructure } from '../pki/read-structure.ts'
import { encodeSignatureDer } from '../pki/sm2-der.ts'
import { readTimeStampToken, timeStampSizeLimit } from '../pki/time-stamp-token.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import { messageDigest, type Sm2Signature } from '../sm/sm2-sign.ts'
import {
  readAlgorithm,
  readExtensions,
  readSeal,
  readSignature,
  readSignatureOf2014,
  readTimeStamp,
  type Seal,
} from './read-seal.ts'
import { isSealVersion, type SealVersion, sealSizeLimit, sealVersion } from './seal-fields.ts'

// GB/T 38540-2020, clause 7.1: SES_Signature, written in version 4.

const signatureSizeLimit = sealSizeLimit + 128 * 1024
const propertyLimit = 1024

export interface SesFields {
  /** SESeal in DER. */
  seal: Uint8Array
  /** SM3 over the bytes that are sealed, 32 bytes. */
  signedBytesDigest: Uint8Array
  /** Whole seconds count. */
  signingTime: Date
  /** What was sealed, in IA5: the form depends on the document (`docs/formats/sealed-pdf.md`). */
  propertyInfo: string
}

/** A signature as it was read: nothing in it is trusted before `verifySesSignature` says so. */
export interface SesSignature extends Omit<SesFields, 'seal'> {
  der: Uint8Array
  /** Of the signature and of its seal. */
  version: SealVersion
  /** What the signer signed. */
  tbs: Uint8Array
  seal: Seal
  signer: Certificate
  signature: Sm2Signature
  /** A time stamp token over the signature, not verified here; null when there is none. */
  timeStamp: Uint8Array | null
}

/** TBS_Sign in DER: phone and server rebuild it from the fields, nobody signs bytes that he was handed. */
export function sesTbs({ seal, signedBytesDigest, signingTime, propertyInfo }: SesFields): Uint8Array {
  if (signedBytesDigest.length !== 32) throw new TypeError('a digest has 32 bytes')
  return der.sequence(
    der.integer(sealVersion),
    seal,
    der.generalizedTime(signingTime),
    der.bitString(signedBytesDigest),
    der.ia5String(propertyInfo),
  )
}

/** e = SM3(Z ‖ TBS) under the default signer id: the 32 bytes that the signer's key signs. */
export function sesSignatureDigest(tbs: Uint8Array, publicKey: Sm2Point): Uint8Array {
  return messageDigest(publicKey, tbs)
}

/** SES_Signature in DER. `signerCertificate` is DER, `timeStamp` a token over `stampedBytes` or null. */
export function assembleSesSignature(
  tbs: Uint8Array,
  signerCertificate: Uint8Array,
  signature: Sm2Signature,
  timeStamp: Uint8Array | null = null,
): Uint8Array {
  return der.sequence(
    tbs,
    der.octetString(signerCertificate),
    der.objectIdentifier(oid.sm2WithSm3),
    der.bitString(encodeSignatureDer(signature)),
    ...(timeStamp === null ? [] : [der.contextConstructed(0, der.bitString(timeStamp))]),
  )
}

/** What a time stamp is asked for: the octets of the signature value, as they stand in its BIT STRING. */
export const stampedBytes = encodeSignatureDer

/**
 * Beyond seal, certificate, property and time stamp: version, time, digest, signature, identifiers and headers need at
 * most 220.
 */
const fixedParts = 256

/**
 * How long the signature's DER can become, with the largest time stamp: what the hole in a document is made for. All
 * sizes in bytes.
 */
export function sesSignatureUpperBound(sizes: {
  sealSizeInBytes: number
  certificateSizeInBytes: number
  propertyInfoLength: number
}): number {
  return (
    sizes.sealSizeInBytes + sizes.certificateSizeInBytes + sizes.propertyInfoLength + timeStampSizeLimit + fixedParts
  )
}

type ReadFields = Omit<SesSignature, 'der' | 'version' | 'seal'> & { sealDer: Uint8Array }

/**
 * Reads an SES_Signature of version 1, 4 or 5. Fails with `seal-signature.unreadable`,
 * `seal-signature.version-unsupported`, or as `readSeal` for the seal in it.
 */
export function readSesSignature(bytes: Uint8Array): SesSignature {
  const limits = { der: bytes, sizeLimit: signatureSizeLimit }
  const read = readStructure('seal-signature.unreadable', limits, (reader) => {
    const signed = reader.enter()
    const tbs = signed.element(tag.sequence)
    const inside = signed.inside(tbs)
    const version = inside.smallInteger()
    if (!isSealVersion(version)) return version
    const readRest = version === 1 ? readRestOf2014 : readRestOf2020
    return { version, ...readRest(tbs.bytes, inside, signed) }
  })
  if (typeof read === 'number') fail('seal-signature.version-unsupported', { version: read })
  const { sealDer, ...fields } = read
  const seal = readSeal(sealDer)
  if (seal.version !== fields.version) fail('seal-signature.unreadable', { reason: 'seal of another version' })
  return { der: bytes, ...fields, seal }
}

function readRestOf2020(tbs: Uint8Array, inside: DerReader, signed: DerReader): ReadFields {
  const sealDer = inside.element(tag.sequence).bytes
  const signingTime = inside.time()
  const sealed = readSealedBytes(inside)
  readExtensions(inside)
  inside.end()
  const signer = readCertificate(signed.octetString())
  const signature = readSignature(signed)
  const timeStamp = readTimeStamp(signed)
  signed.end()
  return { tbs, sealDer, signingTime, ...sealed, signer, signature, timeStamp }
}

/** GM/T 0031-2014: certificate and algorithm stand in what is signed, the time in a BIT STRING. */
function readRestOf2014(tbs: Uint8Array, inside: DerReader, signed: DerReader): ReadFields {
  const sealDer = inside.element(tag.sequence).bytes
  const signingTime = timeOf2014(inside.bitString())
  const sealed = readSealedBytes(inside)
  const signer = readCertificate(inside.octetString())
  readAlgorithm(inside)
  inside.end()
  const signature = readSignatureOf2014(signed)
  signed.end()
  return { tbs, sealDer, signingTime, ...sealed, signer, signature, timeStamp: null }
}

function readSealedBytes(reader: DerReader): Pick<SesFields, 'signedBytesDigest' | 'propertyInfo'> {
  const signedBytesDigest = reader.bitString()
  const propertyInfo = reader.text()
  if (signedBytesDigest.length !== 32 || propertyInfo.length > propertyLimit)
    fail('seal-signature.unreadable', { reason: 'digest or property of unusual length' })
  return { signedBytesDigest, propertyInfo }
}

/**
 * A UTCTime or GeneralizedTime in DER, or its digits alone: programs wrote both. Or a time stamp over the sealed bytes
 * ⚔ the signature covers it and is younger, by a minute or by years: it is a claim like the others.
 */
function timeOf2014(content: Uint8Array): Date {
  if (content[0] === tag.sequence) return readTimeStampToken(content).info.at
  const isDigits = content[0] !== tag.utcTime && content[0] !== tag.generalizedTime
  const timeTag = content.length === 13 ? tag.utcTime : tag.generalizedTime
  return readDer(isDigits ? der.element(timeTag, content) : content, (reader) => reader.time())
}
