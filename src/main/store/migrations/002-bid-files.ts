/** Generated bid files (投标文件) and bids that the hall has opened. */
export const bidFiles = `
CREATE TABLE bid_files (
  bid_file_id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects,
  project_revision INTEGER NOT NULL,
  folder TEXT NOT NULL,
  bid_file_name TEXT NOT NULL,
  plain_copy_name TEXT NOT NULL,
  size_in_bytes INTEGER NOT NULL,
  digest TEXT NOT NULL,
  generated_at INTEGER NOT NULL,
  recipients_json TEXT NOT NULL,
  receipt_json TEXT,
  receipt_der BLOB
) STRICT;
CREATE INDEX bid_files_of_project ON bid_files (project_id, generated_at);

CREATE TABLE opened_bids (
  bid_file_id TEXT PRIMARY KEY,
  section_code TEXT NOT NULL,
  opened_json TEXT NOT NULL
) STRICT;

CREATE TABLE opened_files (
  bid_file_id TEXT NOT NULL REFERENCES opened_bids,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  blob TEXT NOT NULL,
  PRIMARY KEY (bid_file_id, position)
) STRICT;
`
