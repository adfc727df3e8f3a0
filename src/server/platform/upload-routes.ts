import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { base64UrlOf, hexOf } from '../../domain/bytes.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { fail } from '../../domain/failure.ts'
import { readCertificate } from '../../domain/pki/certificate.ts'
import { assembleSignedData } from '../../domain/pki/signed-data.ts'
import { platformRoutes, type Receipt } from '../../protocol/http-api.ts'
import type { Authorities } from '../certificates/authorities.ts'
import type { Callers } from '../http/callers.ts'
import { paramsOf, type Serve } from '../http/serve.ts'
import type { OpeningRecords } from '../opening/repository.ts'
import type { Parts } from '../parts.ts'
import type { DesktopTokenRow } from '../tickets/repository.ts'
import { keptInBytes, receiveFile, removeIncoming, tidyIncoming } from './incoming-file.ts'
import type { Platform, UploadRow } from './repository.ts'
import { isUploadScope, quotaOfBidder, silenceLimitMs } from './rules.ts'

interface UploadParts {
  parts: Parts
  platform: Platform
  opening: OpeningRecords
  authorities: Authorities
  callers: Callers
}

/** Where the bytes of a request begin: 0, or a in `Content-Range: bytes a-b/c` (RFC 9110, clause 14.4), up to the end. */
function startOf(contentRange: string | undefined, sizeInBytes: number): number {
  if (contentRange === undefined) return 0
  const [, start = '', last = '', total = ''] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(contentRange) ?? []
  const isRest = start !== '' && Number(last) === sizeInBytes - 1 && Number(total) === sizeInBytes
  return isRest ? Number(start) : fail('input.invalid', { field: 'content-range' })
}

export const bidFilePath = (dataFolder: string, uploadId: string) => join(dataFolder, 'bid-files', uploadId)

/** Upload of a bid: announce, the bytes by PUT, finish for a signed receipt. Each step may be repeated. */
export function serveUploads(app: FastifyInstance, serve: Serve, given: UploadParts): void {
  const { parts, platform, opening, authorities, callers } = given
  const { db, now, random, dataFolder, limits } = parts
  mkdirSync(join(dataFolder, 'bid-files'), { recursive: true })
  tidyIncoming(join(dataFolder, 'bid-files'), (uploadId) => platform.upload(uploadId)?.stored_at === null)

  /** What is coming in now, once for each attempt. */
  const arriving = new Set<UploadRow>()
  const removeFile = (uploadId: string) => removeIncoming(bidFilePath(dataFolder, uploadId))

  /** ⚔ Nobody gets a receipt for bytes that a disk has lost since they came in. */
  const isWhole = ({ upload_id, stored_at, size_in_bytes }: UploadRow) =>
    stored_at !== null &&
    statSync(bidFilePath(dataFolder, upload_id), { throwIfNoEntry: false })?.size === size_in_bytes

  /** From where on the bytes of an upload are still to be sent. */
  const receivedInBytes = (upload: UploadRow) =>
    isWhole(upload) ? upload.size_in_bytes : keptInBytes(bidFilePath(dataFolder, upload.upload_id))

  function removeSuperseded({ section_code, social_credit_code }: UploadRow) {
    const earlier = opening.superseded(section_code, social_credit_code)
    for (const bidFileId of earlier.slice(quotaOfBidder.supersededFiles)) removeFile(bidFileId)
  }

  function openSection(sectionCode: string) {
    const found = platform.section(sectionCode) ?? fail('request.not-found', {})
    const bidDeadline = Date.parse(found.tender.deadlines.bidsUntil)
    if (now() >= bidDeadline) fail('upload.deadline-passed', { bidDeadline })
    return found
  }

  function ownUpload(uploadId: string, desktop: DesktopTokenRow): UploadRow {
    const upload = platform.upload(uploadId)
    const isOwn = isUploadScope(desktop.scope) && upload?.social_credit_code === desktop.social_credit_code
    return isOwn && upload !== null ? upload : fail('upload.replaced', {})
  }

  serve.desktop(platformRoutes.beginUpload, ({ body, desktop }) => {
    if (!isUploadScope(desktop.scope)) return fail('request.forbidden', {})
    const { tender } = openSection(body.sectionCode)
    if (tender.project.code !== body.tenderCode) return fail('request.not-found', {})
    const limitInBytes = tender.limits.totalBytes
    if (body.sizeInBytes > limitInBytes) return fail('upload.too-large', { limitInBytes })
    const row = {
      upload_id: hexOf(random(16)),
      section_code: body.sectionCode,
      bidder_name: desktop.enterprise_name,
      social_credit_code: desktop.social_credit_code,
      file_name: body.fileName,
      size_in_bytes: body.sizeInBytes,
      digest: body.digest,
      begun_at: now(),
    }
    const pending = platform.pendingUpload(row)
    if (pending !== null) return { uploadId: pending.upload_id, receivedInBytes: receivedInBytes(pending) }
    const tries = quotaOfBidder.announcementsAnHour
    const bucket = `uploads/${row.section_code}/${row.social_credit_code}`
    const limit = { bucket, tries, windowMs: 3_600_000 }
    db.transaction(() => {
      limits.check(limit)
      limits.count(limit)
      platform.insertUpload(row)
      const others = platform
        .pendingUploads(row.section_code, row.social_credit_code)
        .slice(quotaOfBidder.pendingUploads)
        .filter(({ upload_id }) => ![...arriving].some((one) => one.upload_id === upload_id))
      for (const { upload_id } of others) {
        // The bytes first: a row without its file is found out, a file without its row would lie here for ever.
        removeFile(upload_id)
        platform.dropUpload(upload_id)
      }
    })
    return { uploadId: row.upload_id, receivedInBytes: 0 }
  })

  // Bytes are not collected: the parser hands the stream on, and the announced size is the limit.
  app.addContentTypeParser('application/octet-stream', (_, payload, done) => done(null, payload))
  app.put('/api/bid-files/:uploadId', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request) => {
    const { desktop } = callers.desktop(request)
    const upload = ownUpload(paramsOf(request).uploadId ?? '', desktop)
    openSection(upload.section_code)
    if (!(request.body instanceof Readable)) return fail('input.invalid', { field: 'body' })
    if (upload.stored_at !== null) return {}
    const { section_code, social_credit_code, size_in_bytes: sizeInBytes, digest } = upload
    const beside = [...arriving].filter(
      (one) => one.section_code === section_code && one.social_credit_code === social_credit_code,
    )
    // Each attempt fills its own file until its digest is known.
    if (beside.length >= quotaOfBidder.runningUploads) return fail('request.too-many', { retryAfterMs: silenceLimitMs })
    arriving.add(upload)
    try {
      const startAt = startOf(request.headers['content-range'], sizeInBytes)
      const announced = { sizeInBytes, digest, attempt: hexOf(random(8)), startAt }
      await receiveFile(request.body, bidFilePath(dataFolder, upload.upload_id), announced, silenceLimitMs)
      platform.setStored(upload.upload_id, now())
      // Another attempt may have become a bid, and been superseded, while this one was still coming in.
      removeSuperseded(upload)
    } finally {
      arriving.delete(upload)
    }
    return {}
  })

  serve.desktop(platformRoutes.finishUpload, ({ params, desktop }) => {
    const upload = ownUpload(params.uploadId ?? '', desktop)
    if (upload.receipt !== null) return { receipt: base64UrlOf(upload.receipt) }
    const { tender } = openSection(upload.section_code)
    if (!isWhole(upload)) {
      platform.setStored(upload.upload_id, null)
      return fail('upload.incomplete', {})
    }
    const receipt = sign({
      version: 1,
      receiptNumber: `HZ${upload.upload_id.slice(0, 16).toUpperCase()}`,
      tenderCode: tender.project.code,
      sectionCode: upload.section_code,
      bidderName: upload.bidder_name,
      socialCreditCode: upload.social_credit_code,
      fileName: upload.file_name,
      sizeInBytes: upload.size_in_bytes,
      digest: upload.digest,
      receivedAt: now(),
    })
    db.transaction(() => {
      platform.setReceipt(upload.upload_id, receipt)
      opening.receive(upload, now())
    })
    removeSuperseded(upload)
    return { receipt: base64UrlOf(receipt) }
  })

  /** SignedData of the platform over the canonical receipt. */
  function sign(receipt: Receipt): Uint8Array {
    const content = canonicalJson(receipt)
    const signer = authorities.certificateOf('platform')
    const chain = authorities.chainAbove('platform').map(readCertificate)
    return assembleSignedData({
      content,
      certificates: chain,
      signer,
      signature: authorities.sign('platform', content),
    })
  }
}
