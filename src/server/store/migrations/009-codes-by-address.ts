export const codesByAddress = `
-- A code for each address that has asked ⚔ a stranger's does not take the place of the owner's. They last ten minutes.
DROP TABLE sms_codes;
CREATE TABLE sms_codes (
  phone_number TEXT NOT NULL,
  asked_from TEXT NOT NULL,
  code_hash BLOB NOT NULL,
  sent_at INTEGER NOT NULL,
  used_by_device BLOB,
  PRIMARY KEY (phone_number, asked_from)
) STRICT;
`
