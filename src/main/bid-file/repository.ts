import type { GeneratedBid } from '../../contract/bid-output.ts'
import type { ProjectId } from '../../contract/bid-project.ts'
import type { Database } from '../../node/database.ts'

export interface StoredBidFile {
  bidFileId: string
  projectId: ProjectId
  /** Revision of the project that the file holds. */
  projectRevision: number
  folder: string
  bidFileName: string
  plainCopyName: string
  sizeInBytes: number
  /** SM3 of the file, hexadecimal. */
  digest: string
  generatedAt: number
  recipients: GeneratedBid['recipients']
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
    digest: row.digest,
    generatedAt: row.generated_at,
    recipients: JSON.parse(row.recipients_json) as StoredBidFile['recipients'],
    receipt: row.receipt_json === null ? null : (JSON.parse(row.receipt_json) as StoredBidFile['receipt']),
  })

  return {
    add: (bid: Omit<StoredBidFile, 'receipt'>) => {
      database.run(
        'INSERT INTO bid_files (bid_file_id, project_id, project_revision, folder, bid_file_name, plain_copy_name, size_in_bytes, digest, generated_at, recipients_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        bid.bidFileId,
        bid.projectId,
        bid.projectRevision,
        bid.folder,
        bid.bidFileName,
        bid.plainCopyName,
        bid.sizeInBytes,
        bid.digest,
        bid.generatedAt,
        JSON.stringify(bid.recipients),
      )
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
    ofProject: (projectId: ProjectId): StoredBidFile[] =>
      database
        .all<Row>('SELECT * FROM bid_files WHERE project_id = ? ORDER BY generated_at DESC', projectId)
        .map(bidFileOf),
  }
}
export type BidFileRepository = ReturnType<typeof bidFileRepository>
