import { buildCertificate, randomSerialNumber } from '../../src/domain/pki/build-certificate.ts'
import { type Certificate, readCertificate } from '../../src/domain/pki/certificate.ts'
import type { NameFields } from '../../src/domain/pki/names.ts'
import type { Revocation } from '../../src/domain/pki/revocation-entries.ts'
import { buildRevocationList, type RevocationList, readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { anyPolicy, rolePolicies } from '../../src/domain/pki/roles.ts'
import type { RandomBytes } from '../../src/domain/random.ts'
import { generateSm2KeyPair, type Sm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { seededRandom } from './random.ts'

export const validFrom = new Date('2026-01-01T00:00:00.000Z')
export const validUntil = new Date('2029-01-01T00:00:00.000Z')
/** A moment at which everything made here is valid. */
export const today = new Date('2026-09-01T00:00:00.000Z')

/** A certificate and the whole private key that belongs to it. */
export interface Identity {
  certificate: Certificate
  key: Sm2KeyPair
}

/** 双证书: what one enterprise or person holds. */
export interface Holder {
  sign: Identity
  encrypt: Identity
}

export interface Authorities {
  root: Identity
  /** Three authorities below the root. */
  issuing: readonly [Identity, Identity, Identity]
  /** Their four lists of `today`, on which nothing stands. */
  revocationLists: readonly RevocationList[]
  random: RandomBytes
}

/** One root and three authorities below it; the same seed gives the same keys and certificates. */
export function makeAuthorities(seed = 'authorities'): Authorities {
  const random = seededRandom(seed)
  const root = makeRoot('测试根 CA', random)
  const issue = (commonName: string) =>
    issueCertificate({
      profile: 'authority',
      issuer: root,
      subject: { country: 'CN', organization: commonName, commonName },
      random,
    })
  const issuing = [issue('江苏测试 CA'), issue('安徽测试 CA'), issue('上海测试 CA')] as const
  const revocationLists = [root, ...issuing].map((issuer) => makeRevocationList(issuer, [], random))
  return { root, issuing, revocationLists, random }
}

/** A root that signs itself. */
export function makeRoot(commonName: string, random: RandomBytes): Identity {
  const key = generateSm2KeyPair(random)
  const der = buildCertificate(
    {
      profile: 'root',
      serialNumber: randomSerialNumber(random),
      subject: { country: 'CN', organization: commonName, commonName },
      publicKey: key.publicKey,
      notBefore: validFrom,
      notAfter: validUntil,
    },
    (tbs) => signMessage(key, tbs, random),
  )
  return { certificate: readCertificate(der), key }
}

const policyOf = {
  authority: anyPolicy,
  sign: rolePolicies.userSigning,
  encrypt: rolePolicies.userEncryption,
  timeStamp: rolePolicies.timeStamping,
}

/** Issues one certificate for a fresh key, to a user unless another policy is given. */
export function issueCertificate({
  profile,
  issuer,
  subject,
  random,
  notBefore = validFrom,
  notAfter = validUntil,
  policy = policyOf[profile],
}: {
  profile: 'authority' | 'sign' | 'encrypt' | 'timeStamp'
  issuer: Identity
  subject: NameFields
  random: RandomBytes
  notBefore?: Date
  notAfter?: Date
  policy?: string
}): Identity {
  const key = generateSm2KeyPair(random)
  const der = buildCertificate(
    {
      profile,
      serialNumber: randomSerialNumber(random),
      issuer: issuer.certificate,
      subject,
      publicKey: key.publicKey,
      notBefore,
      notAfter,
      crlUrl: 'http://crl.example.test/list.crl',
      policy,
    },
    (tbs) => signMessage(issuer.key, tbs, random),
  )
  return { certificate: readCertificate(der), key }
}

/** An enterprise with its two certificates. */
export function makeEnterprise(
  issuer: Identity,
  { name, socialCreditCode }: { name: string; socialCreditCode: string },
  random: RandomBytes,
): Holder {
  const subject = { country: 'CN', organization: name, commonName: name, serialNumber: socialCreditCode }
  return makeHolder(issuer, subject, random)
}

/** A person with two certificates. */
export function makePerson(issuer: Identity, name: string, random: RandomBytes): Holder {
  return makeHolder(issuer, { commonName: name }, random)
}

function makeHolder(issuer: Identity, subject: NameFields, random: RandomBytes): Holder {
  return {
    sign: issueCertificate({ profile: 'sign', issuer, subject, random }),
    encrypt: issueCertificate({ profile: 'encrypt', issuer, subject, random }),
  }
}

/** A list of what an authority revoked, current for a month around `today` unless told otherwise. */
export function makeRevocationList(
  issuer: Identity,
  revoked: readonly (Revocation & { certificate: Certificate })[],
  random: RandomBytes,
  { thisUpdate = new Date('2026-08-20T00:00:00.000Z'), nextUpdate = new Date('2026-09-20T00:00:00.000Z') } = {},
): RevocationList {
  const revocations = new Map(revoked.map(({ certificate, at, reason }) => [certificate.serialNumber, { at, reason }]))
  const fields = { issuer: issuer.certificate, number: 1n, thisUpdate, nextUpdate, revocations }
  return readRevocationList(buildRevocationList(fields, (tbs) => signMessage(issuer.key, tbs, random)))
}
