import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { ticketRoutes } from '../../src/protocol/http-api.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { type SignedInPhone, signIn } from '../kit/sign-in.ts'
import { createVirtualDesktop, type OpenedTicket } from '../kit/virtual-desktop.ts'

let server: TestServer
let phone: SignedInPhone
let ticket: OpenedTicket

beforeEach(async () => {
  server = await startTestServer()
  phone = await signIn(server, '19900000101')
  ticket = await createVirtualDesktop(server).open('identify', { purpose: 'bid-tool' })
})
afterEach(() => server.stop())

const params = () => ({ ticketId: ticket.ticketId })
const compare = (phoneRandom: Uint8Array) =>
  phone.client.call(ticketRoutes.compare, { params: params(), body: { phoneRandom: base64UrlOf(phoneRandom) } })
const reveal = (desktopRandom: Uint8Array) =>
  ticket.client.call(ticketRoutes.reveal, { params: params(), body: { desktopRandom: base64UrlOf(desktopRandom) } })

async function untilSent() {
  for (;;) {
    await setImmediate()
    if ((await ticket.client.call(ticketRoutes.watch, { params: params(), body: {} })).phoneRandom !== undefined) return
  }
}

test('⚔ a second random number of the phone is refused: six digits are ground in a second', async () => {
  const first = compare(server.random(32))
  await untilSent()
  const second = await failureOfAsync(() => compare(server.random(32)))
  await reveal(ticket.desktopRandom)
  await first
  expect(second).toEqual({ code: 'ticket.closed', details: {} })
})

test('⚔ a desktop cannot reveal other random bytes than it committed to', async () => {
  const comparing = compare(server.random(32))
  await untilSent()
  const failure = await failureOfAsync(() => reveal(server.random(32)))
  await reveal(ticket.desktopRandom)
  await comparing
  expect(failure).toEqual({ code: 'input.invalid', details: { field: 'desktopRandom' } })
})
