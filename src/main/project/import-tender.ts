import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { ProjectId } from '../../contract/bid-project.ts'
import { bytesOf, piecesOf } from '../../domain/byte-source.ts'
import { bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { holderOf } from '../../domain/pki/certificate.ts'
import { trustedPath, verifyChain } from '../../domain/pki/chain.ts'
import { type Tender, tenderSchema } from '../../domain/project/tender.ts'
import { readTenderFile, type TenderFile } from '../../domain/project/tender-file.ts'
import { contentOf } from '../../domain/zip/read-zip.ts'
import { openFileSource } from '../../node/file-source.ts'
import { isListed, type PublishedTender } from '../../protocol/published-tender.ts'
import type { Desktop } from '../desktop.ts'
import { download } from '../tickets/download.ts'

/** A tender file that was read and verified, and lies in the file store. */
export interface ImportedTender {
  tender: Tender
  blob: string
  signedBy: string
  files: { title: string; blob: string; sizeInBytes: number }[]
}

/**
 * 导入招标文件: verifies the tenderer's signature and every file, and keeps a copy. Failures: `file.unreadable`,
 * `zip.source-changed`, those of `readTenderFile`, and those of the signer's chain.
 */
export async function readTender(desktop: Desktop, path: string): Promise<ImportedTender> {
  const source = await openFileSource(path).catch((error: unknown) =>
    fail('file.unreadable', { fileName: basename(path) }, error),
  )
  try {
    const file = await readTenderFile(source, tenderSchema)
    const signedBy = await requireTenderer(desktop, file)
    const files = []
    for (const listed of file.tender.files) {
      const entry = file.files.get(listed.path) ?? fail('zip.entry-missing', { name: listed.path })
      const stored = await desktop.store.files.put(await bytesOf(contentOf(source, entry)))
      // A stored file is named by its SM3 ⚔ one that was exchanged after it was verified.
      if (stored.blob !== listed.sm3) fail('zip.source-changed', { name: basename(path) })
      files.push({ title: listed.title, ...stored })
    }
    const { blob } = await desktop.store.files.putPieces(piecesOf(source))
    return { tender: file.tender, blob, signedBy, files }
  } finally {
    await source.close()
  }
}

/** The signer must be the tenderer or the agency that the tender names ⚔ a tender signed by somebody else. */
async function requireTenderer(
  desktop: Desktop,
  { tender, signer, certificates }: TenderFile<Tender>,
): Promise<string> {
  const trust = await desktop.trust()
  const at = new Date(desktop.server.now())
  trustedPath(
    verifyChain({ ...trust, leaf: signer, intermediates: certificates, at, usage: 'sign', role: 'userSigning' }),
  )
  const { name, socialCreditCode } = holderOf(signer)
  const parties = [tender.tenderer.socialCreditCode, tender.agency?.socialCreditCode]
  return socialCreditCode !== null && parties.includes(socialCreditCode)
    ? name
    : fail('tender-file.signature-invalid', {})
}

/** 新建工程 for one section of an imported tender. */
export function createProject(desktop: Desktop, imported: ImportedTender, sectionCode?: string): ProjectId {
  const section =
    sectionCode === undefined
      ? imported.tender.sections[0]
      : imported.tender.sections.find(({ code }) => code === sectionCode)
  if (section === undefined) return fail('project.section-unknown', {})
  const projectId = randomUUID() as ProjectId
  desktop.projects.create({
    projectId,
    tender: imported.tender,
    tenderBlob: imported.blob,
    tenderSignedBy: imported.signedBy,
    sectionCode: section.code,
    files: imported.files,
  })
  return projectId
}

/**
 * Downloads a published tender and reads it. ⚔ A server that hands out another tender, however well signed, under the
 * name that the person chose: its bytes must be those that the list named, and what they say what the list said.
 * Failures: `download.differs`, those of `download` and of `readTender`.
 */
export async function downloadTender(
  desktop: Desktop,
  listed: PublishedTender,
  { signal, report }: { signal: AbortSignal; report: (doneInBytes: number, totalInBytes: number) => void },
): Promise<ImportedTender> {
  const { server, store } = desktop
  const { tenderId, fileSizeInBytes: sizeInBytes } = listed
  const path = `/api/tenders/${encodeURIComponent(tenderId)}/file`
  const digest = bytesOfBase64Url(listed.fileDigest) ?? new Uint8Array()
  const { blob } = await store.files.putPieces(download(server, { path, signal, report, sizeInBytes, digest }))
  const imported = await readTender(desktop, store.files.pathOf(blob))
  return isListed(imported.tender, listed) ? imported : fail('download.differs', {})
}
