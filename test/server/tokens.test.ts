import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/node/database.ts'
import { accountRoutes, certificateRoutes, platformRoutes } from '../../src/protocol/http-api.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { generateDeviceKey, phoneAuthorize, signInBody } from '../kit/proofs.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { createVirtualDesktop } from '../kit/virtual-desktop.ts'
import { startVirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

function rowsOf(table: 'account_tokens' | 'desktop_tokens'): number {
  const db = openDatabase(join(server.dataFolder, 'server.sqlite'), migrations)
  const { count } = db.get<{ count: number }>(`SELECT COUNT(*) AS count FROM ${table}`)!
  db.close()
  return count
}

test('⚔ a sign-in that is repeated without end leaves one token, which counts', async () => {
  const phoneNumber = '19900000102'
  const deviceKey = generateDeviceKey()
  await server.client().call(accountRoutes.sendCode, { body: { phoneNumber } })
  const body = signInBody(deviceKey, { phoneNumber, code: await server.smsCode(phoneNumber) })
  let token = ''
  for (let i = 0; i < 20; i++) ({ token } = await server.client().call(accountRoutes.signIn, { body }))
  const phone = server.client(phoneAuthorize(token, deviceKey, server.now))
  const refused = await failureOfAsync(() => phone.call(certificateRoutes.list, { body: {} }))
  expect([rowsOf('account_tokens'), refused]).toEqual([1, null])
})

test('⚔ an answered ticket that is exchanged without end leaves one token', async () => {
  const phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  await phone.downloadAll()
  const ticket = await createVirtualDesktop(server).open('identify', { purpose: 'bid-tool' })
  await phone.answer(ticket.ticketId)
  const params = { ticketId: ticket.ticketId }
  for (let i = 0; i < 20; i++) await ticket.client.call(platformRoutes.token, { params, body: {} })
  expect(rowsOf('desktop_tokens')).toBe(1)
})
