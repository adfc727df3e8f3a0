import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ProjectId } from '../../contract/bid-project.ts'
import type { Job } from '../../contract/define.ts'
import type { ActProgress, WorkProgress } from '../../contract/ticket-progress.ts'
import { finishBidFile, sealBid, startBidFile, statementOf } from '../../domain/bid-file/generate.ts'
import { type BidPlan, packPlainCopy, planBid } from '../../domain/bid-file/pack.ts'
import { payloadSizeOf } from '../../domain/bid-file/payload.ts'
import { requireTrustedAnswer } from '../../domain/bid-file/require-trusted-answer.ts'
import { base64UrlOf, bytesOfBase64Url, hexOf } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { certificateDigest } from '../../domain/pki/certificate.ts'
import { groupedAmount } from '../../domain/project/opening-form.ts'
import { decodeSignature } from '../../domain/sm/sm2-sign.ts'
import { type Written, writeDigested } from '../../node/write-digested.ts'
import { writeFully } from '../../node/write-fully.ts'
import { digestTail } from '../../protocol/tickets.ts'
import type { Desktop } from '../desktop.ts'
import type { StoredProject } from '../project/repository.ts'
import { sectionOf } from '../project/section.ts'
import { folderFailure } from '../store/folder-failure.ts'
import { askPhone } from '../tickets/ask-phone.ts'
import { systemRandom } from '../tickets/desktop-key.ts'
import { certificateOf } from '../tickets/trust.ts'
import { bidSources } from './bid-sources.ts'
import type { StoredBidFile } from './repository.ts'

type Working = (step: WorkProgress['step'], doneInBytes: number, totalInBytes: number) => void

/**
 * 生成投标文件: chunks are encrypted first, then a phone chooses who may open and signs one statement, then the file is
 * put together beside its final name and renamed. Nothing half-written ever has the final name.
 */
export async function generateBid(
  desktop: Desktop,
  { projectId, folder, toolVersion }: { projectId: ProjectId; folder: string; toolVersion: string },
  job: Job<ActProgress>,
): Promise<StoredBidFile> {
  const project = desktop.views.required(projectId)
  const problems = desktop.views.findings(project).filter((finding) => finding.severity === 'error').length
  if (problems > 0) fail('project.not-ready', { problems })
  const working: Working = (step, doneInBytes, totalInBytes) =>
    job.report({ stage: 'working', step, doneInBytes, totalInBytes })
  await mkdir(desktop.store.temporary, { recursive: true })
  const chunksPath = join(desktop.store.temporary, `${randomUUID()}.chunks`)
  const sources = await bidSources(desktop, project)
  try {
    working('packing', 0, sources.totalInBytes)
    const plan = await planBid(descriptionOf(project, toolVersion), sources.files, job.signal)
    sources.requireUndamaged(plan.manifest.files)
    const started = startBidFile({ plan, created: new Date(desktop.server.now()), random: systemRandom })
    try {
      const payloadDigest = await encryptTo(chunksPath, { started, plan, signal: job.signal, working })
      const approval = await askForRecipients(desktop, { project, plan, payloadDigest }, job)
      working('writing', 0, plan.sizeInBytes)
      const finished = finishBidFile(started, approval, { random: systemRandom })
      const names = namesOf(project, desktop.server.now())
      const bid = { folder, ...names }
      const [{ digest, sizeInBytes }] = await writeTogether(folder, [
        {
          name: names.bidFileName,
          async *pieces() {
            yield finished.header
            yield* chunksOf(chunksPath, { sizeInBytes: payloadSizeOf(started.meta), name: names.bidFileName })
            yield finished.trailer
          },
        },
        { name: names.plainCopyName, pieces: () => packPlainCopy(plan, finished.signedStatement) },
      ])
      const stored = {
        bidFileId: randomUUID(),
        projectId,
        projectRevision: project.revision,
        ...bid,
        sizeInBytes,
        digest: hexOf(digest),
        generatedAt: Math.round(desktop.server.now()),
        recipients: approval.recipientViews,
      }
      desktop.bidFiles.add(stored)
      return { ...stored, receipt: null }
    } finally {
      started.fileKey.fill(0)
    }
  } finally {
    await sources.close()
    await rm(chunksPath, { force: true })
  }
}

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

async function encryptTo(
  path: string,
  {
    started,
    plan,
    signal,
    working,
  }: { started: ReturnType<typeof startBidFile>; plan: BidPlan; signal: AbortSignal; working: Working },
): Promise<Uint8Array> {
  const chunks = sealBid(started, plan, {
    signal,
    onProgress: (done) => working('encrypting', done, plan.sizeInBytes),
  })
  const file = await open(path, 'wx')
  try {
    for (;;) {
      const next = await chunks.next()
      if (next.done === true) return next.value
      await writeFully(file, next.value).catch((error: unknown) => {
        throw folderFailure(error, dirname(path))
      })
      // Encrypting is arithmetic on this thread; windows and dialogs get their turn between chunks.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    await file.close()
  }
}

/**
 * The sealed chunks as they lie on the disk. Fails with `zip.source-changed` when some are gone: a person may take minutes
 * to answer, and whatever cleans up temporary files meanwhile would make a bid that nobody can open.
 */
async function* chunksOf(path: string, { sizeInBytes, name }: { sizeInBytes: number; name: string }) {
  let doneInBytes = 0
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 0x100000 }) as AsyncIterable<Uint8Array>) {
      doneInBytes += piece.length
      yield piece
    }
  } catch (error) {
    fail('zip.source-changed', { name }, error)
  }
  if (doneInBytes !== sizeInBytes) fail('zip.source-changed', { name })
}

async function askForRecipients(
  desktop: Desktop,
  { project, plan, payloadDigest }: { project: StoredProject; plan: BidPlan; payloadDigest: Uint8Array },
  job: Job<ActProgress>,
) {
  const { server } = desktop
  const { bidder, tender, openingValues } = project
  if (bidder === null) return fail('project.bidder-missing', {})
  const opensAt = Date.parse(tender.deadlines.opensAt)
  const { answer } = await askPhone<'generate'>(
    server,
    {
      kind: 'generate',
      section: sectionOf(project),
      bidderName: bidder.enterpriseName,
      socialCreditCode: bidder.socialCreditCode,
      certificateDigest: bidder.certificateDigest,
      openingAt: opensAt,
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
    recipientViews: recipients.map(({ personName, authorityName, certificate }) => ({
      personName,
      authorityName,
      serialNumber: certificate.serialNumber.toString(16).toUpperCase(),
      notAfter: certificate.notAfter.getTime(),
      fingerprintTail: digestTail(base64UrlOf(certificateDigest(certificate))),
      expiresBeforeOpening: certificate.notAfter.getTime() < opensAt,
    })),
  }
}

/** 投标单位_标段_时间: names that a clerk can tell apart in a folder. */
function namesOf({ bidder, tender, sectionCode }: StoredProject, now: number) {
  const time = new Date(now)
    .toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' })
    .replaceAll(/[-: ]/g, '')
    .slice(0, 14)
  const section = tender.sections.find(({ code }) => code === sectionCode)?.name ?? sectionCode
  const stem = `${bidder?.enterpriseName ?? ''}_${tender.project.name}_${section}_${time}`
    .replaceAll(/[\\/:*?"<>|\s]/g, '')
    .slice(0, 100)
  return { bidFileName: `${stem}.bdtf`, plainCopyName: `${stem}（非加密）.nbdtf` }
}

interface WantedFile {
  name: string
  pieces: () => AsyncIterable<Uint8Array>
}

/** Writes beside the final names, renames when all are on the disk; when one fails, none stays. */
async function writeTogether(folder: string, files: [WantedFile, WantedFile]) {
  const paths = files.map(({ name }) => join(folder, name))
  try {
    const [first, second] = files
    const written = [
      await writeDigested(`${join(folder, first.name)}.part`, 'w', first.pieces()),
      await writeDigested(`${join(folder, second.name)}.part`, 'w', second.pieces()),
    ]
    for (const path of paths) await rename(`${path}.part`, path)
    return written as [Written, Written]
  } catch (error) {
    for (const path of paths)
      for (const name of [path, `${path}.part`]) await rm(name, { force: true }).catch(() => undefined)
    throw error instanceof BidsealError ? error : folderFailure(error, folder)
  }
}
