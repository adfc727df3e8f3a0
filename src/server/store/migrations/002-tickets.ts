export const tickets = `
CREATE TABLE tickets (
  ticket_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  desktop_key TEXT NOT NULL,
  state TEXT NOT NULL,
  code TEXT NOT NULL,
  commitment TEXT NOT NULL,
  attachment TEXT,
  -- The first account that scanned, or the account of the session that pushed the ticket.
  account_id TEXT REFERENCES accounts,
  phone_random TEXT,
  desktop_random TEXT,
  answer TEXT,
  created_at INTEGER NOT NULL,
  -- When the present state ends by itself; null once the ticket is closed.
  expires_at INTEGER
) STRICT;
CREATE INDEX open_codes ON tickets (code) WHERE expires_at IS NOT NULL;

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  ticket_id TEXT NOT NULL UNIQUE REFERENCES tickets,
  account_id TEXT NOT NULL REFERENCES accounts,
  ends_at INTEGER NOT NULL,
  ended_at INTEGER,
  last_sequence INTEGER NOT NULL,
  last_ticket_id TEXT
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account_id, ends_at);

CREATE TABLE desktop_tokens (
  token_hash BLOB PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets,
  scope TEXT NOT NULL,
  desktop_key TEXT NOT NULL,
  enterprise_name TEXT NOT NULL,
  social_credit_code TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
`
