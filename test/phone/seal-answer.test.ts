import { describe, expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import type { Phone } from '../../src/domain/cosign/phone-record.ts'
import { BidsealError, type Failure } from '../../src/domain/failure.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { TicketId, ticketIdOf } from '../../src/protocol/tickets.ts'
import { answerSeal } from '../../src/renderer/phone/answers/seal.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { createPhoneServer } from '../kit/phone-server.ts'
import { makeSeal } from '../kit/seals.ts'
import { now, pair, sealBody } from './kit.ts'

const own = makeSeal({ sealId: 'seal-official' })
const other = makeSeal({ sealId: 'seal-other' })

/** A phone that must not be asked to sign: it has nothing to do it with. */
const answer = (seals: readonly Uint8Array[], item: { sealId: string; sealDigest: string; propertyInfo?: string }) => {
  const body = { ...sealBody, items: sealBody.items.map((one) => ({ ...one, ...item })) }
  return answerSeal(
    {
      ticketId: TicketId.parse(ticketIdOf(body)),
      body,
      pair: pair('a'),
      personName: '同事乙',
      phone: {} as Phone,
      trust: { roots: [], revocationLists: [] },
      now,
    },
    { pin: '112580', seals, session: null, signedItems: {}, onSigned: async () => {} },
  )
}
const digestOf = (seal: Uint8Array) => base64UrlOf(sm3(seal))

test.each([
  ['that is not among those of the certificate', [own], { sealId: 'seal-other', sealDigest: digestOf(other) }],
  ['whose digest is another seal’s', [own, other], { sealId: 'seal-official', sealDigest: digestOf(other) }],
  ['that the server swapped for the named one', [other], { sealId: 'seal-official', sealDigest: digestOf(own) }],
  [
    'in a place that the standard’s text cannot hold',
    [own],
    { sealId: 'seal-official', sealDigest: digestOf(own), propertyInfo: '字节' },
  ],
])('⚔ a seal %s is not signed, and the document is named', async (_, seals, item) => {
  expect((await answer(seals, item)).items).toEqual([
    { outcome: 'failed', failure: { code: 'phone.seal-mismatch', details: { documentName: '投标函.pdf' } } },
  ])
})

describe('in a list, after an item that was signed', () => {
  const signed = { signingTime: now, signature: base64UrlOf(new Uint8Array(64).fill(1)) }
  const own64 = { sealId: 'seal-official', sealDigest: digestOf(own) }

  /** Three items, of which so many are signed already; whatever is asked of the two-party half ends in this failure. */
  function list(failure: Failure, signedItems = { 0: signed }) {
    const [item] = sealBody.items
    const body = { ...sealBody, items: [1, 2, 3].map(() => ({ ...item!, ...own64 })) }
    const failing = new Proxy({} as Phone, {
      get() {
        throw new BidsealError(failure)
      },
    })
    return answerSeal(
      {
        ticketId: TicketId.parse(ticketIdOf(body)),
        body,
        pair: createPhoneServer().colleagues[0]!,
        personName: '同事乙',
        phone: failing,
        trust: { roots: [], revocationLists: [] },
        now,
      },
      { pin: '112580', seals: [own], session: null, signedItems, onSigned: async () => {} },
    )
  }

  test.each<Failure>([
    { code: 'request.not-found', details: {} },
    { code: 'request.forbidden', details: {} },
    { code: 'cosign.quota-used', details: { retryAfterMs: 1000 } },
    { code: 'pin.locked', details: {} },
  ])('$code fails the rest and does not undo it', async (failure) => {
    const { items } = await list(failure)
    expect(items).toEqual([{ outcome: 'signed', ...signed }, ...Array(2).fill({ outcome: 'failed', failure })])
  })

  test.each<Failure>([
    { code: 'pin.wrong', details: { triesLeft: 3 } },
    { code: 'server.unreachable', details: {} },
  ])('$code lets the person go on with the list', async (failure) => {
    expect(await failureOfAsync(() => list(failure))).toEqual(failure)
  })

  test('a failure that every item meets, before anything is signed, ends the list', async () => {
    const failure: Failure = { code: 'cosign.copy-detected', details: {} }
    expect(await failureOfAsync(() => list(failure, {} as never))).toEqual(failure)
  })
})
