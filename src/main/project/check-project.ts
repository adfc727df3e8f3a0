import type { z } from 'zod'
import type { CheckFinding, CheckReport, DocumentId, ProjectId } from '../../contract/bid-project.ts'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { fail } from '../../domain/failure.ts'
import { readSeals } from '../../domain/pdf/read-seals.ts'
import type { Desktop } from '../desktop.ts'

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
    if (document.seals.length === 0) continue
    const found = readSeals(await store.files.read(document.blob))
    if (found.length >= document.seals.length && found.every((seal) => seal.coverage.kind === 'sound')) continue
    findings.push({
      severity: 'error',
      sentence: `“${document.name}”的签章已不完整，请撤销后重新签章。`,
      place: { at: 'document', nodeId: document.nodeId, documentId: document.documentId as DocumentId, page: null },
    })
  }
  return {
    checkedAt: Math.round(server.now()),
    verdict: findings.some((finding) => finding.severity === 'error') ? 'failed' : 'passed',
    totalSizeInBytes: documents.reduce((sum, document) => sum + document.sizeInBytes, 0),
    fileCount: documents.length,
    findings,
  }
}
