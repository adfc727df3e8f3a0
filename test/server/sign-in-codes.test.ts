import { afterEach, beforeEach, expect, test } from 'vitest'
import { accountRoutes } from '../../src/protocol/http-api.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { type DeviceKey, generateDeviceKey, signInBody } from '../kit/proofs.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'

const phoneNumber = '19900000101'
const office = '203.0.113.7'
const stranger = '198.51.100.1'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.stop())

const at = (address: string) => server.client(async () => ({ 'x-forwarded-for': address }))
const outcomeOf = async (act: () => Promise<unknown>) => (await failureOfAsync(act))?.code ?? 'done'

/** Asks for a code a minute after the one before; the code. */
async function ask(address: string): Promise<string> {
  server.clock.at += 60_000
  await at(address).call(accountRoutes.sendCode, { body: { phoneNumber } })
  return server.smsCode(phoneNumber)
}
const enter = (code: string, address: string, deviceKey: DeviceKey = generateDeviceKey()) =>
  outcomeOf(() => at(address).call(accountRoutes.signIn, { body: signInBody(deviceKey, { phoneNumber, code }) }))

/** So many misses, each with a new device key. */
async function guess(count: number, addressOf: (i: number) => string, codes: readonly string[]): Promise<string[]> {
  const wrong = ['000000', '111111', '222222', '333333'].find((code) => !codes.includes(code))!
  const outcomes = []
  for (let i = 0; i < count; i++) outcomes.push(await enter(wrong, addressOf(i)))
  return outcomes
}
const manyAddresses = (i: number) => `198.51.100.${i + 2}`

test('⚔ a stranger who misses the code of another number leaves the tries of its owner', async () => {
  const code = await ask(office)
  await guess(6, manyAddresses, [code])
  expect(await enter(code, office)).toBe('done')
})

test('⚔ a stranger who asks for codes of another number does not replace the one its owner has', async () => {
  const code = await ask(office)
  await ask(stranger)
  expect(await enter(code, office)).toBe('done')
})

test('⚔ a phone that has signed in before gets in with any code that came, wherever it is and whoever asked', async () => {
  const known = generateDeviceKey()
  await enter(await ask(office), office, known)
  server.clock.at += 600_000
  const codes = [await ask(stranger), await ask(stranger), await ask(stranger)]
  await guess(6, () => stranger, codes)
  await guess(6, manyAddresses, codes)
  const refused = await outcomeOf(() => ask(office))
  expect([refused, await enter(codes.at(-1)!, '192.0.2.1', known)]).toEqual(['request.too-many', 'done'])
})

test('⚔ a guesser with ever new keys and addresses has five tries an hour besides those of the codes it asked for', async () => {
  const codes = [await ask(stranger)]
  const first = await guess(7, manyAddresses, codes)
  codes.push(await ask(office))
  const second = await guess(2, manyAddresses, codes)
  const own = await guess(6, () => stranger, codes)
  expect([first, second, own]).toEqual([
    [...Array(5).fill('account.code-wrong'), ...Array(2).fill('account.code-expired')],
    Array(2).fill('account.code-expired'),
    [...Array(5).fill('account.code-wrong'), 'account.code-expired'],
  ])
})

test('who may ask for no more codes may ask again when the first of them is over', async () => {
  for (let i = 0; i < 3; i++) await ask(office)
  const refused = await outcomeOf(() => ask(office))
  server.clock.at += 360_000
  expect([refused, await outcomeOf(() => ask(office))]).toEqual(['request.too-many', 'done'])
})
