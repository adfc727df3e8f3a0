import * as der from '../asn1/write-der.ts'
import type { RandomBytes } from '../random.ts'
import { decodeScalar, type Sm2Point } from '../sm/sm2-curve.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import type { Certificate } from './certificate.ts'
import {
  authorityKeyExtension,
  basicConstraintsExtension,
  crlUrlExtension,
  encodeExtension,
  extendedKeyUsageExtension,
  type KeyUsage,
  keyIdentifierOf,
  keyUsageExtension,
  policyExtension,
  subjectKeyExtension,
} from './extensions.ts'
import { encodeName, type NameFields } from './names.ts'
import { oid } from './object-identifiers.ts'
import { assembleSigned, sm2WithSm3Algorithm } from './signed-structure.ts'
import { encodeSubjectPublicKey } from './sm2-der.ts'

// X.509 v3 with SM2 and SM3 (RFC 5280; GM/T 0015-2012), in the five profiles of docs/formats/certificates.md.

interface CommonFields {
  /** From `randomSerialNumber`. */
  serialNumber: bigint
  subject: NameFields
  publicKey: Sm2Point
  notBefore: Date
  notAfter: Date
}

interface IssuedFields extends CommonFields {
  /** The certificate of the key that signs this one. */
  issuer: Certificate
  /** Where the issuer publishes its revocation list. */
  crlUrl: string
  /** Object identifier of the policy under which it was issued. */
  policy: string
}

export type CertificateFields =
  | ({ profile: 'root' } & CommonFields)
  | ({ profile: 'authority' | 'sign' | 'encrypt' | 'timeStamp' } & IssuedFields)

const keyUsageOf: Record<CertificateFields['profile'], readonly KeyUsage[]> = {
  root: ['keyCertSign', 'cRLSign'],
  authority: ['keyCertSign', 'cRLSign'],
  sign: ['digitalSignature', 'nonRepudiation'],
  encrypt: ['keyEncipherment', 'dataEncipherment'],
  timeStamp: ['digitalSignature', 'nonRepudiation'],
}

/** A positive serial number of 16 random bytes (RFC 5280, clause 4.1.2.2, allows 20). */
export function randomSerialNumber(random: RandomBytes): bigint {
  for (;;) {
    const serialNumber = decodeScalar(random(16))
    if (serialNumber !== 0n) return serialNumber
  }
}

/**
 * Makes a certificate. `sign` signs the bytes it is given under the issuer's key (for a root, its own) with the
 * default signer id. Fails with `input.invalid` when a name field is not acceptable.
 */
export function buildCertificate(fields: CertificateFields, sign: (tbs: Uint8Array) => Sm2Signature): Uint8Array {
  const subject = encodeName(fields.subject)
  const tbs = der.sequence(
    der.contextConstructed(0, der.integer(2)),
    der.integer(fields.serialNumber),
    sm2WithSm3Algorithm,
    fields.profile === 'root' ? subject : fields.issuer.subject.der,
    der.sequence(der.certificateTime(fields.notBefore), der.certificateTime(fields.notAfter)),
    subject,
    encodeSubjectPublicKey(fields.publicKey),
    der.contextConstructed(3, der.sequence(...extensionsOf(fields).map(encodeExtension))),
  )
  return assembleSigned(tbs, sign(tbs))
}

function extensionsOf(fields: CertificateFields) {
  const isAuthority = fields.profile === 'root' || fields.profile === 'authority'
  const own = [
    basicConstraintsExtension({ isAuthority, pathLength: fields.profile === 'authority' ? 0 : null }),
    keyUsageExtension(keyUsageOf[fields.profile]),
    subjectKeyExtension(keyIdentifierOf(fields.publicKey)),
  ]
  if (fields.profile === 'root') return own
  const issuerKey = fields.issuer.subjectKeyIdentifier
  return [
    ...own,
    ...(issuerKey === null ? [] : [authorityKeyExtension(issuerKey)]),
    crlUrlExtension(fields.crlUrl),
    policyExtension(fields.policy),
    ...(fields.profile === 'timeStamp' ? [extendedKeyUsageExtension(oid.timeStamping)] : []),
  ]
}
