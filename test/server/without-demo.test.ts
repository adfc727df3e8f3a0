import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { accountRoutes, demoRoutes } from '../../src/protocol/http-api.ts'
import { buildServer, type Server } from '../../src/server/app.ts'
import { seededRandom } from '../kit/random.ts'
import { startedAt, testHost } from '../kit/server.ts'

const random = seededRandom('without demo')
const dataFolder = mkdtempSync(join(tmpdir(), 'bidseal-server-'))
let server: Server
beforeAll(async () => {
  server = await buildServer({ dataFolder, clock: () => startedAt, random, host: testHost })
})
afterAll(async () => {
  await server.close()
  rmSync(dataFolder, { recursive: true })
})

const headers = { host: testHost, authorization: `Bearer ${base64UrlOf(random(32))}` }

test.each([
  ['the inbox of SMS codes', { method: demoRoutes.inbox.method, url: demoRoutes.inbox.path, headers }],
  [
    'the clock that can be moved',
    { method: demoRoutes.skipTo.method, url: demoRoutes.skipTo.path, headers, payload: { to: startedAt + 1 } },
  ],
])('⚔ %s is not there', async (_, request) => {
  expect((await server.app.inject(request)).statusCode).toBe(404)
})

test('an SMS code that nobody delivers is not made', async () => {
  const { method, path: url } = accountRoutes.sendCode
  const sent = await server.app.inject({ method, url, headers, payload: { phoneNumber: '19900000101' } })
  expect(sent.json()).toEqual({ code: 'account.messages-unavailable', details: {} })
})
