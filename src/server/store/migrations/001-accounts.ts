export const accounts = `
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE enterprises (
  social_credit_code TEXT PRIMARY KEY,
  enterprise_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('bidder', 'agency', 'tenderer'))
) STRICT;

CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  phone_number TEXT NOT NULL UNIQUE,
  person_name TEXT NOT NULL,
  is_real_name_checked INTEGER NOT NULL
) STRICT;

CREATE TABLE memberships (
  account_id TEXT NOT NULL REFERENCES accounts,
  social_credit_code TEXT NOT NULL REFERENCES enterprises,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'clerk')),
  PRIMARY KEY (account_id, social_credit_code)
) STRICT;

CREATE TABLE sms_codes (
  phone_number TEXT PRIMARY KEY,
  code_hash BLOB NOT NULL,
  sent_at INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  used_by_device BLOB
) STRICT;

-- Each row is a phone that is signed in. The device id outlives the token: it is the name of the device key.
CREATE TABLE account_tokens (
  token_hash BLOB PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts,
  device_key BLOB NOT NULL,
  device_name TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE acts (
  act_id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id TEXT NOT NULL REFERENCES accounts,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE INDEX acts_of_account ON acts (account_id, act_id);

CREATE TABLE demo_messages (
  message_id INTEGER PRIMARY KEY AUTOINCREMENT,
  phone_number TEXT NOT NULL,
  text TEXT NOT NULL,
  code TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE tries (bucket TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX tries_of_bucket ON tries (bucket, at);

CREATE TABLE used_proofs (digest BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT;

CREATE TABLE pushes (
  push_id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  payload TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX pushes_of_channel ON pushes (channel, push_id);
`
