import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { z } from 'zod'
import { base64UrlOf } from '../../domain/bytes.ts'
import { parseJsonText } from '../../domain/canonical-json.ts'
import { BidsealError } from '../../domain/failure.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import { createHttpClient, type HttpClient, type Route } from '../../protocol/http-route.ts'
import { PhonePush } from '../../protocol/pushes.ts'
import { proofHeader, proofMessage } from '../../protocol/request-proof.ts'
import type { DeviceKey } from './device-key.ts'

export interface ServerConnection extends HttpClient {
  /** Milliseconds by the server's clock, which decides every limit. */
  now(): number
  setServerTime(serverTime: number): void
  /** Who speaks from now on; null for nobody. */
  setCaller(caller: Caller | null): void
  /** Pushes after the given one, for ever; reconnects by itself. Ends when aborted. */
  pushes(options: PushOptions): Promise<void>
}

/** A signed-in person's token and the key that proves it. */
export interface Caller {
  token: string
  deviceKey: DeviceKey
}

export interface PushOptions {
  signal: AbortSignal
  lastEventId(): Promise<string | null>
  onPush(push: PhonePush, eventId: string): Promise<void>
  onConnected(isConnected: boolean): void
}

const firstPauseMs = 500
const longestPauseMs = 10_000

export function createServerConnection(
  origin: string,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): ServerConnection {
  let caller: Caller | null = null
  let clockOffsetMs = 0
  const now = () => Date.now() + clockOffsetMs
  const setServerTime = (serverTime: number) => {
    clockOffsetMs = serverTime - Date.now()
  }

  async function proofHeaders(request: {
    method: string
    path: string
    body: string
  }): Promise<Record<string, string>> {
    if (caller === null) return {}
    const { token, deviceKey } = caller
    const at = now()
    const signature = base64UrlOf(await deviceKey.sign(proofMessage({ ...request, at })))
    return { authorization: `Bearer ${token}`, [proofHeader]: `${at}.${signature}` }
  }

  const http = createHttpClient(origin, fetcher, proofHeaders)

  async function call<B extends z.ZodType, R extends z.ZodType>(
    route: Route<B, R>,
    input: Parameters<typeof http.call<B, R>>[1],
  ) {
    try {
      return await http.call(route, input)
    } catch (error) {
      if (!(error instanceof BidsealError) || error.failure.code !== 'request.clock-differs') throw error
      setServerTime(error.failure.details.serverTime)
      return http.call(route, input)
    }
  }

  async function listenOnce({ signal, lastEventId, onPush, onConnected }: PushOptions) {
    const path = '/api/events'
    const eventId = await lastEventId()
    const headers = await proofHeaders({ method: 'GET', path, body: '' })
    const response = await fetcher(origin + path, {
      headers: { ...headers, ...(eventId === null ? {} : { 'last-event-id': eventId }) },
      signal,
      redirect: 'error',
    })
    if (!response.ok || response.body === null) throw new Error(`Pushes were refused with ${response.status}`)
    onConnected(true)
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
    for (const reader = events.getReader(); ; ) {
      const { done, value } = await reader.read()
      if (done) return
      const push = PhonePush.safeParse(parseJsonText(value.data))
      if (push.success) await onPush(push.data, value.id ?? '')
    }
  }

  return {
    call,
    now,
    setServerTime,
    setCaller: (fresh) => {
      caller = fresh
    },
    async pushes(options) {
      for (let pauseMs = firstPauseMs; !options.signal.aborted; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
        const startedAt = performance.now()
        try {
          await listenOnce(options)
        } catch {
          // The reason does not matter: without pushes the screens still ask, and this tries again.
        }
        options.onConnected(false)
        if (performance.now() - startedAt > longestPauseMs) pauseMs = firstPauseMs
        await pause(pauseMs, options.signal)
        await call(platformRoutes.time, { body: {} }).then(
          ({ serverTime }) => setServerTime(serverTime),
          () => {},
        )
      }
    },
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
