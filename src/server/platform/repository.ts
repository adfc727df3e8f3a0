import { type Tender, tenderSchema } from '../../domain/project/tender.ts'
import type { Database } from '../../node/database.ts'
import { listingOf, type PublishedTender } from '../../protocol/published-tender.ts'

export interface UploadRow {
  upload_id: string
  section_code: string
  bidder_name: string
  social_credit_code: string
  file_name: string
  size_in_bytes: number
  digest: string
  begun_at: number
  stored_at: number | null
  receipt: Uint8Array | null
}

/** A section (标段) with the tender it belongs to. */
export interface PublishedSection {
  tenderId: string
  tender: Tender
  section: Tender['sections'][number]
}

interface TenderRow {
  tender_id: string
  tender: string
  file_name: string
  size_in_bytes: number
  /** SM3 of the file, base64url. */
  digest: string
}

export type Platform = ReturnType<typeof createPlatform>

const read = (row: TenderRow) => ({ ...row, tender: tenderSchema.parse(JSON.parse(row.tender)) })

export function createPlatform(db: Database) {
  const tenderRows = () => db.all<TenderRow>('SELECT * FROM tenders ORDER BY rowid').map(read)
  return {
    insertTender(tender: Tender, file: { fileName: string; sizeInBytes: number; digest: string }) {
      db.run(
        'INSERT INTO tenders VALUES (?, ?, ?, ?, ?)',
        tender.id,
        JSON.stringify(tender),
        file.fileName,
        file.sizeInBytes,
        file.digest,
      )
      for (const section of tender.sections)
        db.run("INSERT INTO sections VALUES (?, ?, 'waiting', NULL)", section.code, tender.id)
    },
    tender(tenderId: string) {
      const row = db.get<TenderRow>('SELECT * FROM tenders WHERE tender_id = ?', tenderId)
      return row === null ? null : read(row)
    },
    section(sectionCode: string): PublishedSection | null {
      const row = db.get<TenderRow>(
        'SELECT tenders.* FROM tenders JOIN sections USING (tender_id) WHERE section_code = ?',
        sectionCode,
      )
      if (row === null) return null
      const { tender, tender_id } = read(row)
      return { tenderId: tender_id, tender, section: tender.sections.find(({ code }) => code === sectionCode)! }
    },
    sections: (): PublishedSection[] =>
      tenderRows().flatMap(({ tender, tender_id }) =>
        tender.sections.map((section) => ({ tenderId: tender_id, tender, section })),
      ),
    published: (): PublishedTender[] =>
      tenderRows().map(({ tender, file_name, size_in_bytes, digest }) => ({
        ...listingOf(tender),
        fileName: file_name,
        fileSizeInBytes: size_in_bytes,
        fileDigest: digest,
      })),

    insertUpload: (row: Omit<UploadRow, 'stored_at' | 'receipt'>) =>
      db.run(
        'INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)',
        row.upload_id,
        row.section_code,
        row.bidder_name,
        row.social_credit_code,
        row.file_name,
        row.size_in_bytes,
        row.digest,
        row.begun_at,
      ),
    upload: (uploadId: string) => db.get<UploadRow>('SELECT * FROM uploads WHERE upload_id = ?', uploadId),
    /** The announcement of the same bytes that is still without a receipt. */
    pendingUpload: (
      row: Pick<UploadRow, 'section_code' | 'social_credit_code' | 'digest' | 'size_in_bytes' | 'file_name'>,
    ) =>
      db.get<UploadRow>(
        `SELECT * FROM uploads WHERE section_code = ? AND social_credit_code = ? AND digest = ? AND size_in_bytes = ?
         AND file_name = ? AND receipt IS NULL`,
        row.section_code,
        row.social_credit_code,
        row.digest,
        row.size_in_bytes,
        row.file_name,
      ),
    /** A bidder's announcements of a section that are still without a receipt, newest first. */
    pendingUploads: (sectionCode: string, socialCreditCode: string) =>
      db.all<UploadRow>(
        `SELECT * FROM uploads WHERE section_code = ? AND social_credit_code = ? AND receipt IS NULL
         ORDER BY begun_at DESC, rowid DESC`,
        sectionCode,
        socialCreditCode,
      ),
    dropUpload: (uploadId: string) => db.run('DELETE FROM uploads WHERE upload_id = ? AND receipt IS NULL', uploadId),
    /** Null once the file turns out not to be whole, so that it is sent again. */
    setStored: (uploadId: string, at: number | null) =>
      db.run('UPDATE uploads SET stored_at = ? WHERE upload_id = ?', at, uploadId),
    setReceipt: (uploadId: string, receipt: Uint8Array) =>
      db.run('UPDATE uploads SET receipt = ? WHERE upload_id = ?', receipt, uploadId),
  }
}
