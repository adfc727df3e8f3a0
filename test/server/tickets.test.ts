import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { base64UrlOf, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { ticketRoutes } from '../../src/protocol/http-api.ts'
import { comparisonNumber, ticketIdOf } from '../../src/protocol/tickets.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { type SignedInPhone, signIn } from '../kit/sign-in.ts'
import { createVirtualDesktop, type VirtualDesktop } from '../kit/virtual-desktop.ts'

let server: TestServer
let desktop: VirtualDesktop
let phone: SignedInPhone

beforeEach(async () => {
  server = await startTestServer()
  desktop = createVirtualDesktop(server)
  phone = await signIn(server, '19900000101')
})
afterEach(() => server.stop())

const openIdentify = () => desktop.open('identify', { purpose: 'bid-tool' })

describe('a ticket', () => {
  test('is fetched as the desktop composed it', async () => {
    const ticket = await openIdentify()
    const fetched = await phone.client.call(ticketRoutes.fetch, { params: { ticketId: ticket.ticketId }, body: {} })
    expect([fetched.body, ticketIdOf(fetched.body)]).toEqual([ticket.body, ticket.ticketId])
  })

  test('shows the masked name of who scanned it first', async () => {
    const { ticketId, client } = await openIdentify()
    await phone.client.call(ticketRoutes.scan, { params: { ticketId }, body: {} })
    const { state } = await client.call(ticketRoutes.watch, { params: { ticketId }, body: {} })
    expect(state).toMatchObject({ name: 'scanned', scannedBy: '周*远', step: 'reading' })
  })

  test('belongs to the first account that scans it', async () => {
    const params = { ticketId: (await openIdentify()).ticketId }
    const other = await signIn(server, '19900000102')
    await phone.client.call(ticketRoutes.scan, { params, body: {} })
    const refusals = await Promise.all(
      [ticketRoutes.scan, ticketRoutes.fetch].map((route) =>
        failureOfAsync(() => other.client.call(route, { params, body: {} })),
      ),
    )
    expect(refusals.map((failure) => failure?.code)).toEqual(['ticket.scanned-by-other', 'ticket.scanned-by-other'])
  })

  test('expires two minutes after it was opened unless scanned', async () => {
    const { ticketId } = await openIdentify()
    server.clock.at += 120_000
    const scan = phone.client.call(ticketRoutes.scan, { params: { ticketId }, body: {} })
    expect(await failureOfAsync(() => scan)).toEqual({ code: 'ticket.expired', details: {} })
  })

  test('is of no use to a desktop that did not open it', async () => {
    const { ticketId, capability } = await openIdentify()
    const stranger = createVirtualDesktop(server).clientWith(capability)
    const watch = stranger.call(ticketRoutes.watch, { params: { ticketId }, body: {} })
    expect(await failureOfAsync(() => watch)).toEqual({ code: 'request.unauthorized', details: {} })
  })

  test('lets nobody use the capability of another ticket', async () => {
    const [first, second] = [await openIdentify(), await openIdentify()]
    const watch = first.client.call(ticketRoutes.watch, { params: { ticketId: second.ticketId }, body: {} })
    expect(await failureOfAsync(() => watch)).toEqual({ code: 'request.unauthorized', details: {} })
  })

  test('opened twice by a desktop that lost the answer is one ticket with the same capability', async () => {
    const { body, signature, commitment } = desktop.compose('identify', { purpose: 'bid-tool' })
    const open = () => server.client().call(ticketRoutes.open, { body: { body, signature, commitment } })
    expect(await open()).toEqual(await open())
  })

  test('whose fields were changed on the way is refused', async () => {
    const { body, signature, commitment } = desktop.compose('identify', { purpose: 'bid-tool' })
    const changed = { ...body, desktopName: '别的电脑' }
    const open = server.client().call(ticketRoutes.open, { body: { body: changed, signature, commitment } })
    expect(await failureOfAsync(() => open)).toEqual({ code: 'input.invalid', details: { field: 'signature' } })
  })

  test('whose body the server swaps no longer has the id of the code', async () => {
    const { ticketId, body } = await openIdentify()
    const swapped = { ...body, purpose: 'check-in' as const, kind: 'identify' as const }
    expect([ticketIdOf(body) === ticketId, ticketIdOf(swapped) === ticketId]).toEqual([true, false])
  })
})

describe('six typed digits', () => {
  test('find the ticket, and both screens compute one number', async () => {
    const ticket = await openIdentify()
    const { ticketId } = await phone.client.call(ticketRoutes.find, { body: { code: ticket.code } })
    const phoneRandom = server.random(32)
    const params = { ticketId }
    const comparing = phone.client.call(ticketRoutes.compare, {
      params,
      body: { phoneRandom: base64UrlOf(phoneRandom) },
    })
    let sent: string | undefined
    while (sent === undefined) {
      await setImmediate()
      sent = (await ticket.client.call(ticketRoutes.watch, { params, body: {} })).phoneRandom
    }
    await ticket.client.call(ticketRoutes.reveal, {
      params,
      body: { desktopRandom: base64UrlOf(ticket.desktopRandom) },
    })
    const { desktopRandom } = await comparing
    expect(comparisonNumber(ticket.body, bytesOfBase64Url(desktopRandom)!, phoneRandom)).toBe(
      comparisonNumber(ticket.body, ticket.desktopRandom, bytesOfBase64Url(sent)!),
    )
  })

  test('let nobody reveal before the phone has sent its part', async () => {
    const { ticketId, client, desktopRandom } = await openIdentify()
    const reveal = client.call(ticketRoutes.reveal, {
      params: { ticketId },
      body: { desktopRandom: base64UrlOf(desktopRandom) },
    })
    expect(await failureOfAsync(() => reveal)).toEqual({ code: 'ticket.answer-missing', details: {} })
  })

  test('may be missed five times in ten minutes', async () => {
    const { code } = await openIdentify()
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    const find = (digits: string) =>
      failureOfAsync(() => phone.client.call(ticketRoutes.find, { body: { code: digits } }))
    const tries: unknown[] = []
    for (let i = 0; i < 5; i++) {
      server.clock.at += 1
      tries.push((await find(wrong))?.code)
    }
    server.clock.at += 1
    expect([tries, await find(code)]).toEqual([
      Array(5).fill('ticket.code-unknown'),
      { code: 'request.too-many', details: { retryAfterMs: 599_995 } },
    ])
  })
})
