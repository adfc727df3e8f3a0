import { type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { concatBytes, equalBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import { messageDigest, type Sm2Signature, verifyDigest } from '../sm/sm2-sign.ts'
import { type Certificate, holderOf, isUsableFor, readCertificate } from './certificate.ts'
import { encodeIssuerAndSerial, type IssuerAndSerial, isIssuedAs, readIssuerAndSerial } from './issuer-and-serial.ts'
import { oid } from './object-identifiers.ts'
import { readStructure } from './read-structure.ts'
import { readAlgorithm } from './signed-structure.ts'
import { decodeSignatureDer, encodeSignatureDer } from './sm2-der.ts'

// GM/T 0010-2012, clause 8: SignedData with one signer and no attributes.

const sizeLimit = 16 * 1024 * 1024
const certificateLimit = 72

const sm3Algorithm = der.sequence(der.objectIdentifier(oid.sm3))
const sm2SignAlgorithm = der.sequence(der.objectIdentifier(oid.sm2Sign))
const signatureAlgorithms: readonly string[] = [oid.sm2Sign, oid.sm2WithSm3]

export interface SignedData {
  /** Null when the content is kept elsewhere (detached). */
  content: Uint8Array | null
  certificates: readonly Certificate[]
  signer: IssuerAndSerial
  signature: Sm2Signature
}

/**
 * e = SM3(Z ‖ content), the 32 bytes the signer signs, with the default signer id. In the profile "data" the content
 * is the message itself; in the profile of OFD documents it is SM3(document).
 */
export function signedDataDigest(content: Uint8Array, publicKey: Sm2Point): Uint8Array {
  return messageDigest(publicKey, content)
}

/**
 * Writes a SignedData. `signer` is the certificate of the signing key and stands in `certificates` as well;
 * `content` null leaves the content out.
 */
export function assembleSignedData({
  content,
  certificates,
  signer,
  signature,
}: {
  content: Uint8Array | null
  certificates: readonly Certificate[]
  signer: Certificate
  signature: Sm2Signature
}): Uint8Array {
  const embedded = content === null ? [] : [der.contextConstructed(0, der.octetString(content))]
  const signerInfo = der.sequence(
    der.integer(1),
    encodeIssuerAndSerial(signer),
    sm3Algorithm,
    sm2SignAlgorithm,
    der.octetString(encodeSignatureDer(signature)),
  )
  const signedData = der.sequence(
    der.integer(1),
    der.setOf(sm3Algorithm),
    der.sequence(der.objectIdentifier(oid.data), ...embedded),
    implicitSet(0, der.setOf(...certificates.map((certificate) => certificate.der))),
    der.setOf(signerInfo),
  )
  return der.sequence(der.objectIdentifier(oid.signedData), der.contextConstructed(0, signedData))
}

/** [number] IMPLICIT SET OF: the set, sorted, under another identifier. */
function implicitSet(number: number, set: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(tag.context(number)), set.subarray(1))
}

/** Reads a SignedData of at most 16 MiB without verifying it. Fails with `signed-data.unreadable`. */
export function readSignedData(bytes: Uint8Array): SignedData {
  return readStructure('signed-data.unreadable', { der: bytes, sizeLimit }, (reader) => {
    const outer = reader.enter()
    if (outer.objectIdentifier() !== oid.signedData) refuse('not a SignedData')
    const wrapper = outer.enter(tag.context(0))
    const signedData = wrapper.enter()
    requireVersion(signedData)
    const digestAlgorithms = signedData.enter(tag.set)
    requireSm3(digestAlgorithms)
    const content = readContent(signedData)
    const certificates = readCertificates(signedData)
    signedData.optional(tag.context(1))
    const signer = readSignerInfo(signedData)
    for (const finished of [digestAlgorithms, signedData, wrapper, outer]) finished.end()
    return { content, certificates, ...signer }
  })
}

function readContent(outer: DerReader): Uint8Array | null {
  const reader = outer.enter()
  if (reader.objectIdentifier() !== oid.data) refuse('the content is not data')
  if (reader.isAtEnd) return null
  const wrapper = reader.enter(tag.context(0))
  const content = wrapper.octetString()
  wrapper.end()
  reader.end()
  return content
}

function readCertificates(outer: DerReader): Certificate[] {
  const set = outer.optional(tag.context(0))
  if (set === null) return []
  return outer
    .inside(set)
    .rest(certificateLimit)
    .map(({ bytes }) => readCertificate(bytes))
}

function readSignerInfo(outer: DerReader): { signer: IssuerAndSerial; signature: Sm2Signature } {
  const signerInfos = outer.enter(tag.set)
  const reader = signerInfos.enter()
  signerInfos.end()
  requireVersion(reader)
  const signer = readIssuerAndSerial(reader)
  requireSm3(reader)
  // With attributes the signature would cover them instead of the content, and the two readings could be confused.
  if (reader.nextIdentifier === tag.context(0)) refuse('signed attributes are not used')
  if (!signatureAlgorithms.includes(readAlgorithm(reader))) refuse('the signature algorithm is not SM2')
  const signature = decodeSignatureDer(reader.octetString())
  reader.optional(tag.context(1))
  reader.end()
  return { signer, signature }
}

function requireVersion(reader: DerReader): void {
  if (reader.smallInteger() !== 1) refuse('not version 1')
}

function requireSm3(reader: DerReader): void {
  if (readAlgorithm(reader) !== oid.sm3) refuse('the digest algorithm is not SM3')
}

function refuse(reason: string): never {
  fail('signed-data.unreadable', { reason })
}

/**
 * Verifies the signature and gives the signer's certificate, whose chain the caller still has to verify. `content` is
 * what the caller knows it must be: required when detached, and compared when embedded. Fails with
 * `signed-data.unreadable` (content or certificate missing), `signed-data.content-differs`,
 * `certificate.wrong-key-usage` or `signed-data.bad-signature`.
 */
export function verifySignedData(
  signedData: SignedData,
  content: Uint8Array | null = signedData.content,
): { signer: Certificate; content: Uint8Array } {
  const signer = signedData.certificates.find((certificate) => isIssuedAs(certificate, signedData.signer))
  if (signer === undefined) refuse('no certificate of the signer')
  if (content === null) refuse('no content')
  if (signedData.content !== null && !equalBytes(signedData.content, content)) fail('signed-data.content-differs', {})
  if (!isUsableFor(signer, 'sign')) fail('certificate.wrong-key-usage', { name: holderOf(signer).name })
  const { publicKey } = signer
  if (publicKey === null || !verifyDigest(publicKey, signedDataDigest(content, publicKey), signedData.signature))
    fail('signed-data.bad-signature', {})
  return { signer, content }
}
