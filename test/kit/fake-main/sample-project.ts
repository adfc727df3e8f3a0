import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BidProject, DocumentId, type ProjectDocument, ProjectId } from '../../../src/contract/bid-project.ts'
import { nodeState, wantedSeals } from '../../../src/domain/project/progress.ts'
import { type Tender, tenderShape } from '../../../src/domain/project/tender.ts'

const demo = join(import.meta.dirname, '../../../resources/demo')
export const demoFile = (path: string) => join(demo, path)
export const readDemo = (path: string): unknown => JSON.parse(readFileSync(demoFile(path), 'utf8'))

const shape = tenderShape.pick({ project: true, tenderer: true, sections: true, nodes: true, openingForm: true })
const template = shape.parse(readDemo('tenders/school-building/template.json'))

interface BidderDocuments {
  openingForm: Record<string, string | number>
  documents: { node: string; title: string; file: string; pages: number }[]
}
const ready = readDemo('bidders/bidder-a/documents.json') as BidderDocuments

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** What a pretended main remembers of one project. */
export interface FakeProject {
  projectId: ProjectId
  documents: (ProjectDocument & { nodeId: string })[]
  bidder: BidProject['bidder']
  creditSyncedAt: number | null
  citations: Map<string, string[]>
  values: Record<string, string>
  pdfValues: Record<string, string> | null
  bidsUntil: number
  updatedAt: number
}

export function sampleProject(now: number): FakeProject {
  return {
    projectId: ProjectId.parse(uuid(1)),
    documents: ready.documents.map(({ node, title, file, pages }, index) => ({
      nodeId: node,
      documentId: DocumentId.parse(uuid(100 + index)),
      name: title,
      sizeInBytes: readFileSync(demoFile(`bidders/bidder-a/${file}`)).length,
      pageCount: pages,
      revision: 1,
      url: `/demo/bidders/bidder-a/${file}`,
      seals: [],
      canUndoSeal: false,
    })),
    bidder: null,
    creditSyncedAt: null,
    citations: new Map(),
    values: Object.fromEntries(Object.entries(ready.openingForm).map(([id, value]) => [id, String(value)])),
    pdfValues: null,
    bidsUntil: now + 2 * 86_400_000 + 11_565_000,
    updatedAt: now,
  }
}

/** The project as the window sees it. */
export function viewOf(project: FakeProject): BidProject {
  const section = template.sections[0]!
  const contents = {
    tender: template as Tender,
    documents: project.documents.map((document) => ({
      ...document,
      sealKinds: document.seals.flatMap((seal) => seal.placements.map(() => seal.kind)),
    })),
    citations: project.citations,
    openingValues: project.values,
    openingFormPdfValues: project.pdfValues,
  }
  const nodes = template.nodes.map((node): BidProject['nodes'][number] => {
    const wanted = wantedSeals(node, contents.documents)
    return {
      nodeId: node.id,
      parent: node.parent,
      title: node.title,
      kind: node.kind,
      required: node.required,
      instruction: node.instruction ?? null,
      state: nodeState(contents, node),
      documents: project.documents.filter((document) => document.nodeId === node.id),
      signNodes: node.signNodes.map((signNode) => ({
        signNodeId: signNode.id,
        title: signNode.title,
        seals: signNode.seals.map((seal) => ({
          ...seal,
          isDone: wanted.find((one) => one.signNodeId === signNode.id && one.kind === seal.kind)?.isDone ?? false,
        })),
      })),
      citations: project.citations.get(node.id) ?? [],
    }
  })
  const missing = nodes.flatMap((node) => node.signNodes.flatMap((one) => one.seals.filter((seal) => !seal.isDone)))
  const isFilled = nodes.every((node) => node.kind === 'group' || !node.required || node.state !== 'empty')
  const problems = (isFilled ? 0 : 3) + missing.length + (project.bidder === null ? 1 : 0)
  const step = (name: BidProject['steps'][number]['step'], isDone: boolean, count = 0) => ({
    step: name,
    isDone,
    problems: count,
  })
  return {
    projectId: project.projectId,
    tender: {
      code: template.project.code,
      name: template.project.name,
      tendererName: template.tenderer.name,
      agencyName: '浙江明衡工程咨询有限公司',
      sectionCode: section.code,
      sectionName: section.name,
      bidsUntil: project.bidsUntil,
      opensAt: project.bidsUntil,
      decryptMinutes: 30,
      depositAmount: section.depositAmount,
      files: [
        { title: '招标文件正文', url: '/demo/tenders/school-building/main.pdf', sizeInBytes: 245_004 },
        { title: '工程量清单', url: '/demo/tenders/school-building/bill-of-quantities.pdf', sizeInBytes: 100_000 },
        { title: '图纸', url: '/demo/tenders/school-building/drawings.pdf', sizeInBytes: 90_000 },
      ],
      signedBy: '云川市第三中学',
    },
    bidder: project.bidder,
    creditSyncedAt: project.creditSyncedAt,
    nodes,
    openingForm: {
      columns: template.openingForm.columns,
      values: project.values,
      isPdfCurrent: project.pdfValues !== null && JSON.stringify(project.pdfValues) === JSON.stringify(project.values),
    },
    steps: [
      step('tender', true),
      step('identity', project.bidder !== null),
      step('creditLibrary', project.creditSyncedAt !== null),
      step('compiling', isFilled && project.pdfValues !== null),
      step('signing', missing.length === 0),
      step('checking', problems === 0, problems),
      step('generating', false),
      step('uploading', false),
    ],
    updatedAt: project.updatedAt,
  }
}
