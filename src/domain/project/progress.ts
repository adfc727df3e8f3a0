import type { SealKind, Tender, TenderNode } from './tender.ts'

/** What a bid holds so far, as far as its completeness is concerned. */
export interface BidContents {
  tender: Tender
  documents: readonly BidDocument[]
  /** Ids of cited credit records by node. */
  citations: ReadonlyMap<string, readonly string[]>
  openingValues: Readonly<Record<string, string>>
  /** The values that the opening form's PDF shows; null while there is none. */
  openingFormPdfValues: Readonly<Record<string, string>> | null
}

export interface BidDocument {
  documentId: string
  nodeId: string
  name: string
  sizeInBytes: number
  pageCount: number
  /** One entry for each place where a seal stands. */
  sealKinds: readonly string[]
}

/** empty ○, begun ●, done √. */
export type NodeState = 'empty' | 'begun' | 'done'

/** One seal that a sign node (签章节点) asks for, and whether it stands. */
export interface WantedSeal {
  signNodeId: string
  kind: SealKind
  isDone: boolean
}

/** The seals that a node's sign nodes want, in their order; those already placed are counted off kind by kind. */
export function wantedSeals(node: TenderNode, documents: readonly BidDocument[]): WantedSeal[] {
  const placed = new Map<string, number>()
  for (const kind of documents.filter((document) => document.nodeId === node.id).flatMap((one) => one.sealKinds))
    placed.set(kind, (placed.get(kind) ?? 0) + 1)
  return node.signNodes.flatMap((signNode) =>
    signNode.seals.map(({ kind }) => {
      const left = placed.get(kind) ?? 0
      placed.set(kind, left - 1)
      return { signNodeId: signNode.id, kind, isDone: left > 0 }
    }),
  )
}

/** Whether the opening form's PDF shows the values that are filled in now. */
export function isOpeningFormCurrent({ openingValues, openingFormPdfValues, tender }: BidContents): boolean {
  return (
    openingFormPdfValues !== null &&
    tender.openingForm.columns.every(({ id }) => (openingValues[id] ?? '') === (openingFormPdfValues[id] ?? ''))
  )
}

/** How far one node of the tree is. A group is as far as its children: done when all required ones are. */
export function nodeState(contents: BidContents, node: TenderNode): NodeState {
  if (node.kind === 'group') return groupState(contents, node)
  if (node.kind === 'credit') return (contents.citations.get(node.id) ?? []).length > 0 ? 'done' : 'empty'
  const documents = contents.documents.filter((document) => document.nodeId === node.id)
  const isFilled = documents.length > 0
  if (!isFilled) {
    const hasValues = node.kind === 'openingForm' && Object.values(contents.openingValues).some((value) => value !== '')
    return hasValues ? 'begun' : 'empty'
  }
  if (node.kind === 'openingForm' && !isOpeningFormCurrent(contents)) return 'begun'
  return wantedSeals(node, documents).every((seal) => seal.isDone) ? 'done' : 'begun'
}

function groupState(contents: BidContents, group: TenderNode): NodeState {
  const children = contents.tender.nodes.filter((node) => node.parent === group.id)
  const states = children.map((child) => ({ required: child.required, state: nodeState(contents, child) }))
  if (states.every(({ required, state }) => state === 'done' || (!required && state === 'empty'))) return 'done'
  return states.some(({ state }) => state !== 'empty') ? 'begun' : 'empty'
}
