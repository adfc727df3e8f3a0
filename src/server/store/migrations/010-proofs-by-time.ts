export const proofsByTime = `
-- Every request drops those that are over, and there are as many as requests in ten minutes.
CREATE TABLE proofs_by_time (digest BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO proofs_by_time SELECT digest, expires_at FROM used_proofs;
DROP TABLE used_proofs;
ALTER TABLE proofs_by_time RENAME TO used_proofs;
CREATE INDEX used_proofs_by_time ON used_proofs (expires_at);
`
