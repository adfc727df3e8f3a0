import type { BidProject, CheckReport, DocumentId } from '../../contract/bid-project.ts'
import type { FailureCode } from '../../domain/failure.ts'

export type StepName = BidProject['steps'][number]['step']

/** The eight steps in the order of the bar. */
export const steps: readonly { step: StepName; number: string; title: string }[] = [
  { step: 'tender', number: '①', title: '招标文件' },
  { step: 'identity', number: '②', title: 'CA 认证' },
  { step: 'creditLibrary', number: '③', title: '诚信库' },
  { step: 'compiling', number: '④', title: '编制' },
  { step: 'signing', number: '⑤', title: '签章' },
  { step: 'checking', number: '⑥', title: '检测' },
  { step: 'generating', number: '⑦', title: '生成' },
  { step: 'uploading', number: '⑧', title: '上传' },
]

export function stepTitle(name: StepName): string {
  return steps.find(({ step }) => step === name)?.title ?? ''
}

/** What a step is asked to show. */
export interface Aim {
  nodeId?: string
  documentId?: DocumentId
  page?: number
  columnId?: string
}

/** Whether a step is done, and how many problems wait there; one face for each, so nobody wonders. */
export function stepFace(state: BidProject['steps'][number] | undefined): {
  kind: 'done' | 'problems' | 'open'
  mark: string
} {
  if (state === undefined) return { kind: 'open', mark: '' }
  if (state.problems > 0) return { kind: 'problems', mark: `${state.problems} 个问题` }
  return state.isDone ? { kind: 'done', mark: '√' } : { kind: 'open', mark: '' }
}

/** The first step that still wants something; null when everything is done. */
export function nextStep(project: BidProject): StepName | null {
  return steps.find(({ step }) => project.steps.find((state) => state.step === step)?.isDone !== true)?.step ?? null
}

/** Where a finding of 标书检测 is put right. */
export function placeOfFinding(
  finding: CheckReport['findings'][number],
  nodes: BidProject['nodes'],
): { step: StepName; aim: Aim } {
  const { place } = finding
  switch (place.at) {
    case 'project':
      return { step: place.step, aim: {} }
    case 'node':
      return { step: wantsOnlySeals(nodes, place.nodeId) ? 'signing' : 'compiling', aim: { nodeId: place.nodeId } }
    case 'document': {
      const { nodeId, documentId, page } = place
      const aim = { nodeId, documentId, ...(page === null ? {} : { page }) }
      return { step: wantsOnlySeals(nodes, nodeId) ? 'signing' : 'compiling', aim }
    }
    case 'openingForm': {
      const nodeId = nodes.find((node) => node.kind === 'openingForm')?.nodeId
      return { step: 'compiling', aim: { columnId: place.columnId, ...(nodeId === undefined ? {} : { nodeId }) } }
    }
  }
}

function wantsOnlySeals(nodes: BidProject['nodes'], nodeId: string): boolean {
  const node = nodes.find((one) => one.nodeId === nodeId)
  return (
    node !== undefined &&
    node.documents.length > 0 &&
    node.signNodes.some((signNode) => signNode.seals.some((seal) => !seal.isDone))
  )
}

/** The step that mends a failure, where one does. */
export const stepThatMends: Partial<Record<FailureCode, StepName>> = {
  'project.bidder-missing': 'identity',
  'project.not-ready': 'checking',
  'project.document-damaged': 'compiling',
  'credit-library.attachment-damaged': 'creditLibrary',
  'project.opening-form-invalid': 'compiling',
  'seal.not-available': 'signing',
  'upload.content-differs': 'generating',
}
