import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { base64UrlOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { accountRoutes, platformRoutes, ticketRoutes } from '../../src/protocol/http-api.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { desktopAuthorize, generateDeviceKey, phoneAuthorize, signInBody } from '../kit/proofs.ts'
import { startTestServer, type TestServer, testHost, testOrigin } from '../kit/server.ts'
import { createVirtualDesktop, type VirtualDesktop } from '../kit/virtual-desktop.ts'
import { startVirtualPhone, type VirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer
let desktop: VirtualDesktop
let phone: VirtualPhone
const log: string[] = []

beforeAll(async () => {
  server = await startTestServer({ log: { write: (line) => void log.push(line) } })
  desktop = createVirtualDesktop(server)
  phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  await phone.downloadAll()
})
afterAll(() => server.stop())

const codeOf = async (act: () => Promise<unknown>) => (await failureOfAsync(act))?.code ?? 'accepted'

describe('a web page of another site', () => {
  test.each([
    [{ host: 'evil.example.test' }],
    [{ host: testHost, origin: 'https://evil.example.test' }],
    [{ host: testHost, origin: 'null' }],
  ])('is refused: %j', async (headers) => {
    const { statusCode, body } = await server.app.inject({ url: '/api/time', headers })
    expect([statusCode, JSON.parse(body)]).toEqual([403, { code: 'request.foreign', details: {} }])
  })
})

describe('a stolen token', () => {
  test('is useless without the device key', async () => {
    const thief = server.client(phoneAuthorize(phone.token, generateDeviceKey(), server.now))
    expect(await codeOf(() => thief.call(accountRoutes.me, { body: {} }))).toBe('request.unauthorized')
  })

  test('is useless without any proof', async () => {
    const thief = server.client(async () => ({ authorization: `Bearer ${phone.token}` }))
    expect(await codeOf(() => thief.call(accountRoutes.me, { body: {} }))).toBe('request.unauthorized')
  })

  test('is useless after its owner signed out', async () => {
    const other = await startVirtualPhone(server, demoPerson('bidder-b-3'))
    await other.client.call(accountRoutes.signOut, { body: {} })
    expect(await codeOf(() => other.client.call(accountRoutes.me, { body: {} }))).toBe('request.unauthorized')
  })
})

describe('a recorded request', () => {
  async function record() {
    const { ticketId } = await desktop.open('identify', { purpose: 'bid-tool' })
    const path = `/api/tickets/${ticketId}/scan`
    const headers = await phoneAuthorize(phone.token, phone.deviceKey, server.now)({ method: 'POST', path, body: '{}' })
    const send = (url: string, payload: string, at = 0) => {
      server.clock.at += at
      return server.app.inject({
        method: 'POST',
        url,
        payload,
        headers: { ...headers, host: testHost, 'content-type': 'application/json' },
      })
    }
    return { path, send }
  }
  const code = (response: { body: string }) => (JSON.parse(response.body) as { code?: string }).code ?? 'accepted'

  test('counts once', async () => {
    const { path, send } = await record()
    expect([code(await send(path, '{}')), code(await send(path, '{}'))]).toEqual(['accepted', 'request.replayed'])
  })

  test('fits no other path and no other body', async () => {
    const { path, send } = await record()
    const refused = [await send(path.replace('scan', 'refuse'), '{}'), await send(path, '{ }')]
    expect(refused.map(code)).toEqual(['request.unauthorized', 'request.unauthorized'])
  })

  test('is too old after five minutes', async () => {
    const { path, send } = await record()
    expect(code(await send(path, '{}', 300_001))).toBe('request.clock-differs')
  })
})

test("⚔ a sign-in cannot register the device key of somebody else's phone, and tells nothing about the code", async () => {
  const phoneNumber = '19900000997'
  await server.client().call(accountRoutes.sendCode, { body: { phoneNumber } })
  const code = await server.smsCode(phoneNumber)
  const { publicKey } = generateDeviceKey()
  const stolen = signInBody({ ...generateDeviceKey(), publicKey }, { phoneNumber, code })
  const attempt = (body: typeof stolen) => codeOf(() => server.client().call(accountRoutes.signIn, { body }))
  expect([await attempt(stolen), await attempt({ ...stolen, code: '000000' })]).toEqual(
    Array(2).fill('request.unauthorized'),
  )
})

describe('guessing', () => {
  test('an SMS code ends after five tries, and the right one no longer helps', async () => {
    const phoneNumber = '19900000999'
    await server.client().call(accountRoutes.sendCode, { body: { phoneNumber } })
    const right = await server.smsCode(phoneNumber)
    const deviceKey = generateDeviceKey()
    const attempt = (code: string) =>
      codeOf(() => server.client().call(accountRoutes.signIn, { body: signInBody(deviceKey, { phoneNumber, code }) }))
    const wrong = right === '000000' ? '111111' : '000000'
    const tries: string[] = []
    for (let i = 0; i < 5; i++) tries.push(await attempt(wrong))
    expect([tries, await attempt(right)]).toEqual([Array(5).fill('account.code-wrong'), 'account.code-expired'])
  })

  test('a PIN locks the phone after five tries', async () => {
    const victim = await startVirtualPhone(server, demoPerson('bidder-b-2'))
    const [pair] = await victim.downloadAll()
    const { ticketId } = await desktop.open('identify', { purpose: 'bid-tool' })
    await victim.scan(ticketId)
    const attempt = (pin: string) => {
      const fields = { act: 'presence', ticketId } as const
      return codeOf(() => cosign(victim.phone, { key: pair!.signKeyId, pin, fields, digest: new Uint8Array(32) }))
    }
    const tries: string[] = []
    for (let i = 0; i < 5; i++) tries.push(await attempt('000000'))
    expect([tries.slice(0, 4), tries[4], await attempt(victim.person.pin)]).toEqual([
      Array(4).fill('pin.wrong'),
      'pin.locked',
      'pin.locked',
    ])
  })

  test('another SMS code can be had once a minute', async () => {
    const ask = () => server.client().call(accountRoutes.sendCode, { body: { phoneNumber: '19900000998' } })
    await ask()
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/accounts/codes',
      payload: { phoneNumber: '19900000998' },
      headers: { host: testHost },
    })
    expect([response.statusCode, response.headers['retry-after'], await failureOfAsync(ask)]).toEqual([
      429,
      '60',
      { code: 'request.too-many', details: { retryAfterMs: 60_000 } },
    ])
  })
})

describe('the co-sign server', () => {
  const sign = (fields: Parameters<typeof cosign>[1]['fields']) =>
    phone
      .pairs()
      .then(([pair]) =>
        codeOf(() =>
          cosign(phone.phone, { key: pair!.signKeyId, pin: phone.person.pin, fields, digest: new Uint8Array(32) }),
        ),
      )

  test('signs nothing for a ticket that this phone has not scanned, and nothing but its own act', async () => {
    const { ticketId } = await desktop.open('identify', { purpose: 'bid-tool' })
    const before = await sign({ act: 'presence', ticketId })
    await phone.scan(ticketId)
    const otherAct = await sign({ act: 'seal', ticketId, item: 0, signingTime: server.now() })
    expect([before, otherAct]).toEqual(['request.forbidden', 'request.forbidden'])
  })

  test('does not sign bytes that are handed to it', async () => {
    expect(await sign({ act: 'raw', digest: base64UrlOf(new Uint8Array(32)) })).toBe('input.invalid')
  })
})

describe('files', () => {
  test.each([
    '/api/tenders/..%2f..%2fserver.key/file',
    '/api/tenders/..%2Fserver/file',
    '/api/tenders/%2e%2e/file',
    '/api/authorities/..%2fserver/revocations',
  ])('outside what is published cannot be named: %s', async (url) => {
    const { statusCode } = await server.app.inject({ url, headers: { host: testHost } })
    expect(statusCode).toBe(404)
  })

  test('that are larger or other than announced are refused, and nothing is kept', async () => {
    const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
    await phone.answer(ticket.ticketId)
    const params = { ticketId: ticket.ticketId }
    const { token } = await ticket.client.call(platformRoutes.token, { params, body: {} })
    const announced = utf8Bytes('a bid of some bytes')
    const { uploadId } = await desktop.clientWith(token).call(platformRoutes.beginUpload, {
      body: {
        tenderCode: 'YC2026-FJ-0118',
        sectionCode: 'YC2026-FJ-0118-01',
        fileName: '投标文件.bdtf',
        sizeInBytes: announced.length,
        digest: base64UrlOf(sm3(announced)),
      },
    })
    const path = `/api/bid-files/${uploadId}`
    const put = async (body: Uint8Array) => {
      const authorize = desktopAuthorize(token, desktop.desktopKey, server)
      const headers = {
        ...(await authorize({ method: 'PUT', path, body: '' })),
        'content-type': 'application/octet-stream',
      }
      const response = await server.fetch(testOrigin + path, {
        method: 'PUT',
        headers,
        body: body as Uint8Array<ArrayBuffer>,
      })
      return ((await response.json()) as { code?: string }).code ?? 'accepted'
    }
    const longer = utf8Bytes('a bid of some bytes and more')
    const other = utf8Bytes('A bid of some bytes')
    expect([await put(longer), await put(other), await put(announced)]).toEqual([
      'upload.content-differs',
      'upload.content-differs',
      'accepted',
    ])
  })
})

test('no token, proof, code or PIN ever stands in the log', async () => {
  await server.client().call(ticketRoutes.open, {
    body: (({ body, signature, commitment }) => ({ body, signature, commitment }))(
      desktop.compose('identify', { purpose: 'bid-tool' }),
    ),
  })
  const text = log.join('')
  expect([text.length > 0, text.includes(phone.token), text.includes(phone.person.pin), /bearer/i.test(text)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})
