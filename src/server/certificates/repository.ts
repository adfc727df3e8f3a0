import { base64UrlOf } from '../../domain/bytes.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import type { Database } from '../../node/database.ts'
import type { CertificatePair, ReadyCertificate } from '../../protocol/http-api.ts'
import type { Authorities } from './authorities.ts'

export interface ApplicationRow {
  application_id: string
  account_id: string
  social_credit_code: string
  authority_id: string
  role: 'administrator' | 'clerk'
  not_before: number
  not_after: number
}

export interface PairRow {
  pair_id: string
  application_id: string
  account_id: string
  social_credit_code: string
  authority_id: string
  role: 'administrator' | 'clerk'
  sign_key_id: string
  encrypt_key_id: string
  signing: Uint8Array
  encryption: Uint8Array
  signing_digest: string
  encryption_digest: string
  not_after: number
  revoked_at: number | null
  person_name: string
  enterprise_name: string
}

export type Certificates = ReturnType<typeof createCertificates>

/** No join, of which SQLite makes the plan anew whenever something is bound: that takes ten times as long as the search. */
const selectPairs = `SELECT *,
  (SELECT person_name FROM accounts WHERE accounts.account_id = pairs.account_id) AS person_name,
  (SELECT name FROM enterprises WHERE enterprises.social_credit_code = pairs.social_credit_code) AS enterprise_name
  FROM pairs`

const digestOf = (der: Uint8Array) => base64UrlOf(sm3(der))

export function createCertificates(db: Database, authorities: Authorities) {
  const pairBy = (
    column: 'pair_id' | 'application_id' | 'signing_digest' | 'encryption_digest' | 'sign_key_id' | 'encrypt_key_id',
  ) => {
    const sql = `${selectPairs} WHERE ${column} = ?`
    return (value: string) => db.get<PairRow>(sql, value)
  }
  const chain = (leaf: Uint8Array, authorityId: string) => ({
    leaf: base64UrlOf(leaf),
    authorities: authorities.chainAbove(authorityId).map(base64UrlOf),
  })

  return {
    insertApplication: (row: ApplicationRow) =>
      db.run(
        'INSERT INTO applications VALUES (?, ?, ?, ?, ?, ?, ?)',
        row.application_id,
        row.account_id,
        row.social_credit_code,
        row.authority_id,
        row.role,
        row.not_before,
        row.not_after,
      ),
    application: (applicationId: string) =>
      db.get<ApplicationRow & { enterprise_name: string }>(
        `SELECT applications.*, name AS enterprise_name FROM applications
         JOIN enterprises USING (social_credit_code) WHERE application_id = ?`,
        applicationId,
      ),
    insertPair: (
      row: Omit<PairRow, 'signing_digest' | 'encryption_digest' | 'revoked_at' | 'person_name' | 'enterprise_name'>,
    ) =>
      db.run(
        'INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)',
        row.pair_id,
        row.application_id,
        row.account_id,
        row.social_credit_code,
        row.authority_id,
        row.role,
        row.sign_key_id,
        row.encrypt_key_id,
        row.signing,
        row.encryption,
        digestOf(row.signing),
        digestOf(row.encryption),
        row.not_after,
      ),
    pair: pairBy('pair_id'),
    ofApplication: pairBy('application_id'),
    ofSigningDigest: pairBy('signing_digest'),
    ofEncryptionDigest: pairBy('encryption_digest'),
    ofSignKey: pairBy('sign_key_id'),
    ofEncryptKey: pairBy('encrypt_key_id'),
    ofAccount: (accountId: string) =>
      db.all<PairRow>(`${selectPairs} WHERE pairs.account_id = ? ORDER BY pairs.rowid`, accountId),
    ofEnterprise: (socialCreditCode: string) =>
      db.all<PairRow>(
        `${selectPairs} WHERE pairs.social_credit_code = ? AND revoked_at IS NULL ORDER BY pairs.rowid`,
        socialCreditCode,
      ),
    ready: (accountId: string): ReadyCertificate[] =>
      db.all<ReadyCertificate>(
        `SELECT application_id AS applicationId, person_name AS personName, enterprises.name AS enterpriseName,
           social_credit_code AS socialCreditCode, applications.role AS role, authorities.name AS authorityName
         FROM applications JOIN accounts USING (account_id) JOIN enterprises USING (social_credit_code)
         JOIN authorities USING (authority_id)
         WHERE account_id = ? AND application_id NOT IN (SELECT application_id FROM pairs) ORDER BY applications.rowid`,
        accountId,
      ),
    /** The certificates count as revoked from now on, in the next list of their authority. */
    revoke(pair: PairRow, now: number) {
      db.run('UPDATE pairs SET revoked_at = ? WHERE pair_id = ? AND revoked_at IS NULL', now, pair.pair_id)
      authorities.expireList(pair.authority_id)
    },
    view: (row: PairRow, now: number): CertificatePair => ({
      pairId: row.pair_id,
      personName: row.person_name,
      enterpriseName: row.enterprise_name,
      socialCreditCode: row.social_credit_code,
      role: row.role,
      authorityName: authorities.nameOf(row.authority_id),
      signKeyId: row.sign_key_id,
      encryptKeyId: row.encrypt_key_id,
      signing: chain(new Uint8Array(row.signing), row.authority_id),
      encryption: chain(new Uint8Array(row.encryption), row.authority_id),
      notAfter: row.not_after,
      state: row.revoked_at !== null ? 'revoked' : row.not_after <= now ? 'expired' : 'active',
    }),
  }
}
