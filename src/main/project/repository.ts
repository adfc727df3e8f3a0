import type { z } from 'zod'
import type { ProjectBidder as BidderSchema } from '../../contract/bid-project.ts'
import { type DocumentId, PlacedSeal, type ProjectId } from '../../contract/bid-project.ts'
import { type Tender, tenderSchema } from '../../domain/project/tender.ts'
import type { Database } from '../../node/database.ts'
import type { BlobName, StoredFile } from '../store/file-store.ts'

export interface StoredBidder extends z.infer<typeof BidderSchema> {
  /** SM3 of the signing certificate, base64url. */
  certificateDigest: string
}

export interface StoredProject {
  projectId: ProjectId
  tender: Tender
  tenderSignedBy: string | null
  sectionCode: string
  bidder: StoredBidder | null
  openingValues: Record<string, string>
  openingFormPdfValues: Record<string, string> | null
  revision: number
  updatedAt: number
}

export interface StoredDocument extends StoredFile {
  documentId: DocumentId
  projectId: ProjectId
  nodeId: string
  position: number
  name: string
  pageCount: number
  revision: number
  seals: (z.infer<typeof PlacedSeal> & { previousBlob: BlobName })[]
}

interface ProjectRow {
  project_id: ProjectId
  tender_json: string
  tender_signed_by: string | null
  section_code: string
  bidder_json: string | null
  opening_values_json: string
  opening_form_values_json: string | null
  revision: number
  updated_at: number
}

interface DocumentRow {
  document_id: DocumentId
  project_id: ProjectId
  node_id: string
  position: number
  name: string
  blob: BlobName
  size_in_bytes: number
  page_count: number
  revision: number
}

/** Projects and what belongs to them, as SQLite keeps them. Every change of a bid's content raises its revision. */
export function projectRepository(database: Database, now: () => number) {
  const parsed = <T>(json: string | null) => (json === null ? null : (JSON.parse(json) as T))

  const projectOf = (row: ProjectRow): StoredProject => ({
    projectId: row.project_id,
    tender: tenderSchema.parse(JSON.parse(row.tender_json)),
    tenderSignedBy: row.tender_signed_by,
    sectionCode: row.section_code,
    bidder: parsed<StoredBidder>(row.bidder_json),
    openingValues: parsed<Record<string, string>>(row.opening_values_json) ?? {},
    openingFormPdfValues: parsed<Record<string, string>>(row.opening_form_values_json),
    revision: row.revision,
    updatedAt: row.updated_at,
  })

  function sealsOf(documentId: DocumentId) {
    return database
      .all<{ seal_json: string; previous_blob: string }>(
        'SELECT seal_json, previous_blob FROM placed_seals WHERE document_id = ? ORDER BY ordinal',
        documentId,
      )
      .map((row) => ({ ...PlacedSeal.parse(JSON.parse(row.seal_json)), previousBlob: row.previous_blob }))
  }

  const documentOf = (row: DocumentRow): StoredDocument => ({
    documentId: row.document_id,
    projectId: row.project_id,
    nodeId: row.node_id,
    position: row.position,
    name: row.name,
    blob: row.blob,
    sizeInBytes: row.size_in_bytes,
    pageCount: row.page_count,
    revision: row.revision,
    seals: sealsOf(row.document_id),
  })

  function touch(projectId: ProjectId) {
    database.run('UPDATE projects SET revision = revision + 1, updated_at = ? WHERE project_id = ?', now(), projectId)
  }

  /** Runs a change of a project's content in one transaction and raises the revision. */
  function change(projectId: ProjectId, act: () => void) {
    database.transaction(() => {
      act()
      touch(projectId)
    })
  }

  return {
    create(project: {
      projectId: ProjectId
      tender: Tender
      tenderBlob: BlobName
      tenderSignedBy: string | null
      sectionCode: string
      files: readonly ({ title: string } & StoredFile)[]
    }) {
      database.transaction(() => {
        database.run(
          'INSERT INTO projects (project_id, tender_json, tender_blob, tender_signed_by, section_code, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
          project.projectId,
          JSON.stringify(project.tender),
          project.tenderBlob,
          project.tenderSignedBy,
          project.sectionCode,
          now(),
        )
        for (const [position, file] of project.files.entries())
          database.run(
            'INSERT INTO tender_documents VALUES (?, ?, ?, ?, ?)',
            project.projectId,
            position,
            file.title,
            file.blob,
            file.sizeInBytes,
          )
      })
    },
    get(projectId: ProjectId): StoredProject | null {
      const row = database.get<ProjectRow>(
        'SELECT * FROM projects WHERE project_id = ? AND removed_at IS NULL',
        projectId,
      )
      return row && projectOf(row)
    },
    list: () =>
      database
        .all<ProjectRow>('SELECT * FROM projects WHERE removed_at IS NULL ORDER BY updated_at DESC')
        .map(projectOf),
    setRemoved(projectId: ProjectId, isRemoved: boolean) {
      database.run('UPDATE projects SET removed_at = ? WHERE project_id = ?', isRemoved ? now() : null, projectId)
    },
    tenderDocuments: (projectId: ProjectId) =>
      database.all<{ position: number; title: string; blob: BlobName; size_in_bytes: number }>(
        'SELECT * FROM tender_documents WHERE project_id = ? ORDER BY position',
        projectId,
      ),
    setBidder: (projectId: ProjectId, bidder: StoredBidder) =>
      change(projectId, () => {
        database.run('UPDATE projects SET bidder_json = ? WHERE project_id = ?', JSON.stringify(bidder), projectId)
      }),
    setOpeningValues: (projectId: ProjectId, values: Record<string, string>) =>
      change(projectId, () => {
        database.run(
          'UPDATE projects SET opening_values_json = ? WHERE project_id = ?',
          JSON.stringify(values),
          projectId,
        )
      }),
    setOpeningFormPdfValues: (projectId: ProjectId, values: Record<string, string>) =>
      change(projectId, () => {
        const json = JSON.stringify(values)
        database.run('UPDATE projects SET opening_form_values_json = ? WHERE project_id = ?', json, projectId)
      }),

    documents: (projectId: ProjectId) =>
      database
        .all<DocumentRow>(
          'SELECT * FROM documents WHERE project_id = ? AND removed_at IS NULL ORDER BY node_id, position',
          projectId,
        )
        .map(documentOf),
    document(documentId: DocumentId): StoredDocument | null {
      const row = database.get<DocumentRow>('SELECT * FROM documents WHERE document_id = ?', documentId)
      return row && documentOf(row)
    },
    addDocument: (document: Omit<StoredDocument, 'seals' | 'revision' | 'position'>) =>
      change(document.projectId, () => {
        const { next } = database.get<{ next: number }>(
          'SELECT COALESCE(MAX(position), -1) + 1 AS next FROM documents WHERE project_id = ? AND node_id = ?',
          document.projectId,
          document.nodeId,
        )!
        database.run(
          'INSERT INTO documents (document_id, project_id, node_id, position, name, blob, size_in_bytes, page_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          document.documentId,
          document.projectId,
          document.nodeId,
          next,
          document.name,
          document.blob,
          document.sizeInBytes,
          document.pageCount,
        )
      }),
    setDocumentRemoved: (document: StoredDocument, isRemoved: boolean) =>
      change(document.projectId, () => {
        const at = isRemoved ? now() : null
        database.run('UPDATE documents SET removed_at = ? WHERE document_id = ?', at, document.documentId)
      }),
    orderDocuments: (projectId: ProjectId, documentIds: readonly DocumentId[]) =>
      change(projectId, () => {
        for (const [position, documentId] of documentIds.entries())
          database.run(
            'UPDATE documents SET position = ? WHERE document_id = ? AND project_id = ?',
            position,
            documentId,
            projectId,
          )
      }),
    /** Puts a sealed version in the place of the document's bytes; the earlier bytes stay in the file store. */
    putSeal: (document: StoredDocument, seal: z.infer<typeof PlacedSeal>, sealed: StoredFile) =>
      change(document.projectId, () => {
        database.run(
          'INSERT INTO placed_seals VALUES (?, ?, ?, ?)',
          document.documentId,
          document.seals.length,
          JSON.stringify(seal),
          document.blob,
        )
        replaceBytes(document.documentId, sealed)
      }),
    /** Back to the exact bytes before the last seal, whose size is given. */
    takeSeal: (document: StoredDocument, previous: StoredFile) =>
      change(document.projectId, () => {
        database.run(
          'DELETE FROM placed_seals WHERE document_id = ? AND ordinal = ?',
          document.documentId,
          document.seals.length - 1,
        )
        replaceBytes(document.documentId, previous)
      }),

    citations: (projectId: ProjectId) =>
      database.all<{ node_id: string; record_id: string }>(
        'SELECT node_id, record_id FROM citations WHERE project_id = ? ORDER BY node_id, position',
        projectId,
      ),
    cite: (projectId: ProjectId, nodeId: string, recordIds: readonly string[]) =>
      change(projectId, () => {
        database.run('DELETE FROM citations WHERE project_id = ? AND node_id = ?', projectId, nodeId)
        for (const [position, recordId] of recordIds.entries())
          database.run('INSERT INTO citations VALUES (?, ?, ?, ?)', projectId, nodeId, position, recordId)
      }),
  }

  function replaceBytes(documentId: DocumentId, file: StoredFile) {
    database.run(
      'UPDATE documents SET blob = ?, size_in_bytes = ?, revision = revision + 1 WHERE document_id = ?',
      file.blob,
      file.sizeInBytes,
      documentId,
    )
  }
}
export type ProjectRepository = ReturnType<typeof projectRepository>
