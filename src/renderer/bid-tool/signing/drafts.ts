import type { DocumentId, ProjectDocument, ProjectNode } from '../../../contract/bid-project.ts'
import type { AvailableSeal, SealRequest } from '../../../contract/signing.ts'
import type { SuggestedPlace } from '../../../domain/project/tender.ts'
import type { Point } from './placing.ts'

/** A seal put on a page and not confirmed yet. */
export interface SealDraft extends Point {
  draftId: string
  documentId: DocumentId
  sealId: string
  page: number
}

/** 骑缝章: one seal in strips over all pages of a document. */
export interface CrossPageDraft {
  documentId: DocumentId
  sealId: string
}

export interface Drafts {
  seals: readonly SealDraft[]
  crossPage: readonly CrossPageDraft[]
}

export const noDrafts: Drafts = { seals: [], crossPage: [] }

/** One approval on the phone at most. */
const mostItems = 100

/**
 * The approvals that a set of drafts needs. One signature carries one seal, and a second one covers the first, so
 * each document's second seal waits for a second approval; all documents share each.
 */
export function approvalsOf({ seals, crossPage }: Drafts): SealRequest[][] {
  const ofDocument = new Map<DocumentId, Map<string, SealRequest>>()
  const requestOf = (documentId: DocumentId, sealId: string) => {
    const requests = ofDocument.get(documentId) ?? new Map<string, SealRequest>()
    ofDocument.set(documentId, requests)
    const request = requests.get(sealId) ?? { documentId, sealId, placements: [], crossPage: false }
    requests.set(sealId, request)
    return request
  }
  for (const { documentId, sealId, page, xMm, yMm } of seals)
    requestOf(documentId, sealId).placements.push({ page, xMm, yMm })
  for (const { documentId, sealId } of crossPage) requestOf(documentId, sealId).crossPage = true

  const lists = [...ofDocument.values()].map((requests) => [...requests.values()])
  const approvals: SealRequest[][] = []
  for (let turn = 0; lists.some((list) => list.length > turn); turn += 1) {
    const items = lists.flatMap((list) => list[turn] ?? [])
    for (let from = 0; from < items.length; from += mostItems) approvals.push(items.slice(from, from + mostItems))
  }
  return approvals
}

/** Drafts that can still be confirmed: their document is in the bid and their seal belongs to the present certificate. */
export function possibleDrafts(
  drafts: Drafts,
  { documentIds, sealIds }: { documentIds: ReadonlySet<string>; sealIds: ReadonlySet<string> },
): Drafts {
  const isPossible = ({ documentId, sealId }: CrossPageDraft) => documentIds.has(documentId) && sealIds.has(sealId)
  return { seals: drafts.seals.filter(isPossible), crossPage: drafts.crossPage.filter(isPossible) }
}

/** What is left when one seal of one document was confirmed. */
export function withoutSealed(drafts: Drafts, documentId: DocumentId, sealId: string): Drafts {
  const isOther = (draft: CrossPageDraft) => draft.documentId !== documentId || draft.sealId !== sealId
  return { seals: drafts.seals.filter(isOther), crossPage: drafts.crossPage.filter(isOther) }
}

/** Puts on or takes off the strips of one seal. */
export function withCrossPage(drafts: Drafts, strip: CrossPageDraft, isOn: boolean): Drafts {
  const rest = drafts.crossPage.filter((one) => one.documentId !== strip.documentId || one.sealId !== strip.sealId)
  return { ...drafts, crossPage: isOn ? [...rest, strip] : rest }
}

export const pageOf = (place: SuggestedPlace, pageCount: number) =>
  place.page === 'last' ? pageCount : Math.min(place.page, pageCount)

export interface WantedPlace extends Point {
  kind: AvailableSeal['kind']
  page: number
}

/** Places of one document where the tender still wants a seal. They are meant for a node's first document. */
export function wantedPlaces(node: ProjectNode, document: ProjectDocument): WantedPlace[] {
  if (node.documents[0]?.documentId !== document.documentId) return []
  return node.signNodes.flatMap((signNode) =>
    signNode.seals
      .filter((seal) => !seal.isDone)
      .map(({ kind, place }) => ({
        kind,
        page: pageOf(place, document.pageCount),
        xMm: place.xMm,
        yMm: place.yMm,
      })),
  )
}

/** 一键放置: a draft at every wanted place that has none yet, and the kinds for which no seal is at hand. */
export function placeAllWanted(
  nodes: readonly ProjectNode[],
  seals: readonly AvailableSeal[],
  { drafts, newId }: { drafts: Drafts; newId: () => string },
): { drafts: Drafts; placed: number; missingKinds: AvailableSeal['kind'][] } {
  const added: SealDraft[] = []
  const missing = new Set<AvailableSeal['kind']>()
  for (const node of nodes) {
    const document = node.documents[0]
    if (document === undefined) continue
    for (const { kind, ...place } of wantedPlaces(node, document)) {
      const seal = seals.find((one) => one.kind === kind)
      if (seal === undefined) {
        missing.add(kind)
        continue
      }
      const isThere = drafts.seals.some(
        (draft) =>
          draft.documentId === document.documentId &&
          draft.sealId === seal.sealId &&
          draft.page === place.page &&
          Math.hypot(draft.xMm - place.xMm, draft.yMm - place.yMm) < seal.widthMm,
      )
      if (!isThere) added.push({ draftId: newId(), documentId: document.documentId, sealId: seal.sealId, ...place })
    }
  }
  return { drafts: { ...drafts, seals: [...drafts.seals, ...added] }, placed: added.length, missingKinds: [...missing] }
}
