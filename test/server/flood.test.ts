import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { ticketRoutes } from '../../src/protocol/http-api.ts'
import { createHttpClient } from '../../src/protocol/http-route.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { desktopAuthorize } from '../kit/proofs.ts'
import { startTestServer, type TestServer, testHost, testOrigin } from '../kit/server.ts'
import { type SignedInPhone, signIn } from '../kit/sign-in.ts'
import { createVirtualDesktop, type VirtualDesktop } from '../kit/virtual-desktop.ts'

let server: TestServer
let desktop: VirtualDesktop
let phone: SignedInPhone
beforeAll(async () => {
  server = await startTestServer()
  desktop = createVirtualDesktop(server)
  phone = await signIn(server, '19900000101')
})
afterAll(() => server.stop())

const json = { host: testHost, 'content-type': 'application/json' }
const post = async (url: string, payload: string, headers: Record<string, string> = json) => {
  const { statusCode, body } = await server.app.inject({ method: 'POST', url, payload, headers })
  return [statusCode, (JSON.parse(body) as { code?: string }).code]
}

describe('a body', () => {
  test.each<[string, string, number]>([
    ['that is not JSON', '{"body":', 400],
    ['that is nothing', '', 400],
    ['that is null', 'null', 400],
    ['that is a hundred thousand brackets', '['.repeat(100_000), 400],
    ['that is properly nested a hundred thousand times', '['.repeat(100_000) + ']'.repeat(100_000), 400],
    ['with a prototype in it', '{"__proto__":{"body":1},"constructor":{}}', 400],
    ['of two megabytes', JSON.stringify({ body: 'x'.repeat(2_000_000) }), 413],
  ])('%s is an invalid input and no bug', async (_, payload, status) => {
    expect(await post('/api/tickets', payload)).toEqual([status, 'input.invalid'])
  })

  test('of another media type is refused before it is read', async () => {
    expect(await post('/api/tickets', '<a/>', { host: testHost, 'content-type': 'text/xml' })).toEqual([
      415,
      'input.invalid',
    ])
  })
})

test.each(['PUT', 'DELETE', 'PATCH'] as const)('%s of a route that only takes POST is not found', async (method) => {
  const { statusCode, body } = await server.app.inject({ method, url: '/api/tickets', headers: { host: testHost } })
  expect([statusCode, JSON.parse(body)]).toEqual([404, { code: 'request.not-found', details: {} }])
})

test.each(['/api/accounts/me', '/api/certificates', '/api/events', '/api/sessions/current'])(
  '%s tells a stranger nothing',
  async (url) => {
    const { statusCode, body } = await server.app.inject({ url, headers: { host: testHost } })
    expect([401, 404].includes(statusCode) && !body.includes('stack')).toBe(true)
  },
)

test('fifty equal requests at once open one ticket', async () => {
  const { body, signature, commitment } = desktop.compose('identify', { purpose: 'bid-tool' })
  const open = () => server.client().call(ticketRoutes.open, { body: { body, signature, commitment } })
  const opened = await Promise.all(Array.from({ length: 50 }, open))
  expect(new Set(opened.map(({ ticketId, code, capability }) => `${ticketId} ${code} ${capability}`)).size).toBe(1)
})

test('of ten scans at once by two phones one phone wins', async () => {
  const other = await signIn(server, '19900000102')
  const { ticketId } = await desktop.open('identify', { purpose: 'bid-tool' })
  const scan = async ({ client }: SignedInPhone) =>
    (await failureOfAsync(() => client.call(ticketRoutes.scan, { params: { ticketId }, body: {} })))?.code ?? 'scanned'
  const ends = await Promise.all(Array.from({ length: 10 }, (_, i) => scan(i % 2 === 0 ? phone : other)))
  expect(ends.sort()).toEqual([...Array(5).fill('scanned'), ...Array(5).fill('ticket.scanned-by-other')])
})

test('a desktop that opens tickets without end is told to wait', async () => {
  const flooder = createVirtualDesktop(server)
  let failure = null
  for (let i = 0; i < 130 && failure === null; i++)
    failure = await failureOfAsync(() => flooder.open('identify', { purpose: 'bid-tool' }))
  expect(failure?.code).toBe('request.too-many')
})

test('⚔ an address that opens large tickets under ever new keys is told to wait, and another is served', async () => {
  const header = server.random(140_000)
  const fields = {
    purpose: 'local' as const,
    section: { tenderCode: 'A', tenderName: 'A', sectionCode: 'A', sectionName: 'A' },
    bidderName: 'A',
    socialCreditCode: '91339901MA2DEMA10F',
    headerDigest: base64UrlOf(sm3(header)),
  }
  let opened = 0
  const open = () => createVirtualDesktop(server).open('open', fields, base64UrlOf(header))
  let failure = await failureOfAsync(open)
  for (; failure === null && opened < 150; opened++) failure = await failureOfAsync(open)
  const elsewhere = createVirtualDesktop({
    ...server,
    client: () =>
      createHttpClient(
        testOrigin,
        (url, init) =>
          server.fetch(url, { ...init, headers: { ...(init.headers as object), 'x-forwarded-for': '203.0.113.7' } }),
        () => null,
      ),
  })
  const other = await failureOfAsync(() => elsewhere.open('identify', { purpose: 'bid-tool' }))
  expect([failure?.code, opened < 100, other]).toEqual(['request.too-many', true, null])
  server.clock.at += 600_001
  expect(await failureOfAsync(() => createVirtualDesktop(server).open('identify', { purpose: 'bid-tool' }))).toBeNull()
})

test('of a hundred streams of one ticket eight stay open', async () => {
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.app.server.address() as AddressInfo
  const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
  const path = `/api/tickets/${ticket.ticketId}/events`
  const authorize = desktopAuthorize(ticket.capability, desktop.desktopKey, server)
  let open = 0
  const streams = []
  for (let i = 0; i < 100; i++) {
    const headers = { ...(await authorize({ method: 'GET', path, body: '' })), host: testHost }
    const stream = request({ host: '127.0.0.1', port, path, headers, agent: false })
    streams.push(stream)
    await new Promise<void>((resolve) => {
      stream.on('error', () => undefined)
      stream.on('response', (response) => {
        open += 1
        response.on('error', () => undefined)
        response.on('close', () => (open -= 1))
        response.resume()
        resolve()
      })
      stream.end()
    })
  }
  await expect.poll(() => open).toBe(8)
  for (const stream of streams) stream.destroy()
})
