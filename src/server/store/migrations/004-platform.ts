export const platform = `
CREATE TABLE tenders (
  tender_id TEXT PRIMARY KEY,
  tender TEXT NOT NULL,
  file_name TEXT NOT NULL,
  size_in_bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE sections (
  section_code TEXT PRIMARY KEY,
  tender_id TEXT NOT NULL REFERENCES tenders,
  stage TEXT NOT NULL,
  decrypting_since INTEGER
) STRICT;

CREATE TABLE uploads (
  upload_id TEXT PRIMARY KEY,
  section_code TEXT NOT NULL REFERENCES sections,
  bidder_name TEXT NOT NULL,
  social_credit_code TEXT NOT NULL,
  file_name TEXT NOT NULL,
  size_in_bytes INTEGER NOT NULL,
  digest TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  -- Set once the whole file lies on the disk and its digest held.
  stored_at INTEGER,
  receipt BLOB
) STRICT;

CREATE TABLE bid_files (
  bid_file_id TEXT PRIMARY KEY REFERENCES uploads (upload_id),
  section_code TEXT NOT NULL REFERENCES sections,
  social_credit_code TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  -- An earlier upload of the same bidder is kept, and no longer counts.
  superseded_by TEXT REFERENCES bid_files,
  checked_in_at INTEGER,
  outcome TEXT,
  reason TEXT
) STRICT;
CREATE UNIQUE INDEX one_bid_a_bidder ON bid_files (section_code, social_credit_code) WHERE superseded_by IS NULL;
`
