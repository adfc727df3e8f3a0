/** 解密演练: the last result of each certificate, with what the person signed of it. */
export const rehearsals = `
CREATE TABLE rehearsals (
  bid_file_id TEXT NOT NULL REFERENCES bid_files,
  certificate_digest TEXT NOT NULL,
  rehearsed_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  evidence_json TEXT NOT NULL,
  PRIMARY KEY (bid_file_id, certificate_digest)
) STRICT;
`
