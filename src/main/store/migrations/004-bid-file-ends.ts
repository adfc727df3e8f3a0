/** SM3 of header and trailer, so that a bid file whose digest is taken later is the one that was made. */
export const bidFileEnds = 'ALTER TABLE bid_files ADD COLUMN ends_digest TEXT'
