import { type DerReader, readDer, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { BidsealError, fail } from '../failure.ts'
import type { RandomBytes } from '../random.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import { encryptSm2, type Sm2Ciphertext } from '../sm/sm2-encrypt.ts'
import { decryptSm4Cbc, encryptSm4Cbc } from '../sm/sm4-modes.ts'
import { type Certificate, holderOf, isUsableFor } from './certificate.ts'
import { encodeIssuerAndSerial, type IssuerAndSerial, isIssuedAs, readIssuerAndSerial } from './issuer-and-serial.ts'
import { oid } from './object-identifiers.ts'
import { readAlgorithm } from './signed-structure.ts'
import { decodeCiphertextDer, encodeCiphertextDer } from './sm2-der.ts'

// GM/T 0010-2012, clause 9: EnvelopedData, SM4-CBC content whose key is encrypted to every recipient with SM2.

/** The whole EnvelopedData, in bytes. */
const sizeLimit = 64 * 1024
const recipientLimit = 64
const contentKeyLength = 16
const ivLength = 16

/**
 * The object identifier that names the key encryption. GM/T 0006 says 301.3; `keyExchangeIdentifier` writes 301.2
 * for a widespread tool that reads nothing else. The encryption is the same.
 */
export type EnvelopeProfile = 'standard' | 'keyExchangeIdentifier'

const writtenIdentifier: Record<EnvelopeProfile, string> = {
  standard: oid.sm2Encrypt,
  keyExchangeIdentifier: oid.sm2KeyExchange,
}
const readIdentifiers: readonly string[] = [oid.sm2Encrypt, oid.sm2KeyExchange, oid.sm2Sign, oid.sm2Curve]

export interface Envelope {
  /** 1 to 64, in the order of the file. */
  recipients: readonly (IssuerAndSerial & { encryptedKey: Sm2Ciphertext })[]
  iv: Uint8Array
  encryptedContent: Uint8Array
}

/**
 * Encrypts a short content, such as a file key, to the holders of the certificates. CBC protects no integrity: the
 * content must be something whose damage the caller notices. Fails with `envelope.recipient-count` unless 1 to 64,
 * `certificate.wrong-key-usage` when a certificate may not or cannot receive, `envelope.too-large` above 64 KiB.
 */
export function sealEnvelope({
  content,
  recipients,
  random,
  profile = 'standard',
}: {
  content: Uint8Array
  recipients: readonly Certificate[]
  random: RandomBytes
  profile?: EnvelopeProfile
}): Uint8Array {
  if (recipients.length < 1 || recipients.length > recipientLimit)
    fail('envelope.recipient-count', { count: recipients.length, limit: recipientLimit })
  const contentKey = random(contentKeyLength)
  const iv = random(ivLength)
  const recipientInfos = recipients.map((certificate) =>
    der.sequence(
      der.integer(1),
      encodeIssuerAndSerial(certificate),
      der.sequence(der.objectIdentifier(writtenIdentifier[profile])),
      der.octetString(encodeCiphertextDer(encryptSm2(encryptionKeyOf(certificate), contentKey, random))),
    ),
  )
  const encryptedContentInfo = der.sequence(
    der.objectIdentifier(oid.data),
    der.sequence(der.objectIdentifier(oid.sm4Cbc), der.octetString(iv)),
    der.contextPrimitive(0, encryptSm4Cbc(contentKey, iv, content)),
  )
  const envelopedData = der.sequence(der.integer(1), der.setOf(...recipientInfos), encryptedContentInfo)
  const envelope = der.sequence(der.objectIdentifier(oid.envelopedData), der.contextConstructed(0, envelopedData))
  if (envelope.length > sizeLimit) fail('envelope.too-large', { sizeInBytes: envelope.length, sizeLimit })
  return envelope
}

function encryptionKeyOf(certificate: Certificate): Sm2Point {
  if (certificate.publicKey !== null && isUsableFor(certificate, 'encrypt')) return certificate.publicKey
  fail('certificate.wrong-key-usage', { name: holderOf(certificate).name })
}

/**
 * Reads an EnvelopedData of at most 64 KiB; every point is checked to be on the curve. Whatever is wrong, the failure
 * is `envelope.damaged` without details, the same as when opening, so that no sender learns what broke.
 */
export function readEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length > sizeLimit) damaged()
  try {
    return readDer(bytes, readEnvelopedData)
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    damaged()
  }
}

function readEnvelopedData(reader: DerReader): Envelope {
  const outer = reader.enter()
  if (outer.objectIdentifier() !== oid.envelopedData) damaged()
  const wrapper = outer.enter(tag.context(0))
  const envelopedData = wrapper.enter()
  requireVersion(envelopedData)
  const set = envelopedData.enter(tag.set)
  const recipients = set.rest(recipientLimit).map((item) => readRecipient(set.inside(item)))
  const content = readEncryptedContent(envelopedData.enter())
  for (const finished of [envelopedData, wrapper, outer]) finished.end()
  if (recipients.length === 0) damaged()
  return { recipients, ...content }
}

function readRecipient(reader: DerReader): Envelope['recipients'][number] {
  requireVersion(reader)
  const pointer = readIssuerAndSerial(reader)
  if (!readIdentifiers.includes(readAlgorithm(reader))) damaged()
  const encryptedKey = decodeCiphertextDer(reader.octetString())
  reader.end()
  return { ...pointer, encryptedKey }
}

function readEncryptedContent(reader: DerReader): { iv: Uint8Array; encryptedContent: Uint8Array } {
  if (reader.objectIdentifier() !== oid.data) damaged()
  const algorithm = reader.enter()
  if (algorithm.objectIdentifier() !== oid.sm4Cbc) damaged()
  const iv = algorithm.octetString()
  algorithm.end()
  const encryptedContent = reader.element(tag.contextPrimitive(0)).content
  reader.end()
  if (iv.length !== ivLength) damaged()
  return { iv, encryptedContent }
}

function requireVersion(reader: DerReader): void {
  if (reader.smallInteger() !== 1) damaged()
}

/** The content key as encrypted to this certificate; null when it was not chosen as a recipient. */
export function findRecipient(envelope: Envelope, certificate: Certificate): Sm2Ciphertext | null {
  return envelope.recipients.find((recipient) => isIssuedAs(certificate, recipient))?.encryptedKey ?? null
}

/**
 * Decrypts the content with the content key, which was decrypted elsewhere: null stands for a key whose check value
 * did not hold. Fails with `envelope.damaged`, whatever broke.
 */
export function openEnvelope({ iv, encryptedContent }: Envelope, contentKey: Uint8Array | null): Uint8Array {
  if (contentKey === null || contentKey.length !== contentKeyLength) damaged()
  return decryptSm4Cbc(contentKey, iv, encryptedContent) ?? damaged()
}

function damaged(): never {
  fail('envelope.damaged', {})
}
