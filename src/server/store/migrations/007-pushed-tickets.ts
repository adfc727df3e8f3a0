export const pushedTickets = `
-- How each ticket was pushed, so that a phone that missed it can be given its proof again.
CREATE TABLE pushed_tickets (
  ticket_id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions,
  sequence INTEGER NOT NULL,
  push_signature TEXT NOT NULL
) STRICT;
CREATE INDEX pushed_tickets_of_session ON pushed_tickets (session_id, sequence);
`
