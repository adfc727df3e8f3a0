import type { z } from 'zod'
import type { BidProject, ProjectDocument, ProjectId, ProjectNode, ProjectSummary } from '../../contract/bid-project.ts'
import { validUntilMs } from '../../domain/credit-library/record.ts'
import { fail } from '../../domain/failure.ts'
import { type CheckSurroundings, checkBid, type Finding } from '../../domain/project/check.ts'
import { type BidContents, isOpeningFormCurrent, nodeState, wantedSeals } from '../../domain/project/progress.ts'
import type { BidFileRepository } from '../bid-file/repository.ts'
import type { CreditLibraryRepository } from '../credit-library/repository.ts'
import type { ProjectRepository, StoredDocument, StoredProject } from './repository.ts'

type StepName = BidProject['steps'][number]['step']

/** Puts together what windows see of projects; reads only. */
export function projectViews(
  projects: ProjectRepository,
  { library, bidFiles, now }: { library: CreditLibraryRepository; bidFiles: BidFileRepository; now: () => number },
) {
  function required(projectId: ProjectId): StoredProject {
    return projects.get(projectId) ?? fail('project.missing', {})
  }

  function contentsOf(project: StoredProject): BidContents {
    const citations = new Map<string, string[]>()
    for (const { node_id, record_id } of projects.citations(project.projectId))
      citations.set(node_id, [...(citations.get(node_id) ?? []), record_id])
    return {
      tender: project.tender,
      documents: projects.documents(project.projectId).map((document) => ({
        documentId: document.documentId,
        nodeId: document.nodeId,
        name: document.name,
        sizeInBytes: document.sizeInBytes,
        pageCount: document.pageCount,
        sealKinds: document.seals.flatMap((seal) => seal.placements.map(() => seal.kind)),
      })),
      citations,
      openingValues: project.openingValues,
      openingFormPdfValues: project.openingFormPdfValues,
    }
  }

  /** The newest bid file that holds the present contents. */
  const currentBid = ({ projectId, revision }: StoredProject) =>
    bidFiles.ofProject(projectId).find((bid) => bid.projectRevision === revision)

  function surroundingsOf(project: StoredProject): CheckSurroundings {
    const records = project.bidder === null ? [] : library.records(project.bidder.socialCreditCode)
    return {
      bidder: project.bidder,
      recordValidity: new Map(records.map((one) => [one.id, { title: one.title, validUntil: validUntilMs(one) }])),
      recipients: currentBid(project)?.recipients ?? [],
      now: now(),
    }
  }

  function findings(project: StoredProject): Finding[] {
    return checkBid(contentsOf(project), surroundingsOf(project))
  }

  function steps(project: StoredProject, contents: BidContents): BidProject['steps'] {
    const found = findings(project).filter((finding) => finding.severity === 'error')
    const syncedAt = project.bidder && library.syncedAt(project.bidder.socialCreditCode)
    const leaves = project.tender.nodes.filter((node) => node.kind !== 'group')
    const isFilled = leaves.every((node) => !node.required || nodeState(contents, node) !== 'empty')
    const missingSeals = leaves.flatMap((node) => wantedSeals(node, contents.documents)).filter((seal) => !seal.isDone)
    const hasDocuments = contents.documents.length > 0
    const bids = bidFiles.ofProject(project.projectId)
    const step = (name: StepName, isDone: boolean, problems = 0) => ({ step: name, isDone, problems })
    return [
      step('tender', true),
      step('identity', project.bidder !== null),
      step('creditLibrary', syncedAt !== null && syncedAt !== undefined),
      step('compiling', isFilled && isOpeningFormCurrent(contents)),
      step('signing', hasDocuments && missingSeals.length === 0),
      step('checking', found.length === 0, hasDocuments ? found.length : 0),
      step('generating', currentBid(project) !== undefined),
      step(
        'uploading',
        bids.some((bid) => bid.receipt !== null),
      ),
    ]
  }

  function view(projectId: ProjectId): BidProject {
    const project = required(projectId)
    const { tender } = project
    const section = tender.sections.find(({ code }) => code === project.sectionCode) ?? tender.sections[0]!
    const contents = contentsOf(project)
    const documents = projects.documents(projectId)
    return {
      projectId,
      tender: {
        code: tender.project.code,
        name: tender.project.name,
        tendererName: tender.tenderer.name,
        agencyName: tender.agency?.name ?? null,
        sectionCode: section.code,
        sectionName: section.name,
        bidsUntil: Date.parse(tender.deadlines.bidsUntil),
        opensAt: Date.parse(tender.deadlines.opensAt),
        decryptMinutes: tender.deadlines.decryptMinutes,
        depositAmount: section.depositAmount,
        files: projects.tenderDocuments(projectId).map((file) => ({
          title: file.title,
          url: `app://desktop/files/tender/${projectId}/${file.position}.pdf`,
          sizeInBytes: file.size_in_bytes,
        })),
        signedBy: project.tenderSignedBy,
      },
      bidder: project.bidder,
      creditSyncedAt: project.bidder && library.syncedAt(project.bidder.socialCreditCode),
      nodes: tender.nodes.map((node): ProjectNode => {
        const wanted = wantedSeals(node, contents.documents)
        return {
          nodeId: node.id,
          parent: node.parent,
          title: node.title,
          kind: node.kind,
          required: node.required,
          instruction: node.instruction ?? null,
          state: nodeState(contents, node),
          documents: documents.filter((document) => document.nodeId === node.id).map(documentView),
          signNodes: node.signNodes.map((signNode) => {
            const states = wanted.filter((seal) => seal.signNodeId === signNode.id)
            return {
              signNodeId: signNode.id,
              title: signNode.title,
              seals: signNode.seals.map((seal, i) => ({ ...seal, isDone: states[i]?.isDone ?? false })),
            }
          }),
          citations: [...(contents.citations.get(node.id) ?? [])],
        }
      }),
      openingForm: {
        columns: tender.openingForm.columns,
        values: project.openingValues,
        isPdfCurrent: isOpeningFormCurrent(contents),
      },
      steps: steps(project, contents),
      updatedAt: project.updatedAt,
    }
  }

  function summary(project: StoredProject): z.infer<typeof ProjectSummary> {
    const { tender } = project
    return {
      projectId: project.projectId,
      tenderName: tender.project.name,
      tenderCode: tender.project.code,
      sectionName: tender.sections.find(({ code }) => code === project.sectionCode)?.name ?? '',
      bidsUntil: Date.parse(tender.deadlines.bidsUntil),
      bidderName: project.bidder?.enterpriseName ?? null,
      updatedAt: project.updatedAt,
      doneSteps: steps(project, contentsOf(project)).filter((step) => step.isDone).length,
    }
  }

  return { required, contentsOf, findings, view, summaries: () => projects.list().map(summary) }
}
export type ProjectViews = ReturnType<typeof projectViews>

function documentView(document: StoredDocument): ProjectDocument {
  return {
    documentId: document.documentId,
    name: document.name,
    sizeInBytes: document.sizeInBytes,
    pageCount: document.pageCount,
    revision: document.revision,
    url: `app://desktop/files/document/${document.documentId}/${document.revision}.pdf`,
    seals: document.seals,
    canUndoSeal: document.seals.length > 0,
  }
}
