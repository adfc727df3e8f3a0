import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { accountRoutes } from '../../src/protocol/http-api.ts'
import { rememberedAccount, signOut } from '../../src/renderer/phone/sign-in.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { memoryPhoneStorage, openAccount, openWithCertificate, phonePin } from '../kit/phone-account.ts'
import { startTestServer, type TestServer, testOrigin } from '../kit/server.ts'
import { createVirtualDesktop } from '../kit/virtual-desktop.ts'
import { standInForBrowser, start, toPin, until } from './driving.ts'

let server: TestServer
beforeAll(async () => {
  standInForBrowser()
  server = await startTestServer()
  vi.spyOn(Date, 'now').mockImplementation(() => server.clock.at)
})
afterAll(() => server.stop())

function placeOfPerson(id: string) {
  const phoneNumber = demoPerson(id).phone
  const code = async () => {
    server.clock.at += 61_000
    await server.client().call(accountRoutes.sendCode, { body: { phoneNumber } })
    return server.smsCode(phoneNumber)
  }
  return { origin: testOrigin, fetch: server.fetch, phoneNumber, code }
}

test('two people share a phone: each signs in, and the certificates of both keep working', async () => {
  const storage = memoryPhoneStorage()
  const desktop = createVirtualDesktop(server)
  const names: unknown[] = []
  for (const id of ['bidder-a-1', 'bidder-a-2', 'bidder-a-1', 'bidder-a-2']) {
    const isFirstTime = names.length < 2
    const open = isFirstTime ? openWithCertificate : openAccount
    const account = await open(placeOfPerson(id), storage)
    const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
    const run = start(account, ticket.ticketId)
    await toPin(run)
    run.confirmWithPin(phonePin)
    await until(run, 'answered')
    names.push(((await desktop.answerOf(ticket)) as { personName: string }).personName)
    await signOut(account)
  }
  const [first, second] = ['bidder-a-1', 'bidder-a-2'].map((id) => demoPerson(id).name)
  expect(names).toEqual([first, second, first, second])
})

test('a reloaded page works with the key of the person who is signed in', async () => {
  const storage = memoryPhoneStorage()
  await openAccount(placeOfPerson('bidder-a-3'), storage)
  const account = await openAccount(placeOfPerson('bidder-a-4'), storage)
  const reloaded = await rememberedAccount(account)
  const me = await reloaded?.server.call(accountRoutes.me, { body: {} })
  expect([reloaded?.deviceKey.publicKey, me?.account.personName]).toEqual([
    account.deviceKey.publicKey,
    demoPerson('bidder-a-4').name,
  ])
})
