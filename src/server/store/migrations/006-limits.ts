export const limits = `
-- What nobody has scanned may come from anybody: how much of it lies here, and from where.
ALTER TABLE tickets ADD COLUMN opened_from TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN size_in_bytes INTEGER NOT NULL DEFAULT 0;
CREATE INDEX unscanned_tickets ON tickets (opened_from, size_in_bytes) WHERE account_id IS NULL;

-- Old counts are forgotten whatever they counted.
CREATE INDEX tries_by_time ON tries (at);
`
