import { type CreditRecord, creditRecordSchema } from '../../domain/credit-library/record.ts'
import type { Database } from '../../node/database.ts'
import type { BlobName, StoredFile } from '../store/file-store.ts'

export interface StoredAttachment extends StoredFile {
  attachmentId: string
  fileName: string
}

/** 诚信库 of each enterprise, as it was last synced. */
export function creditLibraryRepository(database: Database) {
  return {
    syncedAt(socialCreditCode: string): number | null {
      const sql = 'SELECT synced_at FROM credit_libraries WHERE social_credit_code = ?'
      return database.get<{ synced_at: number }>(sql, socialCreditCode)?.synced_at ?? null
    },
    records: (socialCreditCode: string): CreditRecord[] =>
      database
        .all<{ record_json: string }>(
          'SELECT record_json FROM credit_records WHERE social_credit_code = ? ORDER BY position',
          socialCreditCode,
        )
        .map((row) => creditRecordSchema.parse(JSON.parse(row.record_json))),
    attachments: (socialCreditCode: string): StoredAttachment[] =>
      database
        .all<{ attachment_id: string; file_name: string; blob: BlobName; size_in_bytes: number }>(
          'SELECT * FROM credit_attachments WHERE social_credit_code = ?',
          socialCreditCode,
        )
        .map((row) => ({
          attachmentId: row.attachment_id,
          fileName: row.file_name,
          blob: row.blob,
          sizeInBytes: row.size_in_bytes,
        })),
    attachmentBlob(attachmentId: string): { blob: BlobName; fileName: string } | null {
      const sql = 'SELECT blob, file_name FROM credit_attachments WHERE attachment_id = ?'
      const row = database.get<{ blob: BlobName; file_name: string }>(sql, attachmentId)
      return row && { blob: row.blob, fileName: row.file_name }
    },
    /** Puts a whole library in the place of the earlier one. */
    replace: (socialCreditCode: string, syncedAt: number, records: CreditRecord[], attachments: StoredAttachment[]) =>
      database.transaction(() => {
        for (const table of ['credit_records', 'credit_attachments', 'credit_libraries'])
          database.run(`DELETE FROM ${table} WHERE social_credit_code = ?`, socialCreditCode)
        database.run('INSERT INTO credit_libraries VALUES (?, ?)', socialCreditCode, syncedAt)
        for (const [position, record] of records.entries())
          database.run(
            'INSERT INTO credit_records VALUES (?, ?, ?, ?)',
            socialCreditCode,
            record.id,
            position,
            JSON.stringify(record),
          )
        for (const file of attachments)
          database.run(
            'INSERT INTO credit_attachments VALUES (?, ?, ?, ?, ?)',
            socialCreditCode,
            file.attachmentId,
            file.fileName,
            file.blob,
            file.sizeInBytes,
          )
      }),
  }
}
export type CreditLibraryRepository = ReturnType<typeof creditLibraryRepository>
