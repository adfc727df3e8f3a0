import type { z } from 'zod'
import type { CheckFinding, CheckReport, DocumentId, ProjectId } from '../../contract/bid-project.ts'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { fail } from '../../domain/failure.ts'
import { readSeals } from '../../domain/pdf/read-seals.ts'
import { sentenceOf } from '../../domain/sentences/failure-sentences.ts'
import type { Desktop } from '../desktop.ts'
import type { StoredDocument } from './repository.ts'

type Report = z.infer<typeof CheckReport>

/** 标书检测: the rules of the domain, and every seal read back from the bytes that will be packed. */
export async function checkProject(
  desktop: Desktop,
  projectId: ProjectId,
  { signal, report }: { signal: AbortSignal; report: (progress: z.infer<typeof WorkProgress>) => void },
): Promise<Report> {
  const { views, projects, store, server } = desktop
  const findings = views.findings(views.required(projectId)) as z.infer<typeof CheckFinding>[]
  const documents = projects.documents(projectId)
  for (const [i, document] of documents.entries()) {
    if (signal.aborted) fail('task.cancelled', {})
    report({ stage: 'working', step: 'checking', doneInBytes: i, totalInBytes: documents.length })
    const sentence = await problemOf(document)
    if (sentence !== null)
      findings.push({
        severity: 'error',
        sentence,
        place: { at: 'document', nodeId: document.nodeId, documentId: document.documentId as DocumentId, page: null },
      })
  }

  async function problemOf({ name, blob, seals }: StoredDocument): Promise<string | null> {
    const lost = sentenceOf({ code: 'project.document-damaged', details: { name } })
    // What bears no seal is digested when it is packed; here it is enough that it is there.
    if (seals.length === 0) return (await store.files.has(blob)) ? null : lost
    const bytes = await store.files.read(blob)
    if (bytes === null) return lost
    const found = readSeals(bytes)
    const isWhole = found.length >= seals.length && found.every((seal) => seal.coverage.kind === 'sound')
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
