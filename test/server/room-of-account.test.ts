import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/node/database.ts'
import { accountRoutes, platformRoutes, ticketRoutes } from '../../src/protocol/http-api.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { createVirtualDesktop, type VirtualDesktop } from '../kit/virtual-desktop.ts'
import { startVirtualPhone, type VirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer
let desktop: VirtualDesktop
let phone: VirtualPhone
let db: Database

beforeEach(async () => {
  server = await startTestServer()
  desktop = createVirtualDesktop(server)
  phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  await phone.downloadAll()
  db = openDatabase(join(server.dataFolder, 'server.sqlite'), migrations)
})
afterEach(() => {
  db.close()
  return server.stop()
})

const open = () => desktop.open('identify', { purpose: 'bid-tool' })
const attempt = async (act: () => Promise<unknown>) => (await failureOfAsync(act))?.code ?? 'done'
/** Leaves a ticket as if it filled all but so much of what an account may keep. */
const fillBut = (ticketId: string, leftInBytes: number) =>
  db.run('UPDATE tickets SET size_in_bytes = ? WHERE ticket_id = ?', 64 * 1_048_576 - leftInBytes, ticketId)

test('⚔ an account that has filled its 64 MiB scans no more until what is over is forgotten, and others do', async () => {
  const colleague = await startVirtualPhone(server, demoPerson('bidder-a-2'))
  const first = await open()
  await phone.answer(first.ticketId)
  fillBut(first.ticketId, 100)
  const before = [
    await attempt(async () => phone.scan((await open()).ticketId)),
    await attempt(async () => colleague.scan((await open()).ticketId)),
  ]
  server.clock.at += 3_600_001
  expect([...before, await attempt(async () => phone.scan((await open()).ticketId))]).toEqual([
    'request.too-many',
    'done',
    'done',
  ])
})

test('⚔ an answer counts into what its account may keep', async () => {
  const [first, second] = [await open(), await open()]
  await phone.scan(first.ticketId)
  await phone.scan(second.ticketId)
  const scanned = db.get<{ bytes: number }>(
    'SELECT size_in_bytes AS bytes FROM tickets WHERE ticket_id = ?',
    second.ticketId,
  )!
  fillBut(first.ticketId, scanned.bytes + 100)
  const answer = () => attempt(() => phone.answer(second.ticketId))
  const refused = await answer()
  fillBut(first.ticketId, 100_000)
  expect([refused, await answer()]).toEqual(['request.too-many', 'done'])
})

test('what came of a ticket is forgotten with it after six hours', async () => {
  const { ticketId, client } = await open()
  const params = { ticketId }
  const { account } = await phone.client.call(accountRoutes.me, { body: {} })
  await phone.answer(ticketId)
  await client.call(platformRoutes.token, { params, body: {} })
  db.run("INSERT INTO sessions VALUES ('session', ?, ?, 0, NULL, 0, NULL)", ticketId, account.accountId)
  db.run("INSERT INTO pushed_tickets VALUES ('pushed later', 'session', 1, '')")
  server.clock.at += 6 * 3_600_000 + 1
  const { ticketId: later } = await open()
  const kept = ['tickets', 'desktop_tokens', 'sessions', 'pushed_tickets'].flatMap((table) =>
    db.all<{ ticket_id: string }>(`SELECT ticket_id FROM ${table}`).map(({ ticket_id }) => ticket_id),
  )
  const watch = () => client.call(ticketRoutes.watch, { params, body: {} })
  expect([kept, await attempt(watch)]).toEqual([[later], 'request.unauthorized'])
})
