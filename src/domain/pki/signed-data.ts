import { equalBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import { messageDigest, verifyDigest } from '../sm/sm2-sign.ts'
import { type Certificate, holderOf, isUsableFor } from './certificate.ts'
import { isIssuedAs } from './issuer-and-serial.ts'
import { oid } from './object-identifiers.ts'
import { readStructure } from './read-structure.ts'
import { assembleMessage, type MessageKind, readMessage, type SignedMessage } from './signed-message.ts'

// GM/T 0010-2012, clause 8: SignedData with one signer and no attributes.

const sizeLimit = 16 * 1024 * 1024

const dataKind: MessageKind = {
  messageTypes: [oid.signedData],
  contentType: oid.data,
  versions: [1],
  attributes: 'refused',
}

export type SignedData = Omit<SignedMessage, 'attributes'>

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
export function assembleSignedData(message: Omit<SignedData, 'signer'> & { signer: Certificate }): Uint8Array {
  return assembleMessage(dataKind, { ...message, attributes: null })
}

/** Reads a SignedData of at most 16 MiB without verifying it. Fails with `signed-data.unreadable`. */
export function readSignedData(bytes: Uint8Array): SignedData {
  return readStructure('signed-data.unreadable', { der: bytes, sizeLimit }, (reader) => {
    const { attributes: _, ...message } = readMessage(reader, dataKind)
    return message
  })
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
  if (signer === undefined) fail('signed-data.unreadable', { reason: 'no certificate of the signer' })
  if (content === null) fail('signed-data.unreadable', { reason: 'no content' })
  if (signedData.content !== null && !equalBytes(signedData.content, content)) fail('signed-data.content-differs', {})
  if (!isUsableFor(signer, 'sign')) fail('certificate.wrong-key-usage', { name: holderOf(signer).name })
  const { publicKey } = signer
  if (publicKey === null || !verifyDigest(publicKey, signedDataDigest(content, publicKey), signedData.signature))
    fail('signed-data.bad-signature', {})
  return { signer, content }
}
