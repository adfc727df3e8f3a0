import { expect, test } from 'vitest'
import { sequence, utf8String } from '../../src/domain/asn1/write-der.ts'
import { decodeHeader } from '../../src/domain/bid-file/header.ts'
import { requireSignedHeader } from '../../src/domain/bid-file/open.ts'
import { decodeStatement } from '../../src/domain/bid-file/statement.ts'
import { assembleStatement, readSignedStatement } from '../../src/domain/bid-file/trailer.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { bytesOfHex, hexOf } from '../../src/domain/bytes.ts'
import type { Holder } from '../kit/authorities.ts'
import { makeBid, makeBidWorld, signAs } from '../kit/bids.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'
import { openBid } from '../kit/open-whole-bid.ts'
import { collect } from '../kit/streams.ts'

// Each rule alone, where a later rule would hide that it is missing.

const world = makeBidWorld('refusals')
const { bidder, colleague, rival, random } = world
const bid = await makeBid(world)
const recipients = [bidder.encrypt.certificate, colleague.encrypt.certificate]

function signedBy(holder: Holder, changes: Partial<typeof bid.statement> = {}): Uint8Array {
  const statement = { ...bid.statement, ...changes }
  const signer = holder.sign.certificate
  return assembleStatement({ statement, signature: signAs(holder, statement, random), signer, chain: [], recipients })
}

test('a signer whose code is not the statement’s is refused before anything is decrypted', () => {
  expect(failureOf(() => readSignedStatement(signedBy(rival)))?.code).toBe('bid-file.signer-mismatch')
})

test.each(['tender', 'section'] as const)('a header for another %s than was signed is refused', (field) => {
  const signed = readSignedStatement(signedBy(bidder, { [field]: 'other' }))
  expect(failureOf(() => requireSignedHeader(decodeHeader(bid.header), signed))).toEqual({
    code: 'bid-file.statement-mismatch',
    details: { field },
  })
})

test('a header that does not belong to the key gives no plaintext', async () => {
  const header = { ...decodeHeader(bid.header), mac: new Uint8Array(32) }
  const question = { source: sourceOfBytes(bid.file), header, signed: readSignedStatement(bid.signedStatement) }
  expect(await failureOfAsync(() => collect(openBid(question, bid.started.fileKey)))).toEqual({
    code: 'bid-file.header-changed',
    details: {},
  })
})

test('what no signature covers in a SignedData may not be changed either', () => {
  const [first, second] = readSignedStatement(bid.signedStatement).certificates.map(({ der }) => hexOf(der))
  const changed = bytesOfHex(hexOf(bid.signedStatement).replace(`${first}${second}`, `${second}${first}`))
  expect(failureOf(() => readSignedStatement(changed ?? new Uint8Array(0)))).toEqual({
    code: 'bid-file.statement-invalid',
    details: { reason: 'not in its one encoding' },
  })
})

test('a statement of another kind is not taken for one over a bid', () => {
  expect(failureOf(() => decodeStatement(sequence(utf8String('bidseal/receipt/v1'))))).toEqual({
    code: 'bid-file.statement-invalid',
    details: { reason: 'another kind of statement' },
  })
})
