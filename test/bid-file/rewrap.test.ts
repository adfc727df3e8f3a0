import { describe, expect, test } from 'vitest'
import { decodeHeader, isHeaderOf } from '../../src/domain/bid-file/header.ts'
import { unwrapFileKey, wrappedKeyFor } from '../../src/domain/bid-file/open.ts'
import {
  endsOf,
  readEnds,
  rewrapEnds,
  rewrapHeader,
  rewrapRecipients,
  rewrapStatement,
} from '../../src/domain/bid-file/rewrap.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes } from '../../src/domain/bytes.ts'
import type { Certificate } from '../../src/domain/pki/certificate.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { makeEnterprise, today } from '../kit/authorities.ts'
import { bidFileOf } from '../kit/bid-bytes.ts'
import { bidderName, makeBid, makeBidWorld, openWith, signAs } from '../kit/bids.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'

const world = makeBidWorld('rewrap')
const { bidder, colleague, rival, random, authorities } = world
const third = makeEnterprise(
  authorities.issuing[0],
  { name: bidderName, socialCreditCode: '91320100MA1XYZ1234' },
  random,
)
const bid = await makeBid(world)
const before = await endsOf(sourceOfBytes(bid.file))
const later = new Date(today.getTime() + 3_600_000)

/** What the phone does, with the file key in hand. */
function rewrap(added: readonly Certificate[], fileKey = bid.started.fileKey, ends = before) {
  const recipients = rewrapRecipients(before.signed, added)
  const header = rewrapHeader(ends.header, { fileKey, recipients, random })
  const statement = rewrapStatement(before.signed, recipients, later)
  const signature = signAs(bidder, statement, random)
  return { header, answer: { statement, signature, signer: bidder.sign.certificate, chain: [], recipients } }
}

describe('a bid file with an added recipient', () => {
  const { header, answer } = rewrap([third.encrypt.certificate])
  const { trailer } = rewrapEnds(before, header, answer)
  const file = bidFileOf(header, bid.chunks, trailer)

  test('is opened by the old recipients and by the added one', async () => {
    for (const holder of [bidder, colleague, third])
      expect((await openWith(file, holder.encrypt)).contents.manifest.files).toHaveLength(2)
  })

  test('is opened by nobody else', async () => {
    expect((await failureOfAsync(() => openWith(file, rival.encrypt)))?.code).toBe('bid-file.not-a-recipient')
  })

  test('differs from the old one in recipients and time of the statement alone', async () => {
    const { signed } = await endsOf(sourceOfBytes(file))
    const { recipientDigests, created, ...same } = signed.statement
    expect([same, recipientDigests.length, created]).toEqual([
      expect.objectContaining({ manifestDigest: bid.plan.manifestDigest, section: 'a1' }),
      3,
      later.toISOString().replace('.000', ''),
    ])
  })
})

describe('recipients', () => {
  test('that can open the file already add nobody', () => {
    const failure = failureOf(() => rewrapRecipients(before.signed, [colleague.encrypt.certificate]))
    expect(failure?.code).toBe('bid-file.nobody-added')
  })

  test('⚔ in the envelope that the statement does not name are refused', () => {
    const { answer } = rewrap([third.encrypt.certificate])
    const recipients = [...answer.recipients, rival.encrypt.certificate]
    const header = rewrapHeader(before.header, { fileKey: bid.started.fileKey, recipients, random })
    expect(failureOf(() => rewrapEnds(before, header, answer))).toEqual({
      code: 'bid-file.statement-mismatch',
      details: { field: 'recipients' },
    })
  })
})

test('⚔ the header of another bid file is not put around these chunks', async () => {
  const other = await endsOf(sourceOfBytes((await makeBid(world)).file))
  const { header, answer } = rewrap([third.encrypt.certificate], bid.started.fileKey, other)
  expect(failureOf(() => rewrapEnds(before, header, answer))?.code).toBe('bid-file.header-changed')
})

test('⚔ a header made with another file key opens nothing, which its MAC shows to whoever unwraps', () => {
  const { header } = rewrap([third.encrypt.certificate], random(32))
  const { certificate, key } = third.encrypt
  const forged = decodeHeader(header)
  const fileKey = unwrapFileKey(forged, decryptSm2(key.privateKey, wrappedKeyFor(forged, certificate)))
  expect(isHeaderOf(before.header, fileKey)).toBe(false)
})

describe('header and trailer on their own', () => {
  const { bytes } = before

  test.each<[string, Uint8Array, string]>([
    ['cut off', bytes.subarray(0, bytes.length - 1), 'bid-file.truncated'],
    ['cut off within the length', bytes.subarray(0, before.header.sizeInBytes + 2), 'bid-file.truncated'],
    ['with something behind', concatBytes(bytes, Uint8Array.of(0)), 'bid-file.trailing-bytes'],
  ])('%s are refused', (_, damaged, code) => {
    expect(failureOf(() => readEnds(damaged))?.code).toBe(code)
  })

  test('⚔ of two bids do not go together', async () => {
    const other = await makeBid(world, { recipients: [bidder.encrypt.certificate] })
    expect(failureOf(() => readEnds(concatBytes(bid.header, other.trailer)))?.code).toBe('bid-file.statement-mismatch')
  })
})
