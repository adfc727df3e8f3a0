import type { Database } from '../../node/database.ts'
import type { UploadRow } from '../platform/repository.ts'
import type { Stage } from './rules.ts'

export interface BidRow {
  bid_file_id: string
  section_code: string
  social_credit_code: string
  bidder_name: string
  file_name: string
  size_in_bytes: number
  digest: string
  received_at: number
  checked_in_at: number | null
  outcome: 'decrypted' | 'decrypt-failed' | null
  reason: string | null
}

export type OpeningRecords = ReturnType<typeof createOpeningRecords>

const selectBids = `SELECT bid_files.*, bidder_name, file_name, size_in_bytes, digest
  FROM bid_files JOIN uploads ON upload_id = bid_file_id WHERE superseded_by IS NULL`

export function createOpeningRecords(db: Database) {
  return {
    /** The upload becomes the bidder's bid; an earlier one stays, superseded. */
    receive({ upload_id, section_code, social_credit_code }: UploadRow, now: number) {
      const before = db.get<{ bid_file_id: string }>(
        'SELECT bid_file_id FROM bid_files WHERE section_code = ? AND social_credit_code = ? AND superseded_by IS NULL',
        section_code,
        social_credit_code,
      )
      // Pointing at itself for a moment, because only one bid of a bidder may stand at any time.
      if (before !== null)
        db.run('UPDATE bid_files SET superseded_by = bid_file_id WHERE bid_file_id = ?', before.bid_file_id)
      db.run(
        'INSERT INTO bid_files VALUES (?, ?, ?, ?, NULL, NULL, NULL, NULL)',
        upload_id,
        section_code,
        social_credit_code,
        now,
      )
      if (before !== null)
        db.run('UPDATE bid_files SET superseded_by = ? WHERE bid_file_id = ?', upload_id, before.bid_file_id)
    },
    /** A bidder's bids of a section that no longer count, newest first. */
    superseded: (sectionCode: string, socialCreditCode: string) =>
      db
        .all<{ bid_file_id: string }>(
          `SELECT bid_file_id FROM bid_files WHERE section_code = ? AND social_credit_code = ?
           AND superseded_by IS NOT NULL ORDER BY received_at DESC, rowid DESC`,
          sectionCode,
          socialCreditCode,
        )
        .map(({ bid_file_id }) => bid_file_id),
    bids: (sectionCode: string) =>
      db.all<BidRow>(`${selectBids} AND bid_files.section_code = ? ORDER BY received_at, bid_file_id`, sectionCode),
    bid: (bidFileId: string) => db.get<BidRow>(`${selectBids} AND bid_file_id = ?`, bidFileId),
    stage: (sectionCode: string) =>
      db.get<{ stage: Stage; decrypting_since: number | null }>(
        'SELECT stage, decrypting_since FROM sections WHERE section_code = ?',
        sectionCode,
      ),
    setStage: (sectionCode: string, stage: Stage, now: number) =>
      db.run(
        `UPDATE sections SET stage = ?, decrypting_since = CASE ? WHEN 'decrypting' THEN ? ELSE decrypting_since END
         WHERE section_code = ?`,
        stage,
        stage,
        now,
        sectionCode,
      ),
    checkIn: (bidFileId: string, now: number) =>
      db.run('UPDATE bid_files SET checked_in_at = ? WHERE bid_file_id = ? AND checked_in_at IS NULL', now, bidFileId),
    report: (bidFileId: string, outcome: string, reason: string | null) =>
      db.run('UPDATE bid_files SET outcome = ?, reason = ? WHERE bid_file_id = ?', outcome, reason, bidFileId),
  }
}
