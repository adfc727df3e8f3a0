import type { Database } from '../../node/database.ts'

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
    setLast: (sessionId: string, sequence: number, ticketId: string) =>
      db.run(
        'UPDATE sessions SET last_sequence = ?, last_ticket_id = ? WHERE session_id = ?',
        sequence,
        ticketId,
        sessionId,
      ),
    end: (sessionId: string, now: number) =>
      db.run('UPDATE sessions SET ended_at = ? WHERE session_id = ? AND ended_at IS NULL', now, sessionId),
  }
}
