import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountRoutes, ticketRoutes } from '../../src/protocol/http-api.ts'
import { countTries } from '../kit/count-tries.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { signIn } from '../kit/sign-in.ts'
import { createVirtualDesktop } from '../kit/virtual-desktop.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const codes = (failures: ({ code: string } | null)[]) => failures.map((failure) => failure?.code ?? 'done')

test('⚔ an account that has scanned 600 tickets within the hour is told to wait', async () => {
  const phone = await signIn(server, '19900000101')
  countTries(server, `scans/${phone.accountId}`, 599)
  const scan = async () => {
    const { ticketId } = await createVirtualDesktop(server).open('identify', { purpose: 'bid-tool' })
    await phone.client.call(ticketRoutes.scan, { params: { ticketId }, body: {} })
  }
  expect(codes([await failureOfAsync(scan), await failureOfAsync(scan)])).toEqual(['done', 'request.too-many'])
})

test('⚔ an address that has asked for 2000 messages within the hour is told to wait, and another is served', async () => {
  countTries(server, 'sms-address/203.0.113.7', 1999)
  const ask = (phoneNumber: string, address: string) =>
    failureOfAsync(() =>
      server
        .client(async () => ({ 'x-forwarded-for': address }))
        .call(accountRoutes.sendCode, { body: { phoneNumber } }),
    )
  expect(
    codes([
      await ask('19900000102', '203.0.113.7'),
      await ask('19900000103', '203.0.113.7'),
      await ask('19900000103', '203.0.113.8'),
    ]),
  ).toEqual(['done', 'request.too-many', 'done'])
})
