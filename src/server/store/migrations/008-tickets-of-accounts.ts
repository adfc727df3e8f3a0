export const ticketsOfAccounts = `
-- What an account keeps here, and what is long over.
CREATE INDEX tickets_of_account ON tickets (account_id, size_in_bytes);
CREATE INDEX tickets_by_time ON tickets (created_at);
CREATE INDEX kept_answers ON tickets (created_at) WHERE answer NOTNULL OR attachment NOTNULL;
CREATE INDEX desktop_tokens_of_ticket ON desktop_tokens (ticket_id);
`
