import { expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import type { Phone } from '../../src/domain/cosign/phone-record.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { TicketId, ticketIdOf } from '../../src/protocol/tickets.ts'
import { answerSeal } from '../../src/renderer/phone/answers/seal.ts'
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
