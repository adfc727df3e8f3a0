export const listedDigests = `
-- SM3 of the tender file in base64url.
ALTER TABLE tenders ADD COLUMN digest TEXT NOT NULL DEFAULT '';
`
