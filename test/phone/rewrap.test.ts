import { expect, test } from 'vitest'
import { type BidFileEnds, endsOf } from '../../src/domain/bid-file/rewrap.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { certificateDigest } from '../../src/domain/pki/certificate.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import type { TicketBodyOf } from '../../src/protocol/tickets.ts'
import { readTicketEnds } from '../../src/renderer/phone/answers/rewrap.ts'
import { makeBid, makeBidWorld } from '../kit/bids.ts'
import { failureOf } from '../kit/failure-of.ts'
import { bytes, openBody, section } from './kit.ts'

const world = makeBidWorld('phone-rewrap')
const bid = await makeBid(world)
const ends = await endsOf(sourceOfBytes(bid.file))
const ofColleague = await makeBid(world, { holder: world.colleague })

function bodyOf({ signed, bytes: attachment }: BidFileEnds & { bytes: Uint8Array }): TicketBodyOf<'rewrap'> {
  const { headerDigest: _, purpose: __, ...common } = openBody
  return {
    ...common,
    kind: 'rewrap',
    section: { ...section, tenderCode: 'nj-2026-001', sectionCode: 'a1' },
    socialCreditCode: '91320100MA1XYZ1234',
    certificateDigest: base64UrlOf(certificateDigest(signed.signer)),
    endsDigest: base64UrlOf(sm3(attachment)),
    manifestDigest: base64UrlOf(signed.statement.manifestDigest),
    payloadDigest: base64UrlOf(signed.statement.payloadDigest),
    sizeInBytes: bid.file.length,
  }
}
const honest = bodyOf(ends)

test('a file that is the one the ticket names is taken with its recipients', () => {
  expect(readTicketEnds(honest, ends.bytes).signed.statement.recipientDigests).toHaveLength(2)
})

test.each<[string, Partial<TicketBodyOf<'rewrap'>>]>([
  ['of another section than the one shown', { section: { ...honest.section, sectionCode: 'a2' } }],
  ['of another tender than the one shown', { section: { ...honest.section, tenderCode: 'nj-2026-002' } }],
  ['of another enterprise', { socialCreditCode: '91320100MA1ABC5678' }],
  ['with another manifest than was signed', { manifestDigest: bytes(32, 7) }],
  ['with other chunks than were signed', { payloadDigest: bytes(32, 7) }],
  ['that another certificate signed', { certificateDigest: bytes(32, 7) }],
  ['other than the ticket names', { endsDigest: bytes(32, 7) }],
])('⚔ a file %s is refused before anything of it is shown', (_, change) => {
  expect(failureOf(() => readTicketEnds({ ...honest, ...change }, ends.bytes))?.code).toBe('phone.header-mismatch')
})

test('⚔ a colleague’s bid for the same section is not signed as one’s own', async () => {
  const { bytes: attachment } = await endsOf(sourceOfBytes(ofColleague.file))
  const body = { ...honest, endsDigest: base64UrlOf(sm3(attachment)) }
  expect(failureOf(() => readTicketEnds(body, attachment))?.code).toBe('phone.header-mismatch')
})
