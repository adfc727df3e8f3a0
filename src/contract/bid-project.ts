import { z } from 'zod'
import { openingFormColumnSchema, sealKindSchema, suggestedPlaceSchema } from '../domain/project/tender.ts'

export const ProjectId = z.uuid().brand('ProjectId')
export type ProjectId = z.infer<typeof ProjectId>
export const DocumentId = z.uuid().brand('DocumentId')
export type DocumentId = z.infer<typeof DocumentId>

/** Where a seal stands: its centre, in millimetres from the top-left corner of the page as shown. */
export const SealPlacement = z.object({
  page: z.number().int().min(1),
  xMm: z.number(),
  yMm: z.number(),
})
export type SealPlacement = z.infer<typeof SealPlacement>

/** One act of sealing that stands in a document: one signature, one seal, one or more places. */
export const PlacedSeal = z.object({
  sealId: z.string(),
  sealName: z.string(),
  kind: sealKindSchema.or(z.literal('crossPage')),
  placements: z.array(SealPlacement),
  widthMm: z.number(),
  heightMm: z.number(),
  sealedBy: z.string(),
  sealedAt: z.number(),
})

export const ProjectDocument = z.object({
  documentId: DocumentId,
  name: z.string(),
  sizeInBytes: z.number(),
  pageCount: z.number(),
  /** Changes with every seal and undo; part of `url`, so that no window shows stale pages. */
  revision: z.number(),
  /** `app://desktop/documents/…`, served with byte ranges. */
  url: z.string(),
  seals: z.array(PlacedSeal),
  /** Whether 撤销 can take the last seal off again. */
  canUndoSeal: z.boolean(),
})
export type ProjectDocument = z.infer<typeof ProjectDocument>

export const ProjectNode = z.object({
  nodeId: z.string(),
  parent: z.string().nullable(),
  title: z.string(),
  kind: z.enum(['group', 'document', 'openingForm', 'credit']),
  required: z.boolean(),
  instruction: z.string().nullable(),
  /** empty ○, begun ● (content, not yet everything that is asked), done √. */
  state: z.enum(['empty', 'begun', 'done']),
  documents: z.array(ProjectDocument),
  signNodes: z.array(
    z.object({
      signNodeId: z.string(),
      title: z.string(),
      seals: z.array(z.object({ kind: sealKindSchema, place: suggestedPlaceSchema, isDone: z.boolean() })),
    }),
  ),
  /** Ids of cited credit records (引用). */
  citations: z.array(z.string()),
})
export type ProjectNode = z.infer<typeof ProjectNode>

/** What CA 认证 filled in. */
export const ProjectBidder = z.object({
  enterpriseName: z.string(),
  socialCreditCode: z.string(),
  personName: z.string(),
  authorityName: z.string(),
  certificateNotAfter: z.number(),
})

/** Where the eight steps stand: done, or what is missing. */
export const StepState = z.object({
  step: z.enum(['tender', 'identity', 'creditLibrary', 'compiling', 'signing', 'checking', 'generating', 'uploading']),
  isDone: z.boolean(),
  problems: z.number().int(),
})

export const ProjectSummary = z.object({
  projectId: ProjectId,
  tenderName: z.string(),
  tenderCode: z.string(),
  sectionName: z.string(),
  bidsUntil: z.number(),
  bidderName: z.string().nullable(),
  updatedAt: z.number(),
  doneSteps: z.number().int(),
})

/** 工程: one bid for one section. */
export const BidProject = z.object({
  projectId: ProjectId,
  tender: z.object({
    code: z.string(),
    name: z.string(),
    tendererName: z.string(),
    agencyName: z.string().nullable(),
    sectionCode: z.string(),
    sectionName: z.string(),
    bidsUntil: z.number(),
    opensAt: z.number(),
    decryptMinutes: z.number().int(),
    depositAmount: z.string(),
    files: z.array(z.object({ title: z.string(), url: z.string(), sizeInBytes: z.number() })),
    /** Whether the tenderer's signature on the tender file verified against the pinned roots. */
    signedBy: z.string().nullable(),
  }),
  bidder: ProjectBidder.nullable(),
  creditSyncedAt: z.number().nullable(),
  nodes: z.array(ProjectNode),
  openingForm: z.object({
    columns: z.array(openingFormColumnSchema),
    values: z.record(z.string(), z.string()),
    /** The form's own PDF, once generated from the values; sealed like any document. */
    isPdfCurrent: z.boolean(),
  }),
  steps: z.array(StepState),
  updatedAt: z.number(),
})
export type BidProject = z.infer<typeof BidProject>

/** One finding of 标书检测, with the place it jumps to. */
export const CheckFinding = z.object({
  severity: z.enum(['error', 'warning']),
  sentence: z.string(),
  place: z.discriminatedUnion('at', [
    z.object({ at: z.literal('project'), step: StepState.shape.step }),
    z.object({ at: z.literal('node'), nodeId: z.string() }),
    z.object({
      at: z.literal('document'),
      nodeId: z.string(),
      documentId: DocumentId,
      page: z.number().int().nullable(),
    }),
    z.object({ at: z.literal('openingForm'), columnId: z.string() }),
  ]),
})
export const CheckReport = z.object({
  checkedAt: z.number(),
  verdict: z.enum(['passed', 'failed']),
  totalSizeInBytes: z.number(),
  fileCount: z.number().int(),
  findings: z.array(CheckFinding),
})
export type CheckReport = z.infer<typeof CheckReport>

export const CreditRecordView = z.object({
  recordId: z.string(),
  kind: z.enum(['qualification', 'staff', 'pastProject', 'award', 'finance']),
  title: z.string(),
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  validUntil: z.number().nullable(),
  attachments: z.array(
    z.object({ attachmentId: z.string(), fileName: z.string(), sizeInBytes: z.number(), url: z.string() }),
  ),
})
export type CreditRecordView = z.infer<typeof CreditRecordView>
