import { finishBidFile, type StartedBidFile, startBidFile, statementOf } from '../../src/domain/bid-file/generate.ts'
import { readHeader } from '../../src/domain/bid-file/header.ts'
import { unwrapFileKey, wrappedKeyFor } from '../../src/domain/bid-file/open.ts'
import type { BidStatement } from '../../src/domain/bid-file/statement.ts'
import type { Suite } from '../../src/domain/bid-file/suite.ts'
import { readSignedStatement, readTrailer, statementDigest } from '../../src/domain/bid-file/trailer.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { type Certificate, certificateDigest } from '../../src/domain/pki/certificate.ts'
import type { RandomBytes } from '../../src/domain/random.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { type Sm2Signature, signDigest } from '../../src/domain/sm/sm2-sign.ts'
import { nodeCiphers } from '../../src/node/aes-gcm.ts'
import { type Authorities, type Holder, type Identity, makeAuthorities, makeEnterprise, today } from './authorities.ts'
import { bidFileOf } from './bid-bytes.ts'
import { type BidPlan, packPlainCopy, planBid, sealBid } from './make-whole-bid.ts'
import { openBid, requireBid } from './open-whole-bid.ts'
import { collect, collectWithResult } from './streams.ts'

export const chunkSize = 1024

/** One enterprise that bids, two colleagues' certificates that may open, a rival with the same authority. */
export interface BidWorld {
  authorities: Authorities
  random: RandomBytes
  bidder: Holder
  colleague: Holder
  rival: Holder
}

export const bidderName = '江苏甲建设有限公司'

export function makeBidWorld(seed = 'bids'): BidWorld {
  const authorities = makeAuthorities(seed)
  const { issuing, random } = authorities
  const enterprise = (name: string, socialCreditCode: string) =>
    makeEnterprise(issuing[0], { name, socialCreditCode }, random)
  return {
    authorities,
    random,
    bidder: enterprise(bidderName, '91320100MA1XYZ1234'),
    colleague: enterprise(bidderName, '91320100MA1XYZ1234'),
    rival: enterprise('江苏乙建设有限公司', '91320100MA1ABC5678'),
  }
}

export const smallFiles: Record<string, string> = {
  '商务标/投标函.pdf': 'letter '.repeat(300),
  '技术标/施工组织设计.pdf': 'method '.repeat(100),
}

export async function makePlan(
  holder: Holder,
  {
    files = smallFiles,
    socialCreditCode = '91320100MA1XYZ1234',
  }: { files?: Record<string, string>; socialCreditCode?: string } = {},
): Promise<BidPlan> {
  return planBid(
    {
      tender: 'nj-2026-001',
      section: 'a1',
      socialCreditCode,
      signingCertificate: hexOf(certificateDigest(holder.sign.certificate)),
      openingForm: [{ id: 'total', title: '投标总价', value: '1000000.00' }],
      tool: 'bidseal 0.1.0',
    },
    Object.entries(files).map(([name, text]) => ({ name, source: sourceOfBytes(utf8Bytes(text)) })),
  )
}

export function signAs(holder: Holder, statement: BidStatement, random: RandomBytes): Sm2Signature {
  return signDigest(holder.sign.key.privateKey, statementDigest(statement, holder.sign.certificate), random)
}

/** A finished bid file and everything that went into it. */
export interface MadeBid {
  plan: BidPlan
  started: StartedBidFile
  statement: BidStatement
  header: Uint8Array
  chunks: Uint8Array
  trailer: Uint8Array
  signedStatement: Uint8Array
  file: Uint8Array
}

export async function makeBid(
  world: BidWorld,
  {
    plan,
    holder = world.bidder,
    recipients = [world.bidder.encrypt.certificate, world.colleague.encrypt.certificate],
    suite = 'sm4-gcm',
  }: { plan?: BidPlan; holder?: Holder; recipients?: readonly Certificate[]; suite?: Suite } = {},
): Promise<MadeBid> {
  const { random, authorities } = world
  const planned = plan ?? (await makePlan(holder))
  const started = startBidFile({ plan: planned, created: today, random, chunkSize, suite })
  const { bytes: chunks, result: payloadDigest } = await collectWithResult(sealBid(started, planned, nodeCiphers))
  const statement = statementOf(planned, { payloadDigest, recipients, created: today })
  const finished = finishBidFile(
    started,
    {
      statement,
      signature: signAs(holder, statement, random),
      signer: holder.sign.certificate,
      chain: [authorities.issuing[0].certificate],
      recipients,
    },
    { random },
  )
  const file = bidFileOf(finished.header, chunks, finished.trailer)
  return { plan: planned, started, statement, chunks, file, ...finished }
}

export async function makePlainCopy(bid: MadeBid): Promise<Uint8Array> {
  return collect(packPlainCopy(bid.plan, bid.signedStatement))
}

/** What phone and desktop do together when a bid is opened. */
export async function openWith(file: Uint8Array, { certificate, key }: Identity) {
  const source = sourceOfBytes(file)
  const header = await readHeader(source)
  const signed = readSignedStatement(await readTrailer(source, header))
  const contentKey = decryptSm2(key.privateKey, wrappedKeyFor(header, certificate, signed))
  const fileKey = unwrapFileKey(header, contentKey)
  const quarantine = sourceOfBytes(await collect(openBid({ source, header, signed }, fileKey)))
  return { quarantine, signed, contents: await requireBid(quarantine, signed) }
}
