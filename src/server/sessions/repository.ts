import type { Database } from '../../node/database.ts'
import type { SessionTicketPush } from '../../protocol/pushes.ts'

export interface SessionRow {
  session_id: string
  /** The ticket whose body offered the session; its capability is what the desktop calls with. */
  ticket_id: string
  account_id: string
  ends_at: number
  ended_at: number | null
  last_sequence: number
  last_ticket_id: string | null
}

export type Sessions = ReturnType<typeof createSessions>

export function createSessions(db: Database) {
  return {
    find: (sessionId: string) => db.get<SessionRow>('SELECT * FROM sessions WHERE session_id = ?', sessionId),
    ofTicket: (ticketId: string) => db.get<SessionRow>('SELECT * FROM sessions WHERE ticket_id = ?', ticketId),
    openOf: (accountId: string, now: number) =>
      db.all<SessionRow>(
        'SELECT * FROM sessions WHERE account_id = ? AND ended_at IS NULL AND ends_at > ? ORDER BY ends_at DESC',
        accountId,
        now,
      ),
    insert: (row: Pick<SessionRow, 'session_id' | 'ticket_id' | 'account_id' | 'ends_at'>) =>
      db.run(
        'INSERT INTO sessions VALUES (?, ?, ?, ?, NULL, 0, NULL)',
        row.session_id,
        row.ticket_id,
        row.account_id,
        row.ends_at,
      ),
    addPush({ sessionId, sequence, ticketId, pushSignature }: SessionTicketPush) {
      db.run('INSERT INTO pushed_tickets VALUES (?, ?, ?, ?)', ticketId, sessionId, sequence, pushSignature)
      db.run(
        'UPDATE sessions SET last_sequence = ?, last_ticket_id = ? WHERE session_id = ?',
        sequence,
        ticketId,
        sessionId,
      )
    },
    /** Those whose tickets time or an end has not closed, in their order. */
    openPushes: (sessionId: string, now: number) =>
      db.all<Omit<SessionTicketPush, 'name'>>(
        `SELECT session_id AS sessionId, sequence, ticket_id AS ticketId, push_signature AS pushSignature
         FROM pushed_tickets JOIN tickets USING (ticket_id)
         WHERE session_id = ? AND tickets.expires_at > ? ORDER BY sequence`,
        sessionId,
        now,
      ),
    end: (sessionId: string, now: number) =>
      db.run('UPDATE sessions SET ended_at = ? WHERE session_id = ? AND ended_at IS NULL', now, sessionId),
  }
}
