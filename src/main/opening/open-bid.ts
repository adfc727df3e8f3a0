import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { OpenedBid } from '../../contract/bid-output.ts'
import type { Job } from '../../contract/define.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { type BidFileHeader, headerBytesOf, readHeader, requireHeaderOf } from '../../domain/bid-file/header.ts'
import { requireSignedHeader } from '../../domain/bid-file/open.ts'
import { readSignedStatement, readTrailer, recipientsOf, type SignedStatement } from '../../domain/bid-file/trailer.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { certificateDigest } from '../../domain/pki/certificate.ts'
import { trustedPath, verifyChain } from '../../domain/pki/chain.ts'
import { decodeCiphertextDer } from '../../domain/pki/sm2-der.ts'
import { decryptSm2 } from '../../domain/sm/sm2-encrypt.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { authorityNameOf, recipientWords } from '../../domain/verify/recipients.ts'
import type { Trust } from '../../domain/verify/trust.ts'
import { fileIdentity } from '../../node/file-identity.ts'
import { openFileSource } from '../../node/file-source.ts'
import type { OpeningBidder, OpeningSection } from '../../protocol/opening-section.ts'
import { digestOf, requireWhole } from '../bid-file/bid-digests.ts'
import type { Desktop } from '../desktop.ts'
import { type Answered, askPhone } from '../tickets/ask-phone.ts'
import { checkLine, sealLines } from '../verification/report-view.ts'
import { bidWorker } from '../workers/pool.ts'
import { decryptBid } from './decrypt-bid.ts'
import { downloadBid } from './download.ts'
import { recipientsWithPeople, withPeople } from './recipients.ts'
import type { StoredBid } from './repository.ts'

type Bidder = z.infer<typeof OpeningBidder>

interface Opening {
  section: OpeningSection
  bidder: Bidder
  token: string
  workersFolder: string
}

interface BidOnDisk {
  header: BidFileHeader
  headerBytes: Uint8Array
  signed: SignedStatement
}

/**
 * Opens one bid: download, digests, signed statement and its signer, the phone's key, then decryption and the verifier.
 * Whatever ends it, the bid file stays as it was and another certificate can try. Failures: those of the bid file,
 * `download.differs`, those of `askPhone`.
 */
export async function openBidOf(desktop: Desktop, opening: Opening, job: Job<ActProgress>): Promise<StoredBid> {
  const startedAt = Date.now()
  const { bidder, workersFolder } = opening
  const program = join(workersFolder, bidWorker)
  const path = downloadPath(desktop, bidder.bidFileId)
  await downloadBid({ ...opening, ...bidder, server: desktop.server, path, signal: job.signal, report: job.report })
  const identity = (await fileIdentity(path)) ?? fail('file.unreadable', { fileName: bidder.fileName })
  const trust = await desktop.trust()
  const bid = await checkedBid({ path, program, opening, trust }, job)

  const answered = await askToOpen(desktop, opening, bid, job)
  const fileKey = fileKeyOf(answered, bid)
  const order = {
    program,
    path,
    identity,
    fileKey,
    store: desktop.store.files,
    trust: {
      roots: trust.roots.map(({ der }) => der),
      intermediates: trust.intermediates.map(({ der }) => der),
      revocationLists: trust.revocationLists.map(({ der }) => der),
    },
  }
  const opened = await decryptBid(order, { signal: job.signal, report: job.report })
  const { report, files, openingForm } = opened
  const recipients = await recipientsWithPeople(desktop.server, bid.signed, opening.token)
  const verdict = report.verdict === 'valid' ? 'valid' : report.verdict === 'invalid' ? 'not-valid' : 'unreadable'
  return {
    bidFileId: bidder.bidFileId,
    bidderName: bidder.bidderName,
    openedBy: `${answered.answer.personName}（${authorityOf(bid, answered)}）`,
    openingForm,
    files,
    verification: {
      fileName: bidder.fileName,
      verdict,
      summary: summaryOf(verdict, report.documents.length),
      checks: report.checks.map((check) => checkLine(withPeople(check, recipients))),
      seals: report.documents.flatMap(({ path: name, report: pdf }) => sealLines(name, pdf)),
    },
    tookMs: Date.now() - startedAt,
  }
}

/** Where the hall keeps a bid file until it was opened. */
export const downloadPath = ({ store }: Desktop, bidFileId: string) => join(store.downloads, `${bidFileId}.bdtf`)

/**
 * What can be asked of a bid file without its key, before anybody is asked for one: it is the file of the receipt, a bid of
 * this bidder, and holds the chunks that were signed. Those are read by one thread while another one takes the file's digest.
 */
async function checkedBid(
  { path, program, opening, trust }: { path: string; program: string; opening: Opening; trust: Trust },
  { signal, report }: Job<ActProgress>,
): Promise<BidOnDisk> {
  const enough = new AbortController()
  const untilEnough = { signal: AbortSignal.any([signal, enough.signal]), report: () => {} }
  const whole = requireWhole(path, program, untilEnough)
  const ended = whole.catch(() => undefined)
  const end = () => {
    enough.abort()
    return ended
  }
  try {
    if (base64UrlOf(await digestOf(path, program, { signal, report })) !== opening.bidder.digest) {
      await end()
      // Kept, it would be taken for the download by every later try.
      await rm(path, { force: true })
      fail('download.differs', {})
    }
    const bid = await readBid(path, opening, trust)
    await whole
    return bid
  } finally {
    await end()
  }
}

/** ⚔ A stolen bid: platform account, header, statement and its signer must agree before anybody is asked for a key. */
async function readBid(path: string, { section, bidder }: Opening, trust: Trust): Promise<BidOnDisk> {
  const source = await openFileSource(path)
  try {
    const header = await readHeader(source)
    const headerBytes = headerBytesOf(header)
    const signed = readSignedStatement(await readTrailer(source, header))
    const { statement, signer, certificates } = signed
    requireSignedHeader(header, signed)
    const { tenderCode, sectionCode } = section.section
    if (statement.tender !== tenderCode) fail('bid-file.statement-mismatch', { field: 'tender' })
    if (statement.section !== sectionCode) fail('bid-file.statement-mismatch', { field: 'section' })
    if (statement.socialCreditCode !== bidder.socialCreditCode) fail('bid-file.signer-mismatch', {})
    const chain = verifyChain({
      ...trust,
      leaf: signer,
      intermediates: [...trust.intermediates, ...certificates],
      at: new Date(statement.created),
      usage: 'sign',
      role: 'userSigning',
    })
    // A missing revocation list is said in the report; everything else about the signer's chain ends here.
    if (chain.kind !== 'valid') trustedPath(chain)
    return { header, headerBytes, signed }
  } finally {
    await source.close()
  }
}

async function askToOpen(
  desktop: Desktop,
  { section, bidder, token }: Opening,
  { headerBytes, signed }: BidOnDisk,
  job: Job<ActProgress>,
): Promise<Answered<'open'>> {
  try {
    return await askPhone<'open'>(
      desktop.server,
      {
        kind: 'open',
        purpose: 'hall',
        section: section.section,
        bidderName: bidder.bidderName,
        socialCreditCode: bidder.socialCreditCode,
        headerDigest: base64UrlOf(sm3(headerBytes)),
      },
      { signal: job.signal, report: job.report, attachment: headerBytes },
    )
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    const { failure } = error
    if (failure.code !== 'act.refused' || failure.details.reason !== 'not-recipient') throw error
    const recipients = await recipientsWithPeople(desktop.server, signed, token)
    return fail('bid-file.not-a-recipient', { recipients: recipients.map(recipientWords) }, error)
  }
}

/** The file key out of the phone's answer, once it has proven to be this header's. */
function fileKeyOf({ answer, oneTimeKey }: Answered<'open'>, { header, signed }: BidOnDisk): Uint8Array {
  const recipients = recipientsOf(signed).map((certificate) => base64UrlOf(certificateDigest(certificate)))
  if (!recipients.includes(answer.certificateDigest)) return fail('act.answer-invalid', {})
  const fileKey = decryptSm2(oneTimeKey, decodeCiphertextDer(bytesOfBase64Url(answer.fileKey) ?? new Uint8Array()))
  if (fileKey?.length !== 32) return fail('act.answer-invalid', {})
  requireHeaderOf(header, fileKey)
  return fileKey
}

function summaryOf(verdict: OpenedBid['verification']['verdict'], sealedDocuments: number): string {
  return verdict === 'valid'
    ? `验证通过：投标人签名有效，${sealedDocuments} 个文件的签章均有效`
    : '验证不通过：投标文件已解密，但有签名或签章没有通过验证，详情见下'
}

/** The authority of the certificate that opened the bid; the phone's answer has been held against the recipients. */
function authorityOf({ signed }: BidOnDisk, { answer }: Answered<'open'>): string {
  const opener = recipientsOf(signed).find((one) => base64UrlOf(certificateDigest(one)) === answer.certificateDigest)
  return opener === undefined ? '' : authorityNameOf(opener)
}
