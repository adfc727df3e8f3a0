import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { DocumentId, PlacedSeal } from '../../contract/bid-project.ts'
import type { SealRequest, SealResult } from '../../contract/signing.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { readFailure } from '../../domain/failure-details.ts'
import { fillSeal } from '../../domain/pdf/fill-seal.ts'
import type { PreparedSeal } from '../../domain/pdf/prepare-seal.ts'
import { sealPropertyInfo } from '../../domain/pdf/seal-property.ts'
import { certificateDigest } from '../../domain/pki/certificate.ts'
import { sealKindOf } from '../../domain/seal/seal-kinds.ts'
import {
  assembleSesSignature,
  sesSignatureDigest,
  sesSignatureUpperBound,
  sesTbs,
} from '../../domain/seal/ses-signature.ts'
import { decodeSignature, verifyDigest } from '../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import type { SealAnswer } from '../../protocol/ticket-answers.ts'
import type { SealItem } from '../../protocol/tickets.ts'
import type { Desktop } from '../desktop.ts'
import type { StoredDocument } from '../project/repository.ts'
import { type ExtendedFile, extendFile } from '../store/extended-file.ts'
import type { WorkerPool } from '../workers/pool.ts'
import type { AskTimeStamp } from './ask-time-stamp.ts'
import type { PdfOrders } from './pdf-orders.ts'
import type { Signer, UsableSeal } from './signing-desk.ts'

/** What became of one document. */
export type Result = z.infer<typeof SealResult>

/** A document with an empty hole, waiting for the phone's signature. */
export interface PreparedDocument {
  request: SealRequest
  document: StoredDocument
  usable: UsableSeal
  prepared: PreparedSeal
  /** Gets the update once the phone has signed; its caller discards it in the end. */
  copy: ExtendedFile
  propertyInfo: string
  item: SealItem
}

/**
 * Sets the seal's pictures and the hole behind the document's bytes, which stay as they are, in a thread; a copy that will
 * take them is begun.
 */
export async function prepareDocument(
  desktop: Desktop,
  request: SealRequest,
  {
    document,
    signer,
    usable,
    threads,
    signal,
    tell,
  }: {
    document: StoredDocument
    signer: Signer
    usable: UsableSeal
    threads: WorkerPool<PdfOrders>
    signal: AbortSignal
    tell: (doneInBytes: number) => void
  },
): Promise<PreparedDocument> {
  const { seal } = usable
  const { placements, crossPage } = request
  const fieldName = `Bidseal-${randomUUID()}`
  const encodedPicture = await usable.encoded
  const order: PdfOrders['prepare']['order'] = {
    filesFolder: desktop.pdfs.filesFolder,
    blob: document.blob,
    known: await desktop.pdfs.pass(document.blob, signal),
    placed: { placements, crossPage },
    picture: seal.picture,
    request: {
      ...(encodedPicture && { encodedPicture }),
      fieldName,
      name: signer.certificate.enterpriseName,
      reason: '投标文件签章',
      signingTime: new Date(desktop.server.now()),
      holeSizeInBytes: sesSignatureUpperBound({
        sealSizeInBytes: seal.der.length,
        certificateSizeInBytes: signer.certificate.certificate.der.length,
        propertyInfoLength: 400,
      }),
    },
  }
  const answer = await threads.run('prepare', order, tell)
  const { prepared, pass, pages } = answer ?? fail('project.document-damaged', { name: document.name })
  desktop.store.files.passes.remember(document.blob, pass)
  const propertyInfo = sealPropertyInfo(prepared.byteRange, fieldName)
  return {
    request,
    document,
    usable,
    prepared,
    copy: extendFile(desktop.store.files, document.blob, pass),
    propertyInfo,
    item: {
      documentName: document.name,
      pageCount: document.pageCount,
      sealId: seal.sealId,
      sealDigest: base64UrlOf(sm3(seal.der)),
      pages,
      documentDigest: base64UrlOf(prepared.digest),
      propertyInfo,
    },
  }
}

/** Checks each signature of an answer and puts the sealed documents in place; one failure does not undo the others. */
export async function applyAnswer(
  desktop: Desktop,
  documents: readonly PreparedDocument[],
  { signer, answer, askTimeStamp }: { signer: Signer; answer: z.infer<typeof SealAnswer>; askTimeStamp: AskTimeStamp },
): Promise<Result[]> {
  const results: Result[] = []
  for (const [i, document] of documents.entries()) {
    const { documentId } = document.request
    try {
      await putSignature(desktop, document, { signer, signed: answer.items[i], askTimeStamp })
      results.push({ documentId, outcome: 'sealed' })
    } catch (error) {
      if (!(error instanceof BidsealError)) throw error
      results.push({ documentId, outcome: 'failed', failure: error.failure })
    }
  }
  return results
}

async function putSignature(
  desktop: Desktop,
  { document, prepared, copy, propertyInfo, usable, request, item }: PreparedDocument,
  {
    signer,
    signed,
    askTimeStamp,
  }: {
    signer: Signer
    signed: z.infer<typeof SealAnswer>['items'][number] | undefined
    askTimeStamp: AskTimeStamp
  },
): Promise<void> {
  if (signed?.outcome !== 'signed')
    throw new BidsealError(readFailure(signed?.failure) ?? { code: 'act.answer-invalid', details: {} })
  const { certificate } = signer.certificate
  const signature = decodeSignature(bytesOfBase64Url(signed.signature) ?? new Uint8Array())
  const signingTime = new Date(signed.signingTime)
  const tbs = sesTbs({ seal: usable.seal.der, signedBytesDigest: prepared.digest, signingTime, propertyInfo })
  const { publicKey } = certificate
  if (signature === null || publicKey === null) return fail('act.answer-invalid', {})
  if (!verifyDigest(publicKey, sesSignatureDigest(tbs, publicKey), signature)) return fail('act.answer-invalid', {})
  const timeStamp = await askTimeStamp(signature)
  const appended = fillSeal(prepared, assembleSesSignature(tbs, certificate.der, signature, timeStamp))
  const sealed = await copy.finish({ ...prepared, appended })
  if (sealed === null) return fail('project.document-damaged', { name: document.name })
  // The document may have been changed while the phone was asked; a seal over other bytes must not take their place.
  const current = desktop.projects.document(document.documentId)
  if (current?.blob !== document.blob) return fail('project.document-missing', {})
  desktop.projects.putSeal(current, placedSealOf({ request, usable, signer, signingTime, pages: item.pages }), sealed)
}

function placedSealOf({
  request,
  usable: { seal },
  signer,
  signingTime,
  pages,
}: {
  request: SealRequest
  usable: UsableSeal
  signer: Signer
  signingTime: Date
  pages: readonly number[]
}): z.infer<typeof PlacedSeal> {
  const isOnlyCrossPage = request.crossPage && request.placements.length === 0
  return {
    sealId: seal.sealId,
    sealName: seal.name,
    kind: isOnlyCrossPage ? 'crossPage' : (sealKindOf(seal.type) ?? 'official'),
    placements: isOnlyCrossPage ? pages.map((page) => ({ page, xMm: 0, yMm: 0 })) : request.placements,
    widthMm: seal.picture.widthMm,
    heightMm: seal.picture.heightMm,
    sealedBy: signer.personName,
    sealedAt: signingTime.getTime(),
  }
}

/** base64url SM3 of the signer's certificate, as tickets name it. */
export function signerDigest({ certificate }: Signer): string {
  return base64UrlOf(certificateDigest(certificate.certificate))
}

/** One document cannot carry two signatures from one approval: the second covers the first. Rounds keep them apart. */
export function inRounds(requests: readonly SealRequest[]): SealRequest[][] {
  const rounds: SealRequest[][] = []
  const seen = new Map<DocumentId, number>()
  for (const request of requests) {
    const round = seen.get(request.documentId) ?? 0
    seen.set(request.documentId, round + 1)
    rounds[round] = [...(rounds[round] ?? []), request]
  }
  return rounds
}
