import { beforeAll, describe, expect, test } from 'vitest'
import { base64UrlOf, uint32Bytes } from '../../src/domain/bytes.ts'
import { readQrContent, type TicketBody, TicketId, ticketIdOf } from '../../src/protocol/tickets.ts'
import { bareTicketId, collideBareIds } from '../kit/bare-ticket-id.ts'

const encoded = (length: number, n: number) => {
  const bytes = new Uint8Array(length)
  bytes.set(uint32Bytes(n))
  return base64UrlOf(bytes)
}
const common = (n: number) => ({
  version: 1 as const,
  nonce: encoded(32, n),
  desktopKey: encoded(65, 1),
  oneTimeKey: encoded(65, 2),
  desktopName: '投标部电脑',
  createdAt: 1_788_220_800_000,
})
const harmless = (n: number): TicketBody => ({ kind: 'identify', purpose: 'bid-tool', ...common(n) })
const harmful = (n: number): TicketBody => ({ kind: 'identify', purpose: 'bid-upload', ...common(n) })

describe('⚔ a second body for an id', () => {
  let found: ReturnType<typeof collideBareIds>
  beforeAll(() => {
    found = collideBareIds(harmless, harmful)
  })

  test('is found by a birthday search when the id is a tail of 32 bits', () => {
    const ids = [found.harmless, found.harmful].map(bareTicketId)
    expect([ids[0] === ids[1], found.tries < 1_000_000]).toEqual([true, true])
  })

  test('has another id with us, because all 256 bits count', () => {
    expect(ticketIdOf(found.harmful)).not.toBe(ticketIdOf(found.harmless))
  })

  test.each([4, 8, 16, 20, 31, 33])('an id of %s bytes is none, in a schema or in a code', (length) => {
    const id = encoded(length, 7)
    expect([TicketId.safeParse(id).success, readQrContent(`https://127.0.0.1:8686/t#${id}`)]).toEqual([false, null])
  })
})
