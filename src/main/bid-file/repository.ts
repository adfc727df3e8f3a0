import type { GeneratedBid } from '../../contract/bid-output.ts'
import type { ProjectId } from '../../contract/bid-project.ts'
import type { Database } from '../../node/database.ts'

/** One certificate that can open a bid file; how it stands with it is a matter of the moment. */
export type StoredRecipient = Pick<
  GeneratedBid['recipients'][number],
  'personName' | 'authorityName' | 'serialNumber' | 'notAfter' | 'fingerprintTail'
>

/** What came of the last 解密演练 with one certificate. */
export interface Rehearsal {
  /** SM3 of the encryption certificate, base64url. */
  certificateDigest: string
  rehearsedAt: number
  outcome: 'opened' | 'damaged'
  /** What was signed, by whom, and the signature: enough to judge it again. */
  evidence: Readonly<Record<string, unknown>>
}

export interface StoredBidFile {
  bidFileId: string
  projectId: ProjectId
  /** Revision of the project that the file holds. */
  projectRevision: number
  folder: string
  bidFileName: string
  plainCopyName: string
  sizeInBytes: number
  /** SM3 of the file, hexadecimal; null until it was taken. */
  digest: string | null
  /** SM3 of header and trailer as they were made, hexadecimal; null of a file made before this was kept. */
  endsDigest: string | null
  generatedAt: number
  recipients: StoredRecipient[]
  receipt: GeneratedBid['receipt']
}

interface Row {
  bid_file_id: string
  project_id: ProjectId
  project_revision: number
  folder: string
  bid_file_name: string
  plain_copy_name: string
  size_in_bytes: number
  digest: string
  ends_digest: string | null
  generated_at: number
  recipients_json: string
  receipt_json: string | null
}

/** Bid files that were written on this computer, newest first. */
export function bidFileRepository(database: Database) {
  const bidFileOf = (row: Row): StoredBidFile => ({
    bidFileId: row.bid_file_id,
    projectId: row.project_id,
    projectRevision: row.project_revision,
    folder: row.folder,
    bidFileName: row.bid_file_name,
    plainCopyName: row.plain_copy_name,
    sizeInBytes: row.size_in_bytes,
    // Empty until it was taken.
    digest: row.digest || null,
    endsDigest: row.ends_digest,
    generatedAt: row.generated_at,
    recipients: JSON.parse(row.recipients_json) as StoredBidFile['recipients'],
    receipt: row.receipt_json === null ? null : (JSON.parse(row.receipt_json) as StoredBidFile['receipt']),
  })

  return {
    add: (bid: Omit<StoredBidFile, 'receipt'>) => {
      database.run(
        'INSERT INTO bid_files (bid_file_id, project_id, project_revision, folder, bid_file_name, plain_copy_name, size_in_bytes, digest, ends_digest, generated_at, recipients_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        bid.bidFileId,
        bid.projectId,
        bid.projectRevision,
        bid.folder,
        bid.bidFileName,
        bid.plainCopyName,
        bid.sizeInBytes,
        bid.digest ?? '',
        bid.endsDigest,
        bid.generatedAt,
        JSON.stringify(bid.recipients),
      )
    },
    setDigest: (bidFileId: string, digest: string) => {
      database.run('UPDATE bid_files SET digest = ? WHERE bid_file_id = ?', digest, bidFileId)
    },
    setReceipt: (bidFileId: string, receipt: NonNullable<StoredBidFile['receipt']>, der: Uint8Array) => {
      database.run(
        'UPDATE bid_files SET receipt_json = ?, receipt_der = ? WHERE bid_file_id = ?',
        JSON.stringify(receipt),
        der,
        bidFileId,
      )
    },
    get(bidFileId: string): StoredBidFile | null {
      const row = database.get<Row>('SELECT * FROM bid_files WHERE bid_file_id = ?', bidFileId)
      return row && bidFileOf(row)
    },
    at(folder: string, bidFileName: string): StoredBidFile | null {
      const sql = 'SELECT * FROM bid_files WHERE folder = ? AND bid_file_name = ?'
      const row = database.get<Row>(sql, folder, bidFileName)
      return row && bidFileOf(row)
    },
    putRehearsal: (bidFileId: string, { certificateDigest, rehearsedAt, outcome, evidence }: Rehearsal) => {
      database.run(
        'INSERT OR REPLACE INTO rehearsals VALUES (?, ?, ?, ?, ?)',
        bidFileId,
        certificateDigest,
        rehearsedAt,
        outcome,
        JSON.stringify(evidence),
      )
    },
    rehearsals: (bidFileId: string): Pick<Rehearsal, 'certificateDigest' | 'rehearsedAt' | 'outcome'>[] =>
      database.all(
        'SELECT certificate_digest AS certificateDigest, rehearsed_at AS rehearsedAt, outcome FROM rehearsals WHERE bid_file_id = ?',
        bidFileId,
      ),
    ofProject: (projectId: ProjectId): StoredBidFile[] =>
      database.all<Row>('SELECT * FROM bid_files WHERE project_id = ? ORDER BY rowid DESC', projectId).map(bidFileOf),
  }
}
export type BidFileRepository = ReturnType<typeof bidFileRepository>
