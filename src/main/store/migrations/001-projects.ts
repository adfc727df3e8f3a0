/** Projects (工程), their documents, citations and the credit library. */
export const projects = `
CREATE TABLE projects (
  project_id TEXT PRIMARY KEY,
  tender_json TEXT NOT NULL,
  tender_blob TEXT NOT NULL,
  tender_signed_by TEXT,
  section_code TEXT NOT NULL,
  bidder_json TEXT,
  opening_values_json TEXT NOT NULL DEFAULT '{}',
  opening_form_values_json TEXT,
  revision INTEGER NOT NULL DEFAULT 1,
  updated_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;

CREATE TABLE tender_documents (
  project_id TEXT NOT NULL REFERENCES projects,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  blob TEXT NOT NULL,
  size_in_bytes INTEGER NOT NULL,
  PRIMARY KEY (project_id, position)
) STRICT;

CREATE TABLE documents (
  document_id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects,
  node_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  blob TEXT NOT NULL,
  size_in_bytes INTEGER NOT NULL,
  page_count INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1,
  removed_at INTEGER
) STRICT;
CREATE INDEX documents_of_project ON documents (project_id, node_id, position);

CREATE TABLE placed_seals (
  document_id TEXT NOT NULL REFERENCES documents,
  ordinal INTEGER NOT NULL,
  seal_json TEXT NOT NULL,
  previous_blob TEXT NOT NULL,
  PRIMARY KEY (document_id, ordinal)
) STRICT;

CREATE TABLE citations (
  project_id TEXT NOT NULL REFERENCES projects,
  node_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  record_id TEXT NOT NULL,
  PRIMARY KEY (project_id, node_id, position)
) STRICT;

CREATE TABLE credit_libraries (
  social_credit_code TEXT PRIMARY KEY,
  synced_at INTEGER NOT NULL
) STRICT;

CREATE TABLE credit_records (
  social_credit_code TEXT NOT NULL REFERENCES credit_libraries,
  record_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  record_json TEXT NOT NULL,
  PRIMARY KEY (social_credit_code, record_id)
) STRICT;

CREATE TABLE credit_attachments (
  social_credit_code TEXT NOT NULL REFERENCES credit_libraries,
  attachment_id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  blob TEXT NOT NULL,
  size_in_bytes INTEGER NOT NULL,
  PRIMARY KEY (social_credit_code, attachment_id)
) STRICT;
`
