import { type DerReader, tag } from '../asn1/read-der.ts'
import * as der from '../asn1/write-der.ts'
import { fail } from '../failure.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { type DistinguishedName, encodeName, type NameFields, readName } from './names.ts'
import { readStructure } from './read-structure.ts'
import { assembleSigned, isSignedBy, readSigned } from './signed-structure.ts'
import { decodeSubjectPublicKey, encodeSubjectPublicKey } from './sm2-der.ts'

// PKCS#10 (RFC 2986) with SM2 and SM3, without attributes.

const sizeLimit = 16 * 1024

export interface CertificationRequest {
  subject: DistinguishedName
  publicKey: Sm2Point
}

/**
 * What the applicant signs with the default signer id under the key that asks for a certificate: version 0, subject,
 * key, no attributes. Fails with `input.invalid` when a name field is not acceptable.
 */
export function certificationRequestTbs({
  subject,
  publicKey,
}: {
  subject: NameFields
  publicKey: Sm2Point
}): Uint8Array {
  return der.sequence(der.integer(0), encodeName(subject), encodeSubjectPublicKey(publicKey), der.contextConstructed(0))
}

/** Joins the request and the signature over it. */
export function assembleCertificationRequest(tbs: Uint8Array, signature: Sm2Signature): Uint8Array {
  return assembleSigned(tbs, signature)
}

/**
 * Reads a request of at most 16 KiB and verifies that the applicant holds the key. Fails with
 * `certificate-request.unreadable` or `certificate-request.bad-signature`.
 */
export function readCertificationRequest(bytes: Uint8Array): CertificationRequest {
  const { request, signed } = readStructure('certificate-request.unreadable', { der: bytes, sizeLimit }, (reader) => {
    const { signed, tbs } = readSigned(reader)
    return { request: readTbs(tbs), signed }
  })
  if (!isSignedBy(signed, request.publicKey)) fail('certificate-request.bad-signature', {})
  return request
}

function readTbs(reader: DerReader): CertificationRequest {
  if (reader.smallInteger() !== 0) fail('certificate-request.unreadable', { reason: 'not version 0' })
  const subject = readName(reader)
  const publicKey = decodeSubjectPublicKey(reader.element(tag.sequence).bytes)
  if (publicKey === null) fail('certificate-request.unreadable', { reason: 'not an SM2 key' })
  // Attributes ask for things; what a certificate says is decided by the profile alone.
  reader.optional(tag.context(0))
  reader.end()
  return { subject, publicKey }
}
