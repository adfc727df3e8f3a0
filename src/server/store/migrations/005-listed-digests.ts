export const listedDigests = `
-- SM3 of the tender file in base64url; empty until the next start computes it.
ALTER TABLE tenders ADD COLUMN digest TEXT NOT NULL DEFAULT '';
`
