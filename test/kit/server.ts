import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import type { RandomBytes } from '../../src/domain/random.ts'
import { demoRoutes } from '../../src/protocol/http-api.ts'
import { type Authorize, createHttpClient, type HttpClient } from '../../src/protocol/http-route.ts'
import { buildServer, type Server } from '../../src/server/app.ts'
import { seededRandom } from './random.ts'

export const testHost = '127.0.0.1:8686'
export const testOrigin = `http://${testHost}`
/** The minute at which every test server first starts. */
export const startedAt = Date.parse('2026-03-02T01:00:00Z')

export interface TestServer extends Server {
  /** The operating system's clock, which a test moves by hand. */
  clock: { at: number }
  random: RandomBytes
  /** What the server's clock says: the hand-moved one and the demo's offset. */
  now(): number
  /** 演示：跳到…, through the demo route. */
  skipTo(moment: number): Promise<void>
  dataFolder: string
  /** `fetch` that injects requests instead of opening sockets. */
  fetch: typeof fetch
  client(authorize?: Authorize): HttpClient
  demoSecret: string
  /** The newest SMS code of a number. */
  smsCode(phoneNumber: string): Promise<string>
  /** Stops and starts again on the same data folder. */
  restart(): Promise<void>
  /** Stops and removes the data folder. */
  stop(): Promise<void>
}

/** A real server with its real store in a temporary folder; only clock and randomness are given. */
export async function startTestServer(
  options: { seed?: string; log?: { write(line: string): void } } = {},
): Promise<TestServer> {
  const clock = { at: startedAt }
  const dataFolder = mkdtempSync(join(tmpdir(), 'bidseal-server-'))
  const random = seededRandom(options.seed ?? 'server')
  const secret = random(32)
  const build = () =>
    buildServer({
      dataFolder,
      clock: () => clock.at,
      random,
      host: testHost,
      demo: { folder: join(import.meta.dirname, '../../resources/demo'), secret },
      ...(options.log === undefined ? {} : { logger: { level: 'trace', stream: options.log } }),
    })
  let running = await build()
  let offsetMs = 0
  const demoSecret = base64UrlOf(secret)

  const demoClient = () => server.client(async () => ({ authorization: `Bearer ${demoSecret}` }))

  const server: TestServer = {
    get app() {
      return running.app
    },
    get roots() {
      return running.roots
    },
    clock,
    random,
    dataFolder,
    demoSecret,
    fetch: (input, init) => injectFetch(running, input, init),
    client: (authorize = () => null) => createHttpClient(testOrigin, server.fetch, authorize),
    async smsCode(phoneNumber) {
      const { messages } = await demoClient().call(demoRoutes.inbox, { body: {} })
      return messages.find((message) => message.phoneNumber === phoneNumber)!.code
    },
    now: () => clock.at + offsetMs,
    async skipTo(moment) {
      const { serverTime } = await demoClient().call(demoRoutes.skipTo, { body: { to: moment } })
      offsetMs = serverTime - clock.at
    },
    async restart() {
      await running.close()
      running = await build()
    },
    close: () => running.close(),
    async stop() {
      await running.close()
      rmSync(dataFolder, { recursive: true })
    },
  }
  return server
}

async function injectFetch({ app }: Server, input: unknown, init: RequestInit = {}): Promise<Response> {
  const { pathname, search } = new URL(String(input))
  const headers = Object.fromEntries(new Headers(init.headers))
  const response = await app.inject({
    method: (init.method ?? 'GET') as 'GET' | 'POST' | 'PUT',
    url: pathname + search,
    headers: { host: testHost, ...headers },
    ...(init.body === undefined || init.body === null
      ? {}
      : { payload: typeof init.body === 'string' ? init.body : Buffer.from(init.body as Uint8Array) }),
  })
  return new Response(response.rawPayload.length === 0 ? null : new Uint8Array(response.rawPayload), {
    status: response.statusCode,
    headers: new Headers(
      Object.entries(response.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)] as [string, string]],
      ),
    ),
  })
}
