export const proofsByTime = `
-- Every request drops those that are over, and there are as many as requests in ten minutes.
CREATE INDEX used_proofs_by_time ON used_proofs (expires_at);
`
