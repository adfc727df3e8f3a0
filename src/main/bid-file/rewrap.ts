import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Job } from '../../contract/define.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { headerBackOffset, splitHeader } from '../../domain/bid-file/header.ts'
import { requireTrustedAnswer } from '../../domain/bid-file/require-trusted-answer.ts'
import {
  type BidFileEnds,
  endsOf,
  rewrapEnds,
  rewrapRecipients,
  rewrapStatement,
} from '../../domain/bid-file/rewrap.ts'
import { recipientsOf } from '../../domain/bid-file/trailer.ts'
import { base64UrlOf, bytesOfBase64Url, concatBytes, hexOf } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { certificateDigest, holderOf } from '../../domain/pki/certificate.ts'
import { decodeSignature } from '../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { openFileSource } from '../../node/file-source.ts'
import type { Desktop } from '../desktop.ts'
import { sectionNamed } from '../project/section.ts'
import { folderFailure } from '../store/folder-failure.ts'
import { type Answered, askPhone } from '../tickets/ask-phone.ts'
import { certificateOf } from '../tickets/trust.ts'
import type { BidOrders } from '../workers/bid-orders.ts'
import { openPool } from '../workers/pool.ts'
import { requireWhole } from './bid-digests.ts'
import { recipientView, type VerifiedRecipient } from './recipient-view.ts'
import type { StoredBidFile } from './repository.ts'
import { requireUnwrapping } from './require-unwrapping.ts'
import type { UnfinishedBids } from './unfinished-bids.ts'

export interface RewrappingParts {
  /** The built worker of bids. */
  program: string
  unfinished: UnfinishedBids
}

export interface RewrappedBid {
  folder: string
  fileName: string
  addedNames: string[]
  /** Null for a file that no project here has made. */
  stored: StoredBidFile | null
}

/**
 * 增加证书: asks the phone of whoever signed the bid for a header with more recipients and a new signed statement, and
 * writes them around the same chunks into another file beside the old one, which stays. Failures: `file.unreadable`, those
 * of `endsOf`, `askPhone`, `requireTrustedAnswer`, `act.answer-invalid`, `bid-file.statement-mismatch` when the chunks are
 * no longer those that were signed.
 */
export async function rewrapBid(
  desktop: Desktop,
  { program, unfinished, path }: RewrappingParts & { path: string },
  job: Job<ActProgress>,
): Promise<RewrappedBid> {
  const fileName = basename(path)
  const source = await openFileSource(path).catch((error: unknown) => fail('file.unreadable', { fileName }, error))
  const { sizeInBytes } = source
  const file = await endsOf(source).finally(() => source.close())
  const { signed } = file
  const asked = await askPhone<'rewrap'>(
    desktop.server,
    {
      kind: 'rewrap',
      section: await sectionNamed(desktop, signed.statement, job.signal),
      bidderName: holderOf(signed.signer).name,
      socialCreditCode: signed.statement.socialCreditCode,
      certificateDigest: base64UrlOf(certificateDigest(signed.signer)),
      endsDigest: base64UrlOf(sm3(file.bytes)),
      manifestDigest: base64UrlOf(signed.statement.manifestDigest),
      payloadDigest: base64UrlOf(signed.statement.payloadDigest),
      sizeInBytes,
    },
    { signal: job.signal, report: job.report, attachment: file.bytes },
  )
  const { ends, added } = await requireRewrap(desktop, file, asked)
  const written = await writeBeside({ path, header: file.header }, ends, { program, unfinished }, job)
  return {
    folder: dirname(path),
    fileName: written.fileName,
    addedNames: added.map(({ personName }) => personName),
    stored: keep(desktop, { path, added, ...written }),
  }
}

/**
 * ⚔ A server that changes the answer: the signer is the one of the old statement, every added certificate is traced to a
 * pinned root and of the same enterprise, and the header is the one that the signer's phone made.
 */
async function requireRewrap(desktop: Desktop, before: BidFileEnds, { ticketId, answer }: Answered<'rewrap'>) {
  const { signed } = before
  const trust = await desktop.trust()
  const signer = certificateOf(answer.certificate.leaf)
  const chain = answer.certificate.authorities.map(certificateOf)
  const added: VerifiedRecipient[] = answer.recipients.map(({ personName, authorityName, certificate }) => ({
    personName,
    authorityName,
    certificate: certificateOf(certificate.leaf),
  }))
  const alongside = answer.recipients.flatMap((one) => one.certificate.authorities.map(certificateOf))
  const certificates = added.map(({ certificate }) => certificate)
  const { socialCreditCode } = signed.statement
  requireTrustedAnswer(
    { signer, chain, recipients: certificates },
    { signingCertificate: hexOf(certificateDigest(signed.signer)), socialCreditCode },
    {
      ...trust,
      intermediates: [...alongside, ...trust.intermediates],
      at: new Date(desktop.server.now()),
    },
  )
  const { openedWith, createdAt } = answer
  if (!recipientsOf(signed).some((one) => base64UrlOf(certificateDigest(one)) === openedWith))
    fail('act.answer-invalid', {})
  const header = bytesOfBase64Url(answer.header) ?? fail('act.answer-invalid', {})
  const headerDigest = base64UrlOf(sm3(header))
  const unwrapping = {
    act: 'unwrapping',
    ticketId,
    openedWith,
    headerDigest,
    outcome: 'opened',
    at: createdAt,
  } as const
  requireUnwrapping(unwrapping, signer, answer.headerSignature)
  const signature =
    decodeSignature(bytesOfBase64Url(answer.signature) ?? new Uint8Array()) ?? fail('act.answer-invalid', {})
  const recipients = rewrapRecipients(signed, certificates)
  const statement = rewrapStatement(signed, recipients, new Date(createdAt))
  return { ends: rewrapEnds(before, header, { statement, signature, signer, chain, recipients }), added }
}

/** The final name appears once the new file is whole: read back, its chunks those that were signed. The old one stays. */
async function writeBeside(
  { path, header }: Pick<BidFileEnds, 'header'> & { path: string },
  ends: { header: Uint8Array; trailer: Uint8Array },
  { program, unfinished }: RewrappingParts,
  { signal, report }: Job<ActProgress>,
) {
  const [folder, name] = [dirname(path), basename(path)]
  const length = headerBackOffset(header.meta)
  const { back } = splitHeader(ends.header, header.meta)
  const part = join(folder, `${randomUUID()}.part`)
  const end = await unfinished.willWrite([part])
  const endsDigest = hexOf(sm3(ends.header, ends.trailer))
  try {
    await (await open(part, 'wx')).close()
    const pool = openPool<BidOrders>({ program, signal, threads: 1 })
    const tell = (doneInBytes: number) =>
      report({ stage: 'working', step: 'writing', doneInBytes, totalInBytes: length })
    // A thread that still writes would bring a removed file back.
    await pool.run('copy', { name, from: path, to: part, length }, tell).finally(() => pool.close())
    await appendFile(part, concatBytes(back, ends.trailer), { flush: true })
    if (hexOf(await requireWhole(part, program, { signal, report })) !== endsDigest)
      fail('file.changed', { fileName: name })
    const fileName = freeName(path)
    await rename(part, join(folder, fileName))
    const sizeInBytes = length + back.length + ends.trailer.length
    return { fileName, endsDigest, sizeInBytes }
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error instanceof BidsealError ? error : folderFailure(error, folder)
  } finally {
    await end()
  }
}

/** 甲.bdtf, 甲（增加证书）.bdtf, 甲（增加证书2）.bdtf. */
function freeName(path: string): string {
  const stem = basename(path, '.bdtf').replace(/（增加证书\d*）$/, '')
  for (let number = 1; ; number++) {
    const name = `${stem}（增加证书${number === 1 ? '' : number}）.bdtf`
    if (!existsSync(join(dirname(path), name))) return name
  }
}

/** The new file in its project's list, when the old one stands there. */
function keep(
  { bidFiles, server }: Desktop,
  written: {
    path: string
    fileName: string
    endsDigest: string
    sizeInBytes: number
    added: readonly VerifiedRecipient[]
  },
): StoredBidFile | null {
  const { path, fileName: bidFileName, endsDigest, sizeInBytes, added } = written
  const before = bidFiles.at(dirname(path), basename(path))
  if (before === null) return null
  const stored = {
    ...before,
    bidFileId: randomUUID(),
    bidFileName,
    digest: null,
    endsDigest,
    sizeInBytes,
    generatedAt: Math.round(server.now()),
    recipients: [...before.recipients, ...added.map(recipientView)],
    receipt: null,
  }
  bidFiles.add(stored)
  return stored
}
