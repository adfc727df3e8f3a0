import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Job } from '../../contract/define.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { base64UrlOf, bytesOfBase64Url, bytesOfHex } from '../../domain/bytes.ts'
import { parseJson } from '../../domain/canonical-json.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { holderOf } from '../../domain/pki/certificate.ts'
import { trustedPath, verifyChain } from '../../domain/pki/chain.ts'
import { readSignedData, verifySignedData } from '../../domain/pki/signed-data.ts'
import { platformRoutes, Receipt } from '../../protocol/http-api.ts'
import { failureOfResponse } from '../../protocol/http-route.ts'
import type { Desktop } from '../desktop.ts'
import { requirePresence } from '../identity/handlers.ts'
import type { StoredProject } from '../project/repository.ts'
import { sectionOf } from '../project/section.ts'
import { askPhone } from '../tickets/ask-phone.ts'
import { platformToken } from '../tickets/platform-token.ts'
import { type BidDigests, type DigestedBid, requireUnchanged } from './bid-digests.ts'
import type { StoredBidFile } from './repository.ts'

/** 上传 → 回执: a scan proves the bidder, the file streams up, a receipt signed by the platform comes back. */
export async function uploadBid(
  desktop: Desktop,
  digests: BidDigests,
  stored: StoredBidFile,
  job: Job<ActProgress>,
): Promise<void> {
  const { server, views, bidFiles } = desktop
  // Before anybody is asked to scan; a change of the same size is found by the platform, which digests what it gets.
  await requireUnchanged(join(stored.folder, stored.bidFileName), stored.sizeInBytes)
  const project = views.required(stored.projectId)
  const section = sectionOf(project)
  const asked = await askPhone<'identify'>(server, { kind: 'identify', purpose: 'bid-upload', section }, job)
  await requirePresence(desktop, asked, project.bidder?.socialCreditCode)
  const { signal } = job
  const bid = await digests.of(stored, job)
  const { token } = await platformToken(server, asked, signal)
  const uploadId = await sendWhole(desktop, { bid, section, token }, job)
  const input = { params: { uploadId }, body: {}, token, signal }
  const { receipt } = await server.call(platformRoutes.finishUpload, input)
  const der = bytesOfBase64Url(receipt) ?? fail('act.answer-invalid', {})
  bidFiles.setReceipt(bid.bidFileId, await requireReceipt(desktop, { bid, project, der }), der)
}

/** Sends what the platform has not got yet, and again what a line that broke has kept from it; gives up without progress. */
async function sendWhole(
  desktop: Desktop,
  { bid, section, token }: { bid: DigestedBid; section: ReturnType<typeof sectionOf>; token: string },
  job: Job<ActProgress>,
): Promise<string> {
  const body = {
    tenderCode: section.tenderCode,
    sectionCode: section.sectionCode,
    fileName: bid.bidFileName,
    sizeInBytes: bid.sizeInBytes,
    digest: base64UrlOf(bytesOfHex(bid.digest) ?? new Uint8Array()),
  }
  for (let known = -1; ; ) {
    const begun = await desktop.server.call(platformRoutes.beginUpload, { body, token, signal: job.signal })
    const { uploadId, receivedInBytes: startAt } = begun
    if (startAt === bid.sizeInBytes) return uploadId
    try {
      await sendBytes(desktop, { bid, path: `/api/bid-files/${uploadId}`, token, startAt }, job)
      return uploadId
    } catch (error) {
      const isBroken = error instanceof BidsealError && brokenLine.includes(error.failure.code)
      if (!isBroken || startAt <= known) throw error
      known = startAt
    }
  }
}

const brokenLine: readonly string[] = ['server.unreachable', 'upload.incomplete']

async function sendBytes(
  { server }: Desktop,
  { bid, path, token, startAt }: { bid: StoredBidFile; path: string; token: string; startAt: number },
  { signal, report }: Job<ActProgress>,
): Promise<void> {
  const { sizeInBytes } = bid
  const file = createReadStream(join(bid.folder, bid.bidFileName), { start: startAt, highWaterMark: 0x40000 })
  let doneInBytes = startAt
  file.on('data', (piece) => {
    doneInBytes += piece.length
    report({ stage: 'working', step: 'uploading', doneInBytes, totalInBytes: sizeInBytes })
  })
  const init: RequestInit & { duplex: 'half' } = {
    method: 'PUT',
    headers: {
      ...server.headers('PUT', path, token),
      'content-type': 'application/octet-stream',
      'content-length': String(sizeInBytes - startAt),
      ...(startAt > 0 && { 'content-range': `bytes ${startAt}-${sizeInBytes - 1}/${sizeInBytes}` }),
    },
    body: Readable.toWeb(file) as ReadableStream<Uint8Array>,
    duplex: 'half',
    redirect: 'error',
    signal,
  }
  const response = await fetch(server.origin + path, init).catch(async (error: unknown) => {
    if (signal.aborted) return fail('task.cancelled', {}, error)
    // A file that grew or shrank meanwhile breaks the line from this end.
    await requireUnchanged(join(bid.folder, bid.bidFileName), bid.sizeInBytes)
    if (doneInBytes === startAt && file.errored !== null)
      return fail('file.unreadable', { fileName: bid.bidFileName }, error)
    return fail('server.unreachable', {}, error)
  })
  if (response.ok) return
  const failure = await failureOfResponse(response)
  if (failure?.code === 'upload.content-differs') fail('file.changed', { fileName: bid.bidFileName })
  if (failure !== null) throw new BidsealError(failure)
  fail('server.answer-invalid', { path: '/api/bid-files' })
}

/** The receipt must be signed by a platform under a pinned root and be about this very file, tender, section and bidder. */
async function requireReceipt(
  desktop: Desktop,
  { bid, project, der }: { bid: DigestedBid; project: StoredProject; der: Uint8Array },
) {
  const signedData = readSignedData(der)
  const { signer } = verifySignedData(signedData)
  const trust = await desktop.trust()
  const at = new Date(desktop.server.now())
  const intermediates = [...trust.intermediates, ...signedData.certificates]
  trustedPath(verifyChain({ ...trust, leaf: signer, intermediates, at, usage: 'sign', role: 'platform' }))
  const receipt = Receipt.safeParse(parseJson(signedData.content ?? new Uint8Array()))
  const { tenderCode, sectionCode } = sectionOf(project)
  const isOfThisBid =
    receipt.success &&
    receipt.data.digest === base64UrlOf(bytesOfHex(bid.digest) ?? new Uint8Array()) &&
    receipt.data.sizeInBytes === bid.sizeInBytes &&
    receipt.data.tenderCode === tenderCode &&
    receipt.data.sectionCode === sectionCode &&
    receipt.data.socialCreditCode === project.bidder?.socialCreditCode
  if (!isOfThisBid) return fail('act.answer-invalid', {})
  const { receiptNumber, receivedAt } = receipt.data
  return { receiptNumber, receivedAt, digest: bid.digest, signedBy: holderOf(signer).name }
}
