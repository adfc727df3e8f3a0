export const certificates = `
-- Every key that belongs to this installation itself: root, authorities, seal maker, platform, tenderer.
CREATE TABLE authorities (
  authority_id TEXT PRIMARY KEY,
  issuer_id TEXT REFERENCES authorities,
  name TEXT NOT NULL,
  certificate BLOB NOT NULL,
  locked_key BLOB NOT NULL,
  list_number INTEGER NOT NULL,
  list_made_at INTEGER,
  revocation_list BLOB
) STRICT;

CREATE TABLE applications (
  application_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts,
  social_credit_code TEXT NOT NULL REFERENCES enterprises,
  authority_id TEXT NOT NULL REFERENCES authorities,
  role TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  not_after INTEGER NOT NULL
) STRICT;

-- 双证书. Digests are SM3 of the certificate in base64url, as tickets carry them.
CREATE TABLE pairs (
  pair_id TEXT PRIMARY KEY,
  application_id TEXT NOT NULL UNIQUE REFERENCES applications,
  account_id TEXT NOT NULL REFERENCES accounts,
  social_credit_code TEXT NOT NULL REFERENCES enterprises,
  authority_id TEXT NOT NULL REFERENCES authorities,
  role TEXT NOT NULL,
  sign_key_id TEXT NOT NULL UNIQUE,
  encrypt_key_id TEXT NOT NULL UNIQUE,
  signing BLOB NOT NULL,
  encryption BLOB NOT NULL,
  signing_digest TEXT NOT NULL UNIQUE,
  encryption_digest TEXT NOT NULL UNIQUE,
  not_after INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX pairs_of_enterprise ON pairs (social_credit_code);

CREATE TABLE seals (
  digest TEXT PRIMARY KEY,
  pair_id TEXT NOT NULL REFERENCES pairs,
  place INTEGER NOT NULL,
  der BLOB NOT NULL
) STRICT;
CREATE INDEX seals_of_pair ON seals (pair_id, place);

-- The records of domain/cosign as JSON; dB inside them is locked.
CREATE TABLE cosign_devices (device TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
CREATE TABLE cosign_keys (key TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
CREATE TABLE cosign_retired (key TEXT NOT NULL, share TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (key, share)) STRICT;
`
