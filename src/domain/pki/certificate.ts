import { type DerReader, tag } from '../asn1/read-der.ts'
import { fail } from '../failure.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import { sm3 } from '../sm/sm3.ts'
import {
  type BasicConstraints,
  type KeyUsage,
  readAuthorityKey,
  readBasicConstraints,
  readCrlUrls,
  readExtendedKeyUsages,
  readExtension,
  readExtensions,
  readKeyUsage,
  readPolicies,
  unhandledCritical,
} from './extensions.ts'
import { attributeOf, type DistinguishedName, describeName, readName } from './names.ts'
import { oid } from './object-identifiers.ts'
import { readStructure } from './read-structure.ts'
import { readSameAlgorithm, readSigned, type SignedStructure } from './signed-structure.ts'
import { decodeSubjectPublicKey } from './sm2-der.ts'

// X.509 v3 (RFC 5280; GM/T 0015-2012 for SM2).

const sizeLimit = 16 * 1024

/** A certificate as it was read: nothing in it is trusted before `verifyChain` says so. */
export interface Certificate extends SignedStructure {
  der: Uint8Array
  serialNumber: bigint
  issuer: DistinguishedName
  subject: DistinguishedName
  notBefore: Date
  notAfter: Date
  /** Null for RSA, P-256 and others: see `subjectPublicKeyInfo`. */
  publicKey: Sm2Point | null
  subjectPublicKeyInfo: Uint8Array
  /** Null when the certificate does not say. */
  keyUsage: ReadonlySet<KeyUsage> | null
  basicConstraints: BasicConstraints | null
  subjectKeyIdentifier: Uint8Array | null
  authorityKeyIdentifier: Uint8Array | null
  crlUrls: readonly string[]
  policies: readonly string[]
  /** Purposes beside the key usage; empty when the certificate does not say. */
  extendedKeyUsages: readonly string[]
  /** Types of critical extensions that this reader does not know: such a certificate must not be accepted. */
  unhandledCriticalExtensions: readonly string[]
}

const handledExtensions: readonly string[] = [
  oid.keyUsage,
  oid.basicConstraints,
  oid.subjectKeyIdentifier,
  oid.authorityKeyIdentifier,
  oid.crlDistributionPoints,
  oid.certificatePolicies,
]

/** Reads a certificate of at most 16 KiB of any public-key algorithm. Fails with `certificate.unreadable`. */
export function readCertificate(der: Uint8Array): Certificate {
  return readStructure('certificate.unreadable', { der, sizeLimit }, (reader) => {
    const { signed, tbs, algorithmDer } = readSigned(reader)
    const fields = readTbs(tbs, algorithmDer)
    tbs.end()
    return { der, ...signed, ...fields }
  })
}

function readTbs(reader: DerReader, algorithmDer: Uint8Array) {
  const version = reader.optional(tag.context(0))
  if (version !== null && reader.inside(version).smallInteger() !== 2)
    fail('certificate.unreadable', { reason: 'neither version 1 nor version 3' })
  const serialNumber = reader.integer()
  readSameAlgorithm(reader, algorithmDer)
  const issuer = readName(reader)
  const validity = reader.enter()
  const [notBefore, notAfter] = [validity.time(), validity.time()]
  validity.end()
  const subject = readName(reader)
  const subjectPublicKeyInfo = reader.element(tag.sequence).bytes
  for (const uniqueId of [1, 2]) reader.optional(tag.contextPrimitive(uniqueId))
  const list = version === null ? null : reader.optional(tag.context(3))
  const extensions = list === null ? new Map() : readExtensions(reader.inside(list))
  return {
    serialNumber,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey: decodeSubjectPublicKey(subjectPublicKeyInfo),
    subjectPublicKeyInfo,
    keyUsage: readExtension(extensions, oid.keyUsage, readKeyUsage),
    basicConstraints: readExtension(extensions, oid.basicConstraints, readBasicConstraints),
    subjectKeyIdentifier: readExtension(extensions, oid.subjectKeyIdentifier, (value) => value.octetString()),
    authorityKeyIdentifier: readExtension(extensions, oid.authorityKeyIdentifier, readAuthorityKey),
    crlUrls: readExtension(extensions, oid.crlDistributionPoints, readCrlUrls) ?? [],
    policies: readExtension(extensions, oid.certificatePolicies, readPolicies) ?? [],
    extendedKeyUsages: readExtension(extensions, oid.extendedKeyUsage, readExtendedKeyUsages) ?? [],
    unhandledCriticalExtensions: unhandledCritical(extensions, handledExtensions),
  }
}

/** 双证书: one certificate signs, another receives encrypted keys. */
export type Usage = 'sign' | 'encrypt'

/** Whether the key usage allows it. A certificate that does not say is usable for nothing (GM/T 0015 requires it). */
export function isUsableFor({ keyUsage }: Certificate, usage: Usage): boolean {
  return usagesOf[usage].some((allowed) => keyUsage?.has(allowed) === true)
}

/** Whether it may sign time stamps, and nothing else: RFC 3161, clause 2.3. Elsewhere the critical extension bars it. */
export function isUsableForTimeStamps(certificate: Certificate): boolean {
  const { extendedKeyUsages, unhandledCriticalExtensions } = certificate
  const isOnlyPurpose = extendedKeyUsages.length === 1 && extendedKeyUsages[0] === oid.timeStamping
  const isCritical = unhandledCriticalExtensions.includes(oid.extendedKeyUsage)
  return isOnlyPurpose && isCritical && isUsableFor(certificate, 'sign')
}

const usagesOf: Record<Usage, readonly KeyUsage[]> = {
  sign: ['digitalSignature', 'nonRepudiation'],
  encrypt: ['keyEncipherment', 'dataEncipherment'],
}

/** SM3 over the whole certificate, 32 bytes: what statements, seals and screens identify it by. */
export function certificateDigest(certificate: Certificate): Uint8Array {
  return sm3(certificate.der)
}

/** Whom a certificate names. */
export interface CertificateHolder {
  name: string
  /** 统一社会信用代码; null for a person and for a certificate that carries none. */
  socialCreditCode: string | null
}

/** Reads the holder from the subject: the name is CN, else O, else the whole subject. */
export function holderOf({ subject }: Certificate): CertificateHolder {
  const organization = attributeOf(subject, oid.organization)
  const serialNumber = attributeOf(subject, oid.serialNumber)
  const isEnterprise = organization !== null && serialNumber !== null && /^[0-9A-Z]{18}$/.test(serialNumber)
  return {
    name: attributeOf(subject, oid.commonName) ?? organization ?? describeName(subject),
    socialCreditCode: isEnterprise ? serialNumber : null,
  }
}
