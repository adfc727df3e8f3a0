import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/node/database.ts'
import { ticketRoutes } from '../../src/protocol/http-api.ts'
import { createPushes } from '../../src/server/pushes.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import { desktopAuthorize, phoneAuthorize } from '../kit/proofs.ts'
import { startTestServer, type TestServer, testHost } from '../kit/server.ts'
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

/** Reads a stream until so many events came. */
async function events(path: string, headers: Record<string, string>, count: number, act = async () => {}) {
  const response = await server.app.inject({
    url: path,
    headers: { ...headers, host: testHost },
    payloadAsStream: true,
  })
  const stream = response.stream()
  await act()
  let text = ''
  for await (const piece of stream) {
    text += String(piece)
    if ((text.match(/^data:/gm)?.length ?? 0) >= count) break
  }
  stream.destroy()
  return [...text.matchAll(/^id: (\d+)\ndata: (.+)$/gm)].map(([, id, data]) => ({
    id: Number(id),
    push: JSON.parse(data!) as unknown,
  }))
}

/** A phone's request for what came after an event. */
const headersAfter = async (lastEventId: number) => ({
  ...(await phoneAuthorize(phone.token, phone.deviceKey, server.now)({ method: 'GET', path: '/api/events', body: '' })),
  'last-event-id': String(lastEventId),
})

test('a desktop hears at once that its ticket was scanned', async () => {
  const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
  const path = `/api/tickets/${ticket.ticketId}/events`
  const authorize = desktopAuthorize(ticket.capability, desktop.desktopKey, server)
  const headers = await authorize({ method: 'GET', path, body: '' })
  const scan = async () => {
    await phone.client.call(ticketRoutes.scan, { params: { ticketId: ticket.ticketId }, body: {} })
  }
  const heard = await events(path, headers ?? {}, 1, scan)
  expect(heard.map(({ push }) => push)).toEqual([{ name: 'ticket.changed', ticketId: ticket.ticketId }])
})

test('a phone that lost its connection gets what came after its last event', async () => {
  const tickets = [
    await desktop.open('identify', { purpose: 'bid-tool' }),
    await desktop.open('identify', { purpose: 'bid-tool' }),
  ]
  for (const { ticketId } of tickets) await phone.client.call(ticketRoutes.scan, { params: { ticketId }, body: {} })
  const [first] = await events('/api/events', await headersAfter(0), 2)
  const later = await events('/api/events', await headersAfter(first!.id), 1)
  expect(later.map(({ push }) => push)).toEqual([{ name: 'ticket.changed', ticketId: tickets[1]!.ticketId }])
})

test.each<[string, (last: number) => number, () => void]>([
  ['its last event is no longer kept', (last) => last, () => (server.clock.at += 1_900_000)],
  ['the server was rolled back', (last) => last + 1000, () => {}],
])('a phone is told to ask again for everything when %s', async (_, lastEventId, meanwhile) => {
  const scan = async () => {
    const { ticketId } = await desktop.open('identify', { purpose: 'bid-tool' })
    await phone.client.call(ticketRoutes.scan, { params: { ticketId }, body: {} })
  }
  await scan()
  const [first] = await events('/api/events', await headersAfter(0), 1)
  await scan()
  meanwhile()
  await scan()
  const heard = await events('/api/events', await headersAfter(lastEventId(first!.id)), 1)
  expect(heard.map(({ push }) => push)).toEqual([{ name: 'missed' }])
})

describe('without a server', () => {
  let db: Database
  beforeEach(() => {
    db = openDatabase(':memory:', migrations)
  })
  afterEach(() => db.close())

  test('a phone that missed more than can be replayed is told so, instead of a part', () => {
    const pushes = createPushes(db, () => 0)
    db.transaction(() => {
      for (let i = 0; i < 1001; i++) pushes.send('phones', { name: 'certificates.changed' })
    })
    const replayAfter = (id: number) => {
      const stream = pushes.listen(['phones'], id)
      const text = String(stream.read())
      stream.destroy()
      return [text.match(/^data: /gm)?.length, text.includes('"missed"')]
    }
    expect([replayAfter(1), replayAfter(0)]).toEqual([
      [1000, false],
      [1, true],
    ])
  })

  test('⚔ of the streams of ever new tickets one address keeps the last 1000, and nobody else loses one', () => {
    const pushes = createPushes(db, () => 0)
    const phone = pushes.listen(['account/1'], null)
    const elsewhere = pushes.listen(['ticket/elsewhere'], null, '203.0.113.7')
    const flood = Array.from({ length: 1010 }, (_, i) => pushes.listen([`ticket/${i}`], null, '203.0.113.8'))
    const isOpen = [phone, elsewhere, ...flood].map(({ destroyed }) => !destroyed)
    for (const stream of [phone, elsewhere, ...flood]) stream.destroy()
    expect(isOpen).toEqual([true, true, ...Array(10).fill(false), ...Array(1000).fill(true)])
  })
})
