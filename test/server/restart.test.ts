import { afterEach, beforeEach, expect, test } from 'vitest'
import { tryDecryption } from '../../src/domain/cosign/phone-decrypt.ts'
import { platformRoutes, ticketRoutes } from '../../src/protocol/http-api.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { createVirtualDesktop } from '../kit/virtual-desktop.ts'
import { startVirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer

beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.stop())

test('a ticket scanned before a restart is answered after it', async () => {
  const desktop = createVirtualDesktop(server)
  const phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  await phone.downloadAll()
  const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
  await phone.scan(ticket.ticketId)
  await server.restart()
  await phone.answer(ticket.ticketId)
  const params = { ticketId: ticket.ticketId }
  const { state } = await ticket.client.call(ticketRoutes.watch, { params, body: {} })
  const { enterpriseName } = await ticket.client.call(platformRoutes.token, { params, body: {} })
  expect([state.name, enterpriseName]).toEqual(['answered', '浙江澄远建设集团有限公司'])
})

test('the demo clock stays where it was moved to, and a certified key is no longer helped with trials', async () => {
  const phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  const [pair] = await phone.downloadAll()
  await server.skipTo(server.now() + 3_600_000)
  await server.restart()
  const { serverTime } = await server.client().call(platformRoutes.time, { body: {} })
  const trial = () => tryDecryption(phone.phone, { key: pair!.encryptKeyId, pin: phone.person.pin })
  expect([serverTime, (await failureOfAsync(trial))?.code]).toEqual([server.now(), 'request.forbidden'])
})
