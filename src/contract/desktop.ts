import { z } from 'zod'
import { OpeningSection } from '../protocol/opening-section.ts'
import { PublishedTender } from '../protocol/published-tender.ts'
import { GeneratedBid, OpenedBid, RewrappedBid, Verification } from './bid-output.ts'
import {
  BidProject,
  CheckReport,
  CreditRecordView,
  DocumentId,
  ProjectBidder,
  ProjectId,
  ProjectSummary,
} from './bid-project.ts'
import { call, event, task } from './define.ts'
import { Failure } from './failure.ts'
import { SealRequest, SealResult, SigningState } from './signing.ts'
import { ActProgress, TicketProgress, WorkProgress } from './ticket-progress.ts'

/** A demo person (演示人员) whose phone the simulator plays: names the partition that holds their share. */
export const PersonId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .brand('PersonId')
export type PersonId = z.infer<typeof PersonId>

/** A demo person as the 换手机 menu lists them. */
export const DemoPerson = z.object({
  person: PersonId,
  personName: z.string(),
  enterpriseName: z.string(),
  role: z.enum(['administrator', 'clerk']),
  phoneNumber: z.string(),
  authorityName: z.string(),
  /** Whether the certificates were downloaded on this person's phone. */
  isReady: z.boolean(),
})
export type DemoPerson = z.infer<typeof DemoPerson>

const WindowToOpen = z.discriminatedUnion('window', [
  z.object({ window: z.literal('bid-tool') }),
  z.object({ window: z.literal('opening-hall') }),
  /** Without a person: the phone that was shown last. */
  z.object({ window: z.literal('phone'), person: PersonId.optional() }),
])
export type WindowToOpen = z.infer<typeof WindowToOpen>

const ServerState = z.object({
  mode: z.enum(['offline-demo', 'online']),
  state: z.enum(['starting', 'ready', 'down']),
  origin: z.string().nullable(),
})
export type ServerState = z.infer<typeof ServerState>

const nothing = z.object({})
const inProject = z.object({ projectId: ProjectId })

// Every window
const everyWindow = {
  'app.about': call(
    z.object({}),
    z.object({ name: z.string(), version: z.string(), runtime: z.string(), isOfflineDemo: z.boolean() }),
  ),
  'app.openWindow': call(WindowToOpen, z.object({})),
  'server.state': call(z.object({}), ServerState),
  'server.changed': event(ServerState),
  'clock.now': call(nothing, z.object({ serverTime: z.number(), isShifted: z.boolean() })),
  'clock.changed': event(nothing),
  'demo.people': call(nothing, z.object({ people: z.array(DemoPerson) })),
  /** One more phone of the demo world has its certificates. */
  'demo.changed': event(nothing),
  /** 开发者收件箱, demo mode only. */
  'demo.inbox': call(
    nothing,
    z.object({ messages: z.array(z.object({ phoneNumber: z.string(), text: z.string(), at: z.number() })) }),
  ),
} as const

/** What comes of importing a tender: one of several sections asks again with a choice, a closed dialog does nothing. */
const ImportedTender = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('created'), project: BidProject }),
  z.object({
    outcome: z.literal('choose-section'),
    tenderId: z.string(),
    sections: z.array(z.object({ sectionCode: z.string(), sectionName: z.string() })),
  }),
  z.object({ outcome: z.literal('dismissed') }),
])

const VerifiedFrom = z.enum(['dialog', 'drop'])

const bidToolCalls = {
  // 工程
  'project.list': call(nothing, z.object({ projects: z.array(ProjectSummary) })),
  'project.get': call(inProject, BidProject),
  /** 导入招标文件: asks for a file, or takes the section that was chosen of one that was read before. */
  'project.importTender': task(
    z.object({ sectionCode: z.string().optional(), tenderId: z.string().optional() }),
    WorkProgress,
    ImportedTender,
  ),
  /** 打开示例工程: the demo tender with ready documents, one scan away from sealing. */
  'project.openSample': task(nothing, WorkProgress, BidProject),
  'project.remove': call(inProject, nothing),
  'project.restore': call(inProject, BidProject),
  /** Tenders on the platform, to import without a file at hand. */
  'tender.published': call(nothing, z.object({ tenders: z.array(PublishedTender) })),
  'tender.download': task(z.object({ tenderId: z.string() }), WorkProgress, ImportedTender),

  // 编制
  /** Asks for PDFs; refuses by name what cannot be sealed. */
  'project.attachDocuments': task(
    z.object({ projectId: ProjectId, nodeId: z.string() }),
    WorkProgress,
    z.object({ project: BidProject, refused: z.array(z.object({ fileName: z.string(), failure: Failure })) }),
  ),
  'project.orderDocuments': call(
    z.object({ projectId: ProjectId, nodeId: z.string(), documentIds: z.array(DocumentId) }),
    BidProject,
  ),
  'project.removeDocument': call(z.object({ projectId: ProjectId, documentId: DocumentId }), BidProject),
  'project.restoreDocument': call(z.object({ projectId: ProjectId, documentId: DocumentId }), BidProject),
  'project.fillOpeningForm': call(
    z.object({ projectId: ProjectId, values: z.record(z.string(), z.string().max(2000)) }),
    BidProject,
  ),
  /** Makes the form's PDF from its values, ready to be sealed; seals of the earlier one are gone. */
  'project.makeOpeningFormPdf': call(inProject, BidProject),
  'project.cite': call(
    z.object({ projectId: ProjectId, nodeId: z.string(), recordIds: z.array(z.string()) }),
    BidProject,
  ),
  /** 标书检测. */
  'project.check': task(inProject, WorkProgress, CheckReport),
  'project.changed': event(inProject),

  // CA 认证, 诚信库
  'identity.authenticate': task(inProject, ActProgress, BidProject),
  'creditLibrary.sync': task(
    inProject,
    ActProgress,
    z.object({ records: z.number().int(), attachments: z.number().int() }),
  ),
  'creditLibrary.list': call(
    inProject,
    z.object({ syncedAt: z.number().nullable(), records: z.array(CreditRecordView) }),
  ),

  // 标书签章
  'signing.state': call(inProject, SigningState),
  'signing.pickSeal': task(z.object({ projectId: ProjectId, offerSession: z.boolean() }), ActProgress, SigningState),
  'signing.seal': task(
    z.object({ projectId: ProjectId, items: z.array(SealRequest).min(1).max(100) }),
    ActProgress,
    z.object({ results: z.array(SealResult), project: BidProject }),
  ),
  /** 撤销: back to the exact bytes before the last seal. */
  'signing.undo': call(z.object({ projectId: ProjectId, documentId: DocumentId }), BidProject),
  'signing.endSession': call(nothing, nothing),
  'signing.changed': event(nothing),

  // 生成投标文件, 上传
  /** Asks where to write; the last folder is offered. */
  'bidFile.generate': task(inProject, ActProgress, GeneratedBid.nullable()),
  'bidFile.list': call(inProject, z.object({ bidFiles: z.array(GeneratedBid) })),
  'bidFile.reveal': call(z.object({ bidFileId: z.uuid() }), nothing),
  /** 谁能开标: a printable sheet beside the bid file; returns its name. */
  'bidFile.saveSheet': call(z.object({ bidFileId: z.uuid() }), z.object({ fileName: z.string() })),
  'bidFile.upload': task(z.object({ bidFileId: z.uuid() }), ActProgress, GeneratedBid),

  /** 增加证书: without an id asks for any bid file on the disk; null when the dialog was closed. */
  'bidFile.rewrap': task(z.object({ bidFileId: z.uuid().optional() }), ActProgress, RewrappedBid.nullable()),
  /** 解密演练 with the certificate of whoever scans. */
  'bidFile.rehearse': task(
    z.object({ bidFileId: z.uuid() }),
    ActProgress,
    z.object({ personName: z.string(), outcome: z.enum(['opened', 'damaged']) }),
  ),
  /** 演练证明: a printable sheet beside the bid file; returns its name. */
  'bidFile.saveRehearsalSheet': call(z.object({ bidFileId: z.uuid() }), z.object({ fileName: z.string() })),

  // 打开并验证
  /** Verifies a file that is asked for in a dialog, or the one that was dropped onto the window last. */
  'verification.open': task(z.object({ from: VerifiedFrom }), WorkProgress, Verification.nullable()),
  /** Asks where to; null when the dialog was closed. */
  'verification.save': task(
    z.object({ verificationId: z.uuid(), as: z.enum(['pdf', 'json']) }),
    WorkProgress,
    z.object({ fileName: z.string() }).nullable(),
  ),
  /** The menu asks for it, or a file was dropped. */
  'verification.wanted': event(z.object({ from: VerifiedFrom })),
} as const

const hallCalls = {
  'opening.sections': call(nothing, z.object({ sections: z.array(OpeningSection), serverTime: z.number() })),
  /** Who operates the hall: an agency's or tenderer's certificate. */
  'opening.operator': call(nothing, z.object({ operator: ProjectBidder.nullable() })),
  'opening.login': task(nothing, TicketProgress, z.object({ operator: ProjectBidder })),
  'opening.advance': call(
    z.object({ sectionCode: z.string(), to: z.enum(['check-in', 'decrypting', 'reading-out', 'finished']) }),
    OpeningSection,
  ),
  'opening.checkIn': task(z.object({ sectionCode: z.string() }), TicketProgress, OpeningSection),
  'opening.decrypt': task(z.object({ bidFileId: z.string() }), ActProgress, OpenedBid),
  'opening.opened': call(z.object({ sectionCode: z.string() }), z.object({ bids: z.array(OpenedBid) })),
  'opening.changed': event(nothing),
  /** 演示：跳到开标时间, demo mode only. */
  'opening.skipToOpening': call(z.object({ sectionCode: z.string() }), nothing),
} as const

/** The frame around a phone simulator: the person, their demo PIN, 换手机. Never the phone's own page. */
const phoneFrameCalls = {
  'phoneFrame.state': call(nothing, z.object({ person: DemoPerson, pin: z.string(), people: z.array(DemoPerson) })),
  'phoneFrame.switchTo': call(z.object({ person: PersonId }), nothing),
  'phoneFrame.changed': event(nothing),
} as const

/** What the window 投标工具 may ask of main. Adding a line is adding an attack surface. */
export const bidToolContract = {
  ...everyWindow,
  ...bidToolCalls,
} as const
export type BidToolContract = typeof bidToolContract

/** What the window 开标大厅 may ask of main. */
export const openingHallContract = {
  ...everyWindow,
  ...hallCalls,
} as const
export type OpeningHallContract = typeof openingHallContract

/** What the frame around a phone may ask of main. */
export const phoneFrameContract = phoneFrameCalls
export type PhoneFrameContract = typeof phoneFrameContract

/** Each desktop window and the only slice of the contract it is served. */
export const contractOfWindow = {
  'bid-tool': bidToolContract,
  'opening-hall': openingHallContract,
  'phone-frame': phoneFrameContract,
} as const
export type DesktopWindow = keyof typeof contractOfWindow

/** Everything that main must be able to answer. */
export const desktopContract = { ...bidToolContract, ...openingHallContract, ...phoneFrameContract } as const
export type DesktopContract = typeof desktopContract
