import type { z } from 'zod'
import type { CheckFinding, CheckReport, DocumentId, ProjectId } from '../../contract/bid-project.ts'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { sentenceOf } from '../../domain/sentences/failure-sentences.ts'
import type { Desktop } from '../desktop.ts'
import type { PdfOrders } from '../signing/pdf-orders.ts'
import { summedProgress } from '../signing/summed-progress.ts'
import type { WorkerPool } from '../workers/pool.ts'
import type { StoredDocument } from './repository.ts'

type Report = z.infer<typeof CheckReport>

/** 标书检测: the rules of the domain, and every seal read back from the bytes that will be packed. */
export async function checkProject(
  desktop: Desktop,
  projectId: ProjectId,
  { signal, report }: { signal: AbortSignal; report: (progress: z.infer<typeof WorkProgress>) => void },
): Promise<Report> {
  const { views, projects, store, server, pdfs } = desktop
  const findings = views.findings(views.required(projectId)) as z.infer<typeof CheckFinding>[]
  const documents = projects.documents(projectId)
  const progress = summedProgress(
    documents.map(({ sizeInBytes }) => sizeInBytes),
    (doneInBytes, totalInBytes) => report({ stage: 'working', step: 'checking', doneInBytes, totalInBytes }),
  )
  const sentences = await pdfs.work(signal, (threads) =>
    Promise.all(documents.map((document, i) => problemOf(document, threads, progress(i)))),
  )
  for (const [i, document] of documents.entries()) {
    const sentence = sentences[i]
    if (typeof sentence === 'string')
      findings.push({
        severity: 'error',
        sentence,
        place: { at: 'document', nodeId: document.nodeId, documentId: document.documentId as DocumentId, page: null },
      })
  }

  async function problemOf(
    { name, blob, seals }: StoredDocument,
    threads: WorkerPool<PdfOrders>,
    tell: (doneInBytes: number) => void,
  ): Promise<string | null> {
    const lost = sentenceOf({ code: 'project.document-damaged', details: { name } })
    // What bears no seal is digested when it is packed; here it is enough that it is there.
    if (seals.length === 0) return (await store.files.has(blob)) ? null : lost
    const found = await threads.run('examine', { filesFolder: pdfs.filesFolder, blob }, tell)
    if (found === null) return lost
    const isWhole = found.sealCount >= seals.length && found.areSound
    return isWhole ? null : `“${name}”的签章已不完整，请撤销后重新签章。`
  }

  return {
    checkedAt: Math.round(server.now()),
    verdict: findings.some((finding) => finding.severity === 'error') ? 'failed' : 'passed',
    totalSizeInBytes: documents.reduce((sum, document) => sum + document.sizeInBytes, 0),
    fileCount: documents.length,
    findings,
  }
}
