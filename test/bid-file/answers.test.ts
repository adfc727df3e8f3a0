import { expect, test } from 'vitest'
import { finishBidFile, statementOf } from '../../src/domain/bid-file/generate.ts'
import { requireTrustedAnswer } from '../../src/domain/bid-file/require-trusted-answer.ts'
import type { Certificate } from '../../src/domain/pki/certificate.ts'
import { makeEnterprise, makeRoot, today } from '../kit/authorities.ts'
import { bidFileOf } from '../kit/bid-bytes.ts'
import { bidderName, makeBid, makeBidWorld, openWith, signAs } from '../kit/bids.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'
import { trustIn } from '../kit/trust.ts'

const world = makeBidWorld('answers')
const { bidder, colleague, rival, random, authorities } = world
const bid = await makeBid(world)
const trust = { ...trustIn(authorities), at: today }
const impostor = makeEnterprise(
  makeRoot('自封根 CA', random),
  { name: bidderName, socialCreditCode: '91320100MA1XYZ1234' },
  random,
)

const failureOfAnswer = (recipients: readonly Certificate[], signer = bidder.sign.certificate, trusted = trust) =>
  failureOf(() => requireTrustedAnswer({ signer, chain: [], recipients }, bid.plan.manifest, trusted))

test('the bidder’s own certificates are taken', () => {
  expect(failureOfAnswer([bidder.encrypt.certificate, colleague.encrypt.certificate])).toBeNull()
})

test('a recipient that only says it is the bidder is refused', () => {
  expect(failureOfAnswer([bidder.encrypt.certificate, impostor.encrypt.certificate])?.code).toBe(
    'certificate.unknown-issuer',
  )
})

test('a recipient of another enterprise is refused by name', () => {
  expect(failureOfAnswer([rival.encrypt.certificate])).toEqual({
    code: 'bid-file.recipient-of-another',
    details: { name: '江苏乙建设有限公司' },
  })
})

test('a signing certificate is no recipient', () => {
  expect(failureOfAnswer([colleague.sign.certificate])?.code).toBe('certificate.wrong-key-usage')
})

test('a revoked recipient is refused', () => {
  const revoked = { ...trustIn(authorities, colleague.encrypt), at: today }
  expect(failureOfAnswer([colleague.encrypt.certificate], bidder.sign.certificate, revoked)?.code).toBe(
    'certificate.revoked',
  )
})

test('another signer than the manifest names is refused', () => {
  expect(failureOfAnswer([bidder.encrypt.certificate], colleague.sign.certificate)).toEqual({
    code: 'bid-file.signer-mismatch',
    details: {},
  })
})

test('a signature that does not hold makes no file', () => {
  const { statement } = bid
  const signature = signAs(bidder, { ...statement, section: 'a2' }, random)
  const recipients = [bidder.encrypt.certificate, colleague.encrypt.certificate]
  const answer = { statement, signature, signer: bidder.sign.certificate, chain: [], recipients }
  expect(failureOf(() => finishBidFile(bid.started, answer, { random }))?.code).toBe('bid-file.statement-invalid')
})

test('new recipients for the same chunks: those open it, and the ones before do not', async () => {
  const { meta, salt, fileKey } = bid.started
  const recipients = [colleague.encrypt.certificate]
  const { payloadDigest } = bid.statement
  const statement = statementOf(bid.plan, { payloadDigest, recipients, created: new Date(today.getTime() + 1000) })
  const signature = signAs(bidder, statement, random)
  const answer = { statement, signature, signer: bidder.sign.certificate, chain: [], recipients }
  const { header, trailer } = finishBidFile({ meta, salt, fileKey }, answer, { random })
  const file = bidFileOf(header, bid.chunks, trailer)
  const outcomes = [
    await failureOfAsync(() => openWith(file, colleague.encrypt)),
    await failureOfAsync(() => openWith(file, bidder.encrypt)),
  ]
  expect(outcomes.map((failure) => failure?.code)).toEqual([undefined, 'bid-file.not-a-recipient'])
})
