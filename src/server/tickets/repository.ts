import { utf8Bytes } from '../../domain/bytes.ts'
import type { Database } from '../../node/database.ts'
import { settleTicketState, TicketState } from '../../protocol/ticket-states.ts'
import { TicketBody } from '../../protocol/tickets.ts'
import type { Vault } from '../store/vault.ts'

export interface TicketRow {
  ticket_id: string
  kind: TicketBody['kind']
  body: string
  desktop_key: string
  state: string
  code: string
  commitment: string
  attachment: string | null
  account_id: string | null
  phone_random: string | null
  desktop_random: string | null
  answer: string | null
  created_at: number
  expires_at: number | null
  /** Address group of the desktop that opened it; empty for a pushed ticket. */
  opened_from: string
  /** Of body, attachment and answer, as far as they are still kept. */
  size_in_bytes: number
}

/** What one address, or all, have opened and nobody has scanned. */
export interface Unscanned {
  count: number
  sizeInBytes: number
}

export interface DesktopTokenRow {
  ticket_id: string
  /** What the answered ticket was for: `sync-credit`, or the purpose of an `identify` ticket. */
  scope: string
  desktop_key: string
  enterprise_name: string
  social_credit_code: string
  expires_at: number
}

export type Tickets = ReturnType<typeof createTickets>

export const bodyOf = (row: TicketRow): TicketBody => TicketBody.parse(JSON.parse(row.body))
export const stateOf = (row: TicketRow, now: number): TicketState =>
  settleTicketState(TicketState.parse(JSON.parse(row.state)), now)

const expiryOf = (state: TicketState) => ('expiresAt' in state ? state.expiresAt : null)
export const answersKeptForMs = 3_600_000
/** Longer than any token or session that came of a ticket. */
const ticketsKeptForMs = 6 * 3_600_000
/** Long after its code has expired, so that its desktop still learns that. */
export const unscannedKeptForMs = 600_000

export function createTickets(db: Database, vault: Vault) {
  return {
    find: (ticketId: string) => db.get<TicketRow>('SELECT * FROM tickets WHERE ticket_id = ?', ticketId),
    /** Only whom the code on the screen was shown to knows its digits; a pushed ticket has none. */
    findByCode: (code: string, now: number) =>
      db.get<TicketRow>('SELECT * FROM tickets WHERE code = ? AND expires_at > ?', code, now),
    insert: (
      row: Omit<TicketRow, 'expires_at' | 'state' | 'answer' | 'phone_random' | 'desktop_random'>,
      state: TicketState,
    ) =>
      db.run(
        `INSERT INTO tickets (ticket_id, kind, body, desktop_key, code, commitment, attachment, account_id, created_at, state,
         expires_at, opened_from, size_in_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        row.ticket_id,
        row.kind,
        row.body,
        row.desktop_key,
        row.code,
        row.commitment,
        row.attachment,
        row.account_id,
        row.created_at,
        JSON.stringify(state),
        expiryOf(state),
        row.opened_from,
        row.size_in_bytes,
      ),
    unscannedFrom: (address: string) =>
      db.get<Unscanned>(
        `SELECT COUNT(*) AS count, COALESCE(SUM(size_in_bytes), 0) AS sizeInBytes FROM tickets
         WHERE account_id IS NULL AND opened_from = ?`,
        address,
      )!,
    unscanned: () =>
      db.get<Unscanned>(
        `SELECT COUNT(*) AS count, COALESCE(SUM(size_in_bytes), 0) AS sizeInBytes FROM tickets
         WHERE account_id IS NULL`,
      )!,
    /** The address that has most lying unscanned; null when none has more than its share. */
    heaviestAddress(measure: keyof Unscanned, share: number) {
      const weight = measure === 'count' ? 'COUNT(*)' : 'SUM(size_in_bytes)'
      const heaviest = db.get<{ opened_from: string }>(
        `SELECT opened_from FROM tickets WHERE account_id IS NULL GROUP BY opened_from
         HAVING ${weight} > ? ORDER BY ${weight} DESC LIMIT 1`,
        share,
      )
      return heaviest?.opened_from ?? null
    },
    /** Of one address; of all when it is null. */
    dropOldestUnscanned: (address: string | null, count: number) =>
      db.run(
        `DELETE FROM tickets WHERE rowid IN (SELECT rowid FROM tickets WHERE account_id IS NULL
         AND opened_from = COALESCE(?, opened_from) ORDER BY created_at, rowid LIMIT ?)`,
        address,
        count,
      ),
    setState: (ticketId: string, state: TicketState) =>
      db.run(
        'UPDATE tickets SET state = ?, expires_at = ? WHERE ticket_id = ?',
        JSON.stringify(state),
        expiryOf(state),
        ticketId,
      ),
    bindAccount: (ticketId: string, accountId: string) =>
      db.run('UPDATE tickets SET account_id = ? WHERE ticket_id = ?', accountId, ticketId),
    setAnswer: (ticketId: string, answer: string) =>
      db.run(
        'UPDATE tickets SET answer = ?, size_in_bytes = size_in_bytes + ? WHERE ticket_id = ?',
        answer,
        Buffer.byteLength(answer),
        ticketId,
      ),
    sizeOfAccount: (accountId: string) =>
      db.get<{ sizeInBytes: number }>(
        'SELECT COALESCE(SUM(size_in_bytes), 0) AS sizeInBytes FROM tickets WHERE account_id = ?',
        accountId,
      )!.sizeInBytes,
    setPhoneRandom: (ticketId: string, random: string) =>
      db.run('UPDATE tickets SET phone_random = ? WHERE ticket_id = ?', random, ticketId),
    setDesktopRandom: (ticketId: string, random: string) =>
      db.run('UPDATE tickets SET desktop_random = ? WHERE ticket_id = ?', random, ticketId),

    /** Forgets codes that nobody scanned, the answers and headers of acts that are over, and what is long over whole. */
    prune(now: number) {
      db.run('DELETE FROM tickets WHERE account_id IS NULL AND created_at < ?', now - unscannedKeptForMs)
      db.run(
        `UPDATE tickets SET answer = NULL, attachment = NULL, size_in_bytes = LENGTH(CAST(body AS BLOB))
         WHERE created_at < ? AND (answer NOTNULL OR attachment NOTNULL)`,
        now - answersKeptForMs,
      )
      const isOld = 'ticket_id IN (SELECT ticket_id FROM tickets WHERE created_at < ?)'
      const ofOldSession = `session_id IN (SELECT session_id FROM sessions WHERE ${isOld})`
      for (const old of [
        `pushed_tickets WHERE ${isOld}`,
        `pushed_tickets WHERE ${ofOldSession}`,
        `sessions WHERE ${isOld}`,
        `desktop_tokens WHERE ${isOld}`,
        'tickets WHERE created_at < ?',
      ])
        db.run(`DELETE FROM ${old}`, now - ticketsKeptForMs)
    },

    /** The capability is computed, not kept: a stolen database holds none, and a lost answer can be given again. */
    capabilityOf: (ticketId: string) => vault.tag('capability', utf8Bytes(ticketId)),

    /** A ticket has one token: ⚔ it may be exchanged again and again, and must not leave a row each time. */
    insertToken(tokenHash: Uint8Array, row: DesktopTokenRow, now: number) {
      db.run('DELETE FROM desktop_tokens WHERE expires_at < ? OR ticket_id = ?', now, row.ticket_id)
      db.run(
        'INSERT INTO desktop_tokens VALUES (?, ?, ?, ?, ?, ?, ?)',
        tokenHash,
        row.ticket_id,
        row.scope,
        row.desktop_key,
        row.enterprise_name,
        row.social_credit_code,
        row.expires_at,
      )
    },
    findToken: (tokenHash: Uint8Array, now: number) =>
      db.get<DesktopTokenRow>('SELECT * FROM desktop_tokens WHERE token_hash = ? AND expires_at > ?', tokenHash, now),
  }
}
