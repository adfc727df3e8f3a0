import type { DocumentId, ProjectId } from '../../contract/bid-project.ts'
import type { Desktop } from '../desktop.ts'
import type { SigningDesk } from '../signing/signing-desk.ts'

/** What a page may read besides the bundle: a file of the store, or a picture in memory. */
export type ServedFile = { path: string } | { bytes: Uint8Array }

/**
 * Resolves `app://desktop/files/…`: documents, tender files, credit attachments, seal pictures, opened bids. Only names
 * that the database knows lead to a file; a path never comes from a page.
 */
export function servedFiles({ projects, library, store, pdfs }: Desktop, desk: SigningDesk) {
  const blob = (name: string | undefined): ServedFile | null =>
    name === undefined ? null : { path: store.files.pathOf(name) }

  const resolvers: Record<string, (first: string, second: string) => ServedFile | null> = {
    document(documentId) {
      const name = projects.document(documentId as DocumentId)?.blob
      // The person looks where to put a seal for longer than a pass over the document takes.
      if (name !== undefined) pdfs.readAhead(name)
      return blob(name)
    },
    tender: (projectId, position) =>
      blob(projects.tenderDocuments(projectId as ProjectId).find((file) => file.position === Number(position))?.blob),
    credit: (attachmentId) => blob(library.attachmentBlob(attachmentId)?.blob),
    seal: (pictureId) => {
      const bytes = desk.picture(pictureId)
      return bytes && { bytes }
    },
    opened: (bidFileId, position) =>
      blob(
        store.database.get<{ blob: string }>(
          'SELECT blob FROM opened_files WHERE bid_file_id = ? AND position = ?',
          bidFileId,
          Number(position),
        )?.blob,
      ),
  }

  return (pathname: string): ServedFile | null => {
    const [kind = '', first = '', second = ''] = pathname.replace(/\.(pdf|png)$/, '').split('/')
    return Object.hasOwn(resolvers, kind) ? (resolvers[kind]?.(first, second) ?? null) : null
  }
}
