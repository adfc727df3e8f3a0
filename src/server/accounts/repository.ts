import type { z } from 'zod'
import type { Database } from '../../node/database.ts'
import type { Account } from '../../protocol/http-api.ts'
import { type CodeRow, codeLifetimeMs, maskPhoneNumber } from './rules.ts'

/** A signed-in phone. */
export interface AccountCaller {
  accountId: string
  personName: string
  isRealNameChecked: boolean
  tokenHash: Uint8Array
  /** SPKI of the device key that every request proves. */
  deviceKey: Uint8Array
}

export interface EnterpriseRow {
  social_credit_code: string
  enterprise_id: string
  name: string
  role: 'bidder' | 'agency' | 'tenderer'
}

export interface NewAccount {
  accountId: string
  phoneNumber: string
  personName: string
  isRealNameChecked: boolean
}

export interface Act {
  at: number
  kind: string
  title: string
  outcome: string
}

export type Accounts = ReturnType<typeof createAccounts>

export function createAccounts(db: Database) {
  return {
    insertEnterprise: (row: EnterpriseRow) =>
      db.run(
        'INSERT INTO enterprises VALUES (?, ?, ?, ?)',
        row.social_credit_code,
        row.enterprise_id,
        row.name,
        row.role,
      ),
    enterprise: (socialCreditCode: string) =>
      db.get<EnterpriseRow>('SELECT * FROM enterprises WHERE social_credit_code = ?', socialCreditCode),
    insertAccount: (account: NewAccount) =>
      db.run(
        'INSERT INTO accounts VALUES (?, ?, ?, ?)',
        account.accountId,
        account.phoneNumber,
        account.personName,
        Number(account.isRealNameChecked),
      ),
    insertMembership: (accountId: string, socialCreditCode: string, role: 'administrator' | 'clerk') =>
      db.run('INSERT INTO memberships VALUES (?, ?, ?)', accountId, socialCreditCode, role),
    accountIdOf: (phoneNumber: string) =>
      db.get<{ account_id: string }>('SELECT account_id FROM accounts WHERE phone_number = ?', phoneNumber)
        ?.account_id ?? null,

    saveCode(phoneNumber: string, { asked_from, code_hash, sent_at }: Omit<CodeRow, 'used_by_device'>) {
      db.run('DELETE FROM sms_codes WHERE sent_at <= ?', sent_at - codeLifetimeMs)
      db.run('INSERT OR REPLACE INTO sms_codes VALUES (?, ?, ?, ?, NULL)', phoneNumber, asked_from, code_hash, sent_at)
    },
    codes: (phoneNumber: string) =>
      db.all<CodeRow>(
        'SELECT asked_from, code_hash, sent_at, used_by_device FROM sms_codes WHERE phone_number = ?',
        phoneNumber,
      ),
    useCode: (phoneNumber: string, { asked_from }: CodeRow, device: Uint8Array) =>
      db.run(
        'UPDATE sms_codes SET used_by_device = ? WHERE phone_number = ? AND asked_from = ?',
        device,
        phoneNumber,
        asked_from,
      ),

    /** A device has one token: ⚔ a sign-in may be repeated, and must not leave a row each time. */
    insertToken(
      accountId: string,
      { tokenHash, deviceKey }: Pick<AccountCaller, 'tokenHash' | 'deviceKey'>,
      name: string,
      { now, until }: { now: number; until: number },
    ) {
      const isOver = '(account_id = ? AND device_key = ?) OR expires_at <= ?'
      db.run(`DELETE FROM account_tokens WHERE ${isOver}`, accountId, deviceKey, now)
      db.run('INSERT INTO account_tokens VALUES (?, ?, ?, ?, ?)', tokenHash, accountId, deviceKey, name, until)
    },
    deleteToken: (tokenHash: Uint8Array) => db.run('DELETE FROM account_tokens WHERE token_hash = ?', tokenHash),
    findByToken: (tokenHash: Uint8Array, now: number) => findByToken(db, tokenHash, now),

    view: (accountId: string) => accountView(db, accountId),
    insertAct: (accountId: string, act: Act) =>
      db.run(
        'INSERT INTO acts (account_id, at, kind, title, outcome) VALUES (?, ?, ?, ?, ?)',
        accountId,
        act.at,
        act.kind,
        act.title,
        act.outcome,
      ),
    acts: (accountId: string) =>
      db.all<Act>(
        'SELECT at, kind, title, outcome FROM acts WHERE account_id = ? ORDER BY act_id DESC LIMIT 200',
        accountId,
      ),
  }
}

function findByToken(db: Database, tokenHash: Uint8Array, now: number): AccountCaller | null {
  // Two searches take a tenth of what a join takes, of which SQLite makes the plan anew whenever something is bound.
  const token = db.get<{ account_id: string; device_key: Uint8Array }>(
    'SELECT account_id, device_key FROM account_tokens WHERE token_hash = ? AND expires_at > ?',
    tokenHash,
    now,
  )
  if (token === null) return null
  const account = db.get<{ person_name: string; is_real_name_checked: number }>(
    'SELECT person_name, is_real_name_checked FROM accounts WHERE account_id = ?',
    token.account_id,
  )!
  return {
    accountId: token.account_id,
    personName: account.person_name,
    isRealNameChecked: account.is_real_name_checked === 1,
    tokenHash,
    deviceKey: new Uint8Array(token.device_key),
  }
}

function accountView(db: Database, accountId: string): z.input<typeof Account> {
  const account = db.get<{ person_name: string; phone_number: string; is_real_name_checked: number }>(
    'SELECT person_name, phone_number, is_real_name_checked FROM accounts WHERE account_id = ?',
    accountId,
  )
  if (account === null) throw new Error('no such account')
  const memberships = db.all<{ enterpriseName: string; socialCreditCode: string; role: 'administrator' | 'clerk' }>(
    `SELECT name AS enterpriseName, social_credit_code AS socialCreditCode, memberships.role AS role
     FROM memberships JOIN enterprises USING (social_credit_code) WHERE account_id = ? ORDER BY social_credit_code`,
    accountId,
  )
  return {
    accountId,
    personName: account.person_name,
    phoneNumberMasked: maskPhoneNumber(account.phone_number),
    isRealNameChecked: account.is_real_name_checked === 1,
    memberships,
  }
}
