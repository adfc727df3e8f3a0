import { randomUUID } from 'node:crypto'
import type { ProjectId } from '../../contract/bid-project.ts'
import type { Job } from '../../contract/define.ts'
import type { ActProgress, WorkProgress } from '../../contract/ticket-progress.ts'
import { finishBidFile, startBidFile, statementOf } from '../../domain/bid-file/generate.ts'
import { manifestName } from '../../domain/bid-file/manifest.ts'
import type { BidOutline } from '../../domain/bid-file/pack.ts'
import { requireTrustedAnswer } from '../../domain/bid-file/require-trusted-answer.ts'
import { base64UrlOf, bytesOfBase64Url, hexOf } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { groupedAmount } from '../../domain/project/opening-form.ts'
import { decodeSignature } from '../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import type { Desktop } from '../desktop.ts'
import type { StoredProject } from '../project/repository.ts'
import { sectionOf } from '../project/section.ts'
import { askPhone } from '../tickets/ask-phone.ts'
import { systemRandom } from '../tickets/desktop-key.ts'
import { certificateOf } from '../tickets/trust.ts'
import { openPool, type WorkerPool } from '../workers/pool.ts'
import { bidSources, measureSources } from './bid-sources.ts'
import type { Content, GeneratingOrders } from './orders.ts'
import { recipientView } from './recipient-view.ts'
import type { StoredBidFile } from './repository.ts'
import { sealChunksInPool } from './seal-chunks.ts'
import type { UnfinishedBid, UnfinishedBids } from './unfinished-bids.ts'
import { type Output, openOutput } from './write-bid.ts'

export interface GeneratingParts {
  /** The built worker of bids. */
  program: string
  unfinished: UnfinishedBids
}

/**
 * 生成投标文件: chunks are encrypted first, then a phone chooses who may open and signs one statement, then both files are
 * completed, and get their names. Nothing half-written ever has the final name. What a crash interrupts
 * goes on behind the last finished chunk when the same bid is generated again.
 */
export async function generateBid(
  desktop: Desktop,
  { program, unfinished }: GeneratingParts,
  { projectId, folder, toolVersion }: { projectId: ProjectId; folder: string; toolVersion: string },
  job: Job<ActProgress>,
): Promise<StoredBidFile> {
  const project = desktop.views.required(projectId)
  const problems = desktop.views.findings(project).filter((finding) => finding.severity === 'error').length
  if (problems > 0) fail('project.not-ready', { problems })
  const { signal } = job
  const working = (step: WorkProgress['step'], totalInBytes: number) => (doneInBytes: number) =>
    job.report({ stage: 'working', step, doneInBytes, totalInBytes })
  const sources = await bidSources(desktop, project)
  const { passes } = desktop.store.files
  const sealed = await sealProject()
  try {
    const { started, outline, payloadDigest, output, work } = sealed
    const approval = await askForRecipients(desktop, { project, plan: outline, payloadDigest }, job)
    const finished = finishBidFile(started, approval, { random: systemRandom })
    const writing = working('writing', outline.sizeInBytes)
    writing(0)
    const pool = openPool<GeneratingOrders>({ program, signal })
    const bid = { ...finished, meta: started.meta, outline, bidPath: work.bidPath }
    const written = await output.finish(pool, bid, writing).finally(() => pool.close())
    const stored = {
      bidFileId: randomUUID(),
      projectId,
      projectRevision: project.revision,
      folder,
      ...written,
      digest: null,
      endsDigest: hexOf(sm3(finished.header, finished.trailer)),
      generatedAt: Math.round(desktop.server.now()),
      recipients: approval.recipientViews,
    }
    desktop.bidFiles.add(stored)
    return { ...stored, receipt: null }
  } finally {
    await sealed.work.end(await sealed.output.end())
  }

  async function sealProject() {
    const packing = working('packing', sources.totalInBytes)
    packing(0)
    const pool = openPool<GeneratingOrders>({ program, signal })
    let work: UnfinishedBid | null = null
    let output: Output | null = null
    try {
      const measured = await measureSources(pool, sources.files, { passes, tell: packing })
      sources.requireUndamaged(measured)
      const order = { description: descriptionOf(project, toolVersion), files: measured }
      const { archiveCrc32, ...outline } = await pool.run('outline', order)
      const contents: Content[] = [{ name: manifestName, bytes: outline.manifestBytes }, ...sources.files]
      const created = new Date(desktop.server.now())
      work = await unfinished.begin(outline, () => startBidFile({ plan: outline, created, random: systemRandom }))
      const { started, bidPath, willWrite } = work
      output = await openOutput({ folder, stem: stemOf(project, desktop.server.now()), willWrite })
      const paths = { bidPath, plainPath: output.plainPath }
      const archive = { entries: outline.entries, contents }
      const encrypting = working('encrypting', outline.sizeInBytes)
      encrypting(0)
      const payloadDigest = await sealChunksInPool(pool, { ...work, paths, archive, archiveCrc32 }, encrypting)
      await output.hold(bidPath)
      await pool.close()
      return { started, outline, payloadDigest, output, work }
    } catch (error) {
      const reason = await reasonOf(error, pool)
      await pool.close()
      await work?.end(await output?.end())
      throw reason
    }
  }

  /**
   * Nobody edits stored files: one that changed is damaged, and was perhaps before, on a disk that says of other bytes that
   * nobody wrote them. No pass is believed then.
   */
  async function reasonOf(error: unknown, pool: WorkerPool<GeneratingOrders>): Promise<unknown> {
    if (changedIn(error) === null) return error
    for (const { blob } of sources.files) passes.forget(blob)
    try {
      sources.requireUndamaged(await measureSources(pool, sources.files, { passes, tell: () => {} }))
      return error
    } catch (found) {
      const damage = sources.damageOf(changedIn(found) ?? '')
      return damage === null ? found : new BidsealError(damage, { cause: found })
    }
  }
}

/** The name of the file that changed, if that is the failure. */
const changedIn = (error: unknown): string | null =>
  error instanceof BidsealError && error.failure.code === 'zip.source-changed' ? error.failure.details.name : null

function descriptionOf(project: StoredProject, tool: string) {
  const { bidder, tender, sectionCode, openingValues } = project
  if (bidder === null) return fail('project.bidder-missing', {})
  return {
    tender: tender.project.code,
    section: sectionCode,
    socialCreditCode: bidder.socialCreditCode,
    signingCertificate: hexOf(bytesOfBase64Url(bidder.certificateDigest) ?? fail('project.bidder-missing', {})),
    openingForm: tender.openingForm.columns.map(({ id, title }) => ({ id, title, value: openingValues[id] ?? '' })),
    tool,
  }
}

async function askForRecipients(
  desktop: Desktop,
  { project, plan, payloadDigest }: { project: StoredProject; plan: BidOutline; payloadDigest: Uint8Array },
  job: Job<ActProgress>,
) {
  const { server } = desktop
  const { bidder, tender, openingValues } = project
  if (bidder === null) return fail('project.bidder-missing', {})
  const { answer } = await askPhone<'generate'>(
    server,
    {
      kind: 'generate',
      section: sectionOf(project),
      bidderName: bidder.enterpriseName,
      socialCreditCode: bidder.socialCreditCode,
      certificateDigest: bidder.certificateDigest,
      openingAt: Date.parse(tender.deadlines.opensAt),
      manifestDigest: base64UrlOf(plan.manifestDigest),
      payloadDigest: base64UrlOf(payloadDigest),
      sizeInBytes: plan.sizeInBytes,
      fileCount: plan.manifest.files.length,
      openingForm: tender.openingForm.columns
        .map((column) => {
          const value = openingValues[column.id] ?? ''
          return { label: column.title, value: column.kind === 'amount' && value !== '' ? groupedAmount(value) : value }
        })
        .filter((row) => row.value !== ''),
    },
    job,
  )
  const signer = certificateOf(answer.certificate.leaf)
  const chain = answer.certificate.authorities.map(certificateOf)
  const recipients = answer.recipients.map((recipient) => ({
    ...recipient,
    certificate: certificateOf(recipient.certificate.leaf),
  }))
  const certificates = recipients.map((one) => one.certificate)
  const trust = await desktop.trust()
  const alongside = answer.recipients.flatMap((one) => one.certificate.authorities.map(certificateOf))
  requireTrustedAnswer({ signer, chain, recipients: certificates }, plan.manifest, {
    ...trust,
    intermediates: [...alongside, ...trust.intermediates],
    at: new Date(server.now()),
  })
  return {
    statement: statementOf(plan, {
      payloadDigest,
      recipients: certificates,
      created: new Date(answer.createdAt),
    }),
    signature:
      decodeSignature(bytesOfBase64Url(answer.signature) ?? new Uint8Array()) ?? fail('act.answer-invalid', {}),
    signer,
    chain,
    recipients: certificates,
    recipientViews: recipients.map(recipientView),
  }
}

/** 投标单位_标段_时间: names that a clerk can tell apart in a folder. */
function stemOf({ bidder, tender, sectionCode }: StoredProject, now: number) {
  const time = new Date(now)
    .toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
    .replaceAll(/[-: ]/g, '')
    .slice(0, 14)
  const section = tender.sections.find(({ code }) => code === sectionCode)?.name ?? sectionCode
  return `${bidder?.enterpriseName ?? ''}_${tender.project.name}_${section}_${time}`
    .replaceAll(/[\\/:*?"<>|\s]/g, '')
    .slice(0, 100)
}
