import { finishBidFile, startBidFile, statementOf } from '../../src/domain/bid-file/generate.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { base64UrlOf, bytesOfBase64Url, concatBytes, hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { certificateDigest, readCertificate } from '../../src/domain/pki/certificate.ts'
import { decodeSignature } from '../../src/domain/sm/sm2-sign.ts'
import type { CertificatePair } from '../../src/protocol/http-api.ts'
import type { PublishedTender } from '../../src/protocol/published-tender.ts'
import type { TenderSection } from '../../src/protocol/tender-section.ts'
import { GenerateAnswer } from '../../src/protocol/ticket-answers.ts'
import { planBid, sealBid } from './make-whole-bid.ts'
import type { TestServer } from './server.ts'
import { collectWithResult } from './streams.ts'
import type { VirtualDesktop } from './virtual-desktop.ts'
import type { VirtualPhone } from './virtual-phone.ts'

/** The first section of a published tender, as tickets name it. */
export function sectionOf({ tenderCode, tenderName, sections }: PublishedTender): TenderSection {
  const [{ sectionCode, sectionName }] = sections as [(typeof sections)[number]]
  return { tenderCode, tenderName, sectionCode, sectionName }
}

export interface LoopBid {
  file: Uint8Array
  header: Uint8Array
  fileKey: Uint8Array
}

/** 生成标书 through server and phone: a small bid file that the recipients can open. */
export async function generateLoopBid(
  server: TestServer,
  {
    desktop,
    phone,
    section,
    recipients,
  }: {
    desktop: VirtualDesktop
    phone: VirtualPhone
    section: TenderSection
    recipients: readonly CertificatePair[]
  },
): Promise<LoopBid> {
  const [pair] = (await phone.pairs()) as [CertificatePair]
  const certificateOf = (leaf: string) => readCertificate(bytesOfBase64Url(leaf)!)
  const signer = certificateOf(pair.signing.leaf)
  const { socialCreditCode } = pair
  const { random } = server
  const plan = await planBid(
    {
      tender: section.tenderCode,
      section: section.sectionCode,
      socialCreditCode,
      signingCertificate: hexOf(certificateDigest(signer)),
      openingForm: [{ id: 'total', title: '投标总价', value: '1000000.00' }],
      tool: 'bidseal 0.1.0',
    },
    [{ name: '商务标/投标函.pdf', source: sourceOfBytes(utf8Bytes('letter')) }],
  )
  const started = startBidFile({ plan, created: new Date(server.now()), random })
  const { bytes: chunks, result: payloadDigest } = await collectWithResult(sealBid(started, plan))
  const ticket = await desktop.open('generate', {
    section,
    bidderName: pair.enterpriseName,
    certificateDigest: base64UrlOf(certificateDigest(signer)),
    socialCreditCode,
    openingAt: server.now(),
    manifestDigest: base64UrlOf(plan.manifestDigest),
    payloadDigest: base64UrlOf(payloadDigest),
    sizeInBytes: plan.sizeInBytes,
    fileCount: 1,
    openingForm: [{ label: '投标总价', value: '1000000.00' }],
  })
  await phone.answer(ticket.ticketId, { recipients })
  const answer = GenerateAnswer.parse(await desktop.answerOf(ticket))
  const chosen = answer.recipients.map(({ certificate }) => certificateOf(certificate.leaf))
  const statement = statementOf(plan, { payloadDigest, recipients: chosen, created: new Date(answer.createdAt) })
  const { header, trailer } = finishBidFile(
    started,
    {
      statement,
      signature: decodeSignature(bytesOfBase64Url(answer.signature)!)!,
      signer,
      chain: answer.certificate.authorities.map(certificateOf),
      recipients: chosen,
    },
    { random },
  )
  return { file: concatBytes(header, chunks, trailer), header, fileKey: started.fileKey }
}
