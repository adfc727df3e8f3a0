import { type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { fail } from '../failure.ts'
import { type Certificate, readCertificate } from '../pki/certificate.ts'
import { oid } from '../pki/object-identifiers.ts'
import { readStructure } from '../pki/read-structure.ts'
import { encodeSignatureDer } from '../pki/sm2-der.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import { messageDigest, type Sm2Signature } from '../sm/sm2-sign.ts'
import { readExtensions, readSeal, readSignature, type Seal } from './read-seal.ts'
import { sealSizeLimit, sealVersion } from './seal-fields.ts'

// GB/T 38540-2020, clause 7.1: SES_Signature of version 4.

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
  /** What the signer signed. */
  tbs: Uint8Array
  seal: Seal
  signer: Certificate
  signature: Sm2Signature
  /** A time stamp token in DER, not verified here; null when there is none. */
  timestamp: Uint8Array | null
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

/** SES_Signature in DER, without a time stamp. `signerCertificate` is DER. */
export function assembleSesSignature(
  tbs: Uint8Array,
  signerCertificate: Uint8Array,
  signature: Sm2Signature,
): Uint8Array {
  return der.sequence(
    tbs,
    der.octetString(signerCertificate),
    der.objectIdentifier(oid.sm2WithSm3),
    der.bitString(encodeSignatureDer(signature)),
  )
}

/** Beyond seal, certificate and property: version, time, digest, signature, identifiers and headers need at most 210. */
const fixedParts = 256

/** How long the signature's DER can become: what the hole in a document is made for. All sizes in bytes. */
export function sesSignatureUpperBound(sizes: {
  sealSizeInBytes: number
  certificateSizeInBytes: number
  propertyInfoLength: number
}): number {
  return sizes.sealSizeInBytes + sizes.certificateSizeInBytes + sizes.propertyInfoLength + fixedParts
}

/**
 * Reads an SES_Signature of version 4. Fails with `seal-signature.unreadable`, `seal-signature.version-unsupported`,
 * or as `readSeal` for the seal in it.
 */
export function readSesSignature(bytes: Uint8Array): SesSignature {
  const limits = { der: bytes, sizeLimit: signatureSizeLimit }
  const read = readStructure('seal-signature.unreadable', limits, (reader) => {
    const signed = reader.enter()
    const tbs = signed.element(tag.sequence)
    const inside = signed.inside(tbs)
    const version = inside.smallInteger()
    if (version !== sealVersion) return version
    return { tbs: tbs.bytes, ...readTbs(inside), ...readProof(signed) }
  })
  if (typeof read === 'number') fail('seal-signature.version-unsupported', { version: read })
  const { sealDer, ...fields } = read
  return { der: bytes, ...fields, seal: readSeal(sealDer) }
}

function readTbs(reader: DerReader): Omit<SesFields, 'seal'> & { sealDer: Uint8Array } {
  const sealDer = reader.element(tag.sequence).bytes
  const signingTime = reader.time()
  const signedBytesDigest = reader.bitString()
  const propertyInfo = reader.text()
  readExtensions(reader)
  reader.end()
  if (signedBytesDigest.length !== 32 || propertyInfo.length > propertyLimit)
    fail('seal-signature.unreadable', { reason: 'digest or property of unusual length' })
  return { sealDer, signingTime, signedBytesDigest, propertyInfo }
}

function readProof(reader: DerReader): Pick<SesSignature, 'signer' | 'signature' | 'timestamp'> {
  const signer = readCertificate(reader.octetString())
  const signature = readSignature(reader)
  const wrapped = reader.optional(tag.context(0))
  const stamp = wrapped === null ? null : reader.inside(wrapped)
  const timestamp = stamp === null ? null : stamp.bitString()
  stamp?.end()
  reader.end()
  return { signer, signature, timestamp }
}
