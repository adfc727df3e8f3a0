import { type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { concatBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { encodeIssuerAndSerial, type IssuerAndSerial, readIssuerAndSerial } from './issuer-and-serial.ts'
import { oid } from './object-identifiers.ts'
import { readAlgorithm } from './signed-structure.ts'
import { decodeSignatureDer, encodeSignatureDer } from './sm2-der.ts'

// GM/T 0010-2012, clause 8 (PKCS#7, RFC 2315; RFC 5652): what SignedData over files and over time stamps have in common.

const certificateLimit = 72

export const sm3Algorithm: Uint8Array = der.sequence(der.objectIdentifier(oid.sm3))
const sm2SignAlgorithm = der.sequence(der.objectIdentifier(oid.sm2Sign))
const signatureAlgorithms: readonly string[] = [oid.sm2Sign, oid.sm2WithSm3]

/** Which message it is: a signature over one must not be taken for a signature over the other. */
export interface MessageKind {
  /** Of the whole message; the first is written. */
  messageTypes: readonly string[]
  contentType: string
  /** The first is written. */
  versions: readonly number[]
  /** With attributes the signature covers them instead of the content, and the two readings could be confused. */
  attributes: 'required' | 'refused'
}

export interface SignedMessage {
  /** Null when the content is kept elsewhere (detached). */
  content: Uint8Array | null
  certificates: readonly Certificate[]
  signer: IssuerAndSerial
  /** The attributes as the SET OF that is signed; null when the signature covers the content. */
  attributes: Uint8Array | null
  signature: Sm2Signature
}

/** Writes a message. `attributes` is a whole SET; the signer's certificate stands in `certificates` as well. */
export function assembleMessage(
  { messageTypes, contentType, versions }: MessageKind,
  message: Omit<SignedMessage, 'signer'> & { signer: Certificate },
): Uint8Array {
  const { content, certificates, signer, attributes, signature } = message
  const embedded = content === null ? [] : [der.contextConstructed(0, der.octetString(content))]
  const signerInfo = der.sequence(
    der.integer(1),
    encodeIssuerAndSerial(signer),
    sm3Algorithm,
    ...(attributes === null ? [] : [underTag(0, attributes)]),
    sm2SignAlgorithm,
    der.octetString(encodeSignatureDer(signature)),
  )
  const signedData = der.sequence(
    der.integer(versions[0]!),
    der.setOf(sm3Algorithm),
    der.sequence(der.objectIdentifier(contentType), ...embedded),
    underTag(0, der.setOf(...certificates.map((certificate) => certificate.der))),
    der.setOf(signerInfo),
  )
  return der.sequence(der.objectIdentifier(messageTypes[0]!), der.contextConstructed(0, signedData))
}

/** [number] IMPLICIT SET OF: the set, sorted, under another identifier. */
function underTag(number: number, set: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(tag.context(number)), set.subarray(1))
}

/** Reads a message of this kind without verifying it. */
export function readMessage(reader: DerReader, kind: MessageKind): SignedMessage {
  const outer = reader.enter()
  if (!kind.messageTypes.includes(outer.objectIdentifier())) refuse('not a SignedData')
  const wrapper = outer.enter(tag.context(0))
  const signedData = wrapper.enter()
  if (!kind.versions.includes(signedData.smallInteger())) refuse('of another version')
  const digestAlgorithms = signedData.enter(tag.set)
  requireSm3(digestAlgorithms)
  const content = readContent(signedData, kind)
  const certificates = readCertificates(signedData)
  signedData.optional(tag.context(1))
  const signer = readSignerInfo(signedData, kind)
  for (const finished of [digestAlgorithms, signedData, wrapper, outer]) finished.end()
  return { content, certificates, ...signer }
}

function readContent(outer: DerReader, { contentType }: MessageKind): Uint8Array | null {
  const reader = outer.enter()
  if (reader.objectIdentifier() !== contentType) refuse('the content is of another type')
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

function readSignerInfo(
  outer: DerReader,
  kind: MessageKind,
): Pick<SignedMessage, 'signer' | 'attributes' | 'signature'> {
  const signerInfos = outer.enter(tag.set)
  const reader = signerInfos.enter()
  signerInfos.end()
  if (reader.smallInteger() !== 1) refuse('the signer is named in another way')
  const signer = readIssuerAndSerial(reader)
  requireSm3(reader)
  const signed = reader.optional(tag.context(0))
  if (signed !== null && kind.attributes === 'refused') refuse('signed attributes are not used')
  if (signed === null && kind.attributes === 'required') refuse('no signed attributes')
  // RFC 5652, clause 5.4: signed as a SET, not under the tag that they have in the message.
  const attributes = signed === null ? null : concatBytes(Uint8Array.of(tag.set), signed.bytes.subarray(1))
  if (!signatureAlgorithms.includes(readAlgorithm(reader))) refuse('the signature algorithm is not SM2')
  const signature = decodeSignatureDer(reader.octetString())
  reader.optional(tag.context(1))
  reader.end()
  return { signer, attributes, signature }
}

function requireSm3(reader: DerReader): void {
  if (readAlgorithm(reader) !== oid.sm3) refuse('the digest algorithm is not SM3')
}

function refuse(reason: string): never {
  fail('signed-data.unreadable', { reason })
}
