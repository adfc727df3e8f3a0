import { describe, expect, it } from 'vitest'
import { DocumentId, type ProjectDocument, type ProjectNode } from '../../../src/contract/bid-project.ts'
import type { AvailableSeal } from '../../../src/contract/signing.ts'
import {
  approvalsOf,
  noDrafts,
  placeAllWanted,
  possibleDrafts,
  type SealDraft,
  withCrossPage,
  withoutSealed,
} from '../../../src/renderer/bid-tool/signing/drafts.ts'

const documentId = (number: number) => DocumentId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`)
const letter = documentId(1)
const bond = documentId(2)

const draft = (id: DocumentId, sealId: string, page = 1): SealDraft => ({
  draftId: `${id}-${sealId}-${page}`,
  documentId: id,
  sealId,
  page,
  xMm: 132,
  yMm: 212,
})
const placement = (page = 1) => ({ page, xMm: 132, yMm: 212 })

describe('approvals of placed seals', () => {
  it('take one seal in many documents at once', () => {
    const seals = [draft(letter, 'official'), draft(bond, 'official')]
    expect(approvalsOf({ ...noDrafts, seals })).toEqual([
      [
        { documentId: letter, sealId: 'official', placements: [placement()], crossPage: false },
        { documentId: bond, sealId: 'official', placements: [placement()], crossPage: false },
      ],
    ])
  })

  it('leave the second seal of a document for a second approval', () => {
    const seals = [draft(letter, 'official'), draft(letter, 'personal'), draft(bond, 'official')]
    expect(
      approvalsOf({ ...noDrafts, seals }).map((items) => items.map((item) => [item.documentId, item.sealId])),
    ).toEqual([
      [
        [letter, 'official'],
        [bond, 'official'],
      ],
      [[letter, 'personal']],
    ])
  })

  it('join all places of one seal in one document, its strips included', () => {
    const drafts = withCrossPage(
      { ...noDrafts, seals: [draft(letter, 'official'), draft(letter, 'official', 2)] },
      { documentId: letter, sealId: 'official' },
      true,
    )
    expect(approvalsOf(drafts)).toEqual([
      [{ documentId: letter, sealId: 'official', placements: [placement(1), placement(2)], crossPage: true }],
    ])
  })

  it('never ask for more than a hundred documents at once', () => {
    const seals = Array.from({ length: 130 }, (_, number) => draft(documentId(number), 'official'))
    expect(approvalsOf({ ...noDrafts, seals }).map((items) => items.length)).toEqual([100, 30])
  })

  it('leave out seals of a certificate that was put away and documents that were removed', () => {
    const seals = [draft(letter, 'official'), draft(letter, 'of-another'), draft(bond, 'official')]
    const known = { documentIds: new Set([letter]), sealIds: new Set(['official']) }
    expect(possibleDrafts({ ...noDrafts, seals }, known).seals).toEqual([seals[0]])
  })

  it('forget only what was sealed', () => {
    const seals = [draft(letter, 'official'), draft(letter, 'personal'), draft(bond, 'official')]
    expect(withoutSealed({ ...noDrafts, seals }, letter, 'official').seals).toEqual([seals[1], seals[2]])
  })
})

describe('placing all wanted seals', () => {
  const official: AvailableSeal = {
    sealId: 'official',
    name: '公章',
    kind: 'official',
    widthMm: 40,
    heightMm: 40,
    url: '',
    validUntil: 0,
  }
  const document: ProjectDocument = {
    documentId: letter,
    name: '投标函',
    sizeInBytes: 1,
    pageCount: 3,
    revision: 1,
    url: '',
    seals: [],
    canUndoSeal: false,
  }
  const node: ProjectNode = {
    nodeId: 'bid-letter',
    parent: null,
    title: '投标函',
    kind: 'document',
    required: true,
    instruction: null,
    state: 'begun',
    documents: [document],
    signNodes: [
      {
        signNodeId: 'one',
        title: '签章',
        seals: [
          { kind: 'official', place: { page: 'last', xMm: 132, yMm: 212 }, isDone: false },
          { kind: 'legalRepresentative', place: { page: 1, xMm: 146, yMm: 243 }, isDone: false },
        ],
      },
    ],
    citations: [],
  }
  const newId = () => 'new'

  it('puts a seal on the last page where the tender says so, and names the kind that is not at hand', () => {
    expect(placeAllWanted([node], [official], { drafts: noDrafts, newId })).toEqual({
      drafts: {
        seals: [{ draftId: 'new', documentId: letter, sealId: 'official', page: 3, xMm: 132, yMm: 212 }],
        crossPage: [],
      },
      placed: 1,
      missingKinds: ['legalRepresentative'],
    })
  })

  it('places nothing twice', () => {
    const { drafts } = placeAllWanted([node], [official], { drafts: noDrafts, newId })
    expect(placeAllWanted([node], [official], { drafts, newId }).placed).toBe(0)
  })
})
