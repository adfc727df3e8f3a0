import { buildCertificate, randomSerialNumber } from '../../domain/pki/build-certificate.ts'
import { type Certificate, readCertificate } from '../../domain/pki/certificate.ts'
import type { NameFields } from '../../domain/pki/names.ts'
import type { Revocation } from '../../domain/pki/revocation-entries.ts'
import { buildRevocationList } from '../../domain/pki/revocation-list.ts'
import { anyPolicy, type Role, rolePolicies } from '../../domain/pki/roles.ts'
import {
  decodeSecretScalar,
  encodeScalar,
  generateSm2KeyPair,
  generator,
  type Sm2KeyPair,
  type Sm2Point,
} from '../../domain/sm/sm2-curve.ts'
import { type Sm2Signature, signMessage } from '../../domain/sm/sm2-sign.ts'
import type { Parts } from '../parts.ts'

const listLifetimeMs = 7 * 86_400_000
const listFreshMs = 12 * 3_600_000

const profileOf = {
  userSigning: 'sign',
  userEncryption: 'encrypt',
  sealMaker: 'sign',
  platform: 'sign',
  timeStamping: 'timeStamp',
} as const

interface AuthorityRow {
  authority_id: string
  issuer_id: string | null
  name: string
  certificate: Uint8Array
  locked_key: Uint8Array
  list_number: number
  list_made_at: number | null
  revocation_list: Uint8Array | null
}

export interface NewIdentity {
  authorityId: string
  /** Null for the root. */
  issuerId: string | null
  name: string
  profile: 'root' | 'authority' | Role
  subject: NameFields
  notBefore: number
  notAfter: number
}

export type Authorities = ReturnType<typeof createAuthorities>

/** The keys of this installation, locked at rest, and what is issued with them. */
export function createAuthorities({ db, vault, random, now, host }: Parts) {
  const row = (authorityId: string) => {
    const found = db.get<AuthorityRow>('SELECT * FROM authorities WHERE authority_id = ?', authorityId)
    if (found === null) throw new Error(`no authority ${authorityId}`)
    return found
  }
  const certificateOf = (authorityId: string): Certificate =>
    readCertificate(new Uint8Array(row(authorityId).certificate))

  /** Unlocked for one signature; nothing keeps it. */
  function keyOf(authorityId: string): Sm2KeyPair {
    const secret = vault.unlock(`authority/${authorityId}`, new Uint8Array(row(authorityId).locked_key))
    const privateKey = decodeSecretScalar(secret)
    if (privateKey === null) throw new Error(`the key of ${authorityId} is damaged`)
    return { privateKey, publicKey: generator.multiply(privateKey) }
  }
  const sign = (authorityId: string, message: Uint8Array): Sm2Signature =>
    signMessage(keyOf(authorityId), message, random)

  function certify(
    issuerId: string,
    fields: { profile: 'authority' | Role; subject: NameFields; publicKey: Sm2Point } & Validity,
  ): Uint8Array {
    const { notBefore, notAfter, profile, ...rest } = fields
    const issued = {
      ...rest,
      serialNumber: randomSerialNumber(random),
      issuer: certificateOf(issuerId),
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      crlUrl: `http://${host}/api/authorities/${issuerId}/revocations`,
      profile: profile === 'authority' ? profile : profileOf[profile],
      policy: profile === 'authority' ? anyPolicy : rolePolicies[profile],
    }
    return buildCertificate(issued, (tbs) => sign(issuerId, tbs))
  }

  function found({ profile, issuerId, subject, ...identity }: NewIdentity): void {
    const key = generateSm2KeyPair(random)
    const certificate =
      issuerId === null || profile === 'root'
        ? selfSigned(subject, key, identity)
        : certify(issuerId, { profile, subject, publicKey: key.publicKey, ...identity })
    db.run(
      'INSERT INTO authorities VALUES (?, ?, ?, ?, ?, 0, NULL, NULL)',
      identity.authorityId,
      issuerId,
      identity.name,
      certificate,
      vault.lock(`authority/${identity.authorityId}`, encodeScalar(key.privateKey)),
    )
  }

  function selfSigned(subject: NameFields, key: Sm2KeyPair, { notBefore, notAfter }: Validity): Uint8Array {
    const fields = {
      profile: 'root' as const,
      serialNumber: randomSerialNumber(random),
      subject,
      publicKey: key.publicKey,
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
    }
    return buildCertificate(fields, (tbs) => signMessage(key, tbs, random))
  }

  /** From the issuer of a leaf up to, not including, the root. */
  function chainAbove(authorityId: string): Uint8Array[] {
    const { issuer_id, certificate } = row(authorityId)
    return issuer_id === null ? [] : [new Uint8Array(certificate), ...chainAbove(issuer_id)]
  }

  /** A current list of what the authority revoked; a new one at least twice a day. */
  function revocationList(authorityId: string): Uint8Array {
    const authority = row(authorityId)
    const { list_made_at, revocation_list } = authority
    if (revocation_list !== null && list_made_at !== null && now() - list_made_at < listFreshMs)
      return new Uint8Array(revocation_list)
    const made = buildRevocationList(
      {
        issuer: certificateOf(authorityId),
        number: BigInt(authority.list_number + 1),
        thisUpdate: new Date(now()),
        nextUpdate: new Date(now() + listLifetimeMs),
        revocations: revocationsOf(authorityId),
      },
      (tbs) => sign(authorityId, tbs),
    )
    db.run(
      `UPDATE authorities SET list_number = list_number + 1, list_made_at = ?, revocation_list = ?
       WHERE authority_id = ?`,
      now(),
      made,
      authorityId,
    )
    return made
  }

  function revocationsOf(authorityId: string): Map<bigint, Revocation> {
    const rows = db.all<{ signing: Uint8Array; encryption: Uint8Array; revoked_at: number }>(
      'SELECT signing, encryption, revoked_at FROM pairs WHERE authority_id = ? AND revoked_at NOTNULL',
      authorityId,
    )
    return new Map(
      rows.flatMap(({ signing, encryption, revoked_at }) =>
        [signing, encryption].map((der) => [
          readCertificate(new Uint8Array(der)).serialNumber,
          { at: new Date(revoked_at), reason: 'cessationOfOperation' as const },
        ]),
      ),
    )
  }

  return {
    found,
    certify,
    sign,
    certificateOf,
    chainAbove,
    revocationList,
    nameOf: (authorityId: string) => row(authorityId).name,
    exists: (authorityId: string) => db.get('SELECT 1 FROM authorities WHERE authority_id = ?', authorityId) !== null,
    roots: () => [certificateOf('root')],
    /** Root and authorities: those that issue certificates. */
    issuers: () =>
      db
        .all<{ authority_id: string }>(
          "SELECT authority_id FROM authorities WHERE authority_id = 'root' OR issuer_id = 'root' ORDER BY rowid",
        )
        .map(({ authority_id }) => authority_id),
    /** Makes the next asker get a new list. */
    expireList: (authorityId: string) =>
      db.run('UPDATE authorities SET list_made_at = NULL WHERE authority_id = ?', authorityId),
  }
}

interface Validity {
  notBefore: number
  notAfter: number
}
