import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { BidsealError, fail } from '../../domain/failure.ts'
import type { Authorize, Route } from '../../protocol/http-route.ts'
import { createHttpClient } from '../../protocol/http-route.ts'
import { proofHeader, proofMessage } from '../../protocol/request-proof.ts'
import type { DesktopKey } from './desktop-key.ts'

/** The server as the desktop sees it: typed routes, proofs by the desktop key, the server's clock. */
export interface ServerConnection {
  readonly origin: string
  readonly host: string
  readonly desktopKey: DesktopKey
  /** Milliseconds by the server's clock, as far as it is known. */
  now(): number
  /** Corrects the clock by an answer that names the server's time. Fails with `clock.differs` beyond the bound. */
  learnTime(serverTime: number): void
  call<B extends z.ZodType, R extends z.ZodType>(
    route: Route<B, R>,
    input: { params?: Record<string, string>; body: z.input<B>; token?: string; signal?: AbortSignal },
  ): Promise<z.output<R>>
  /** Headers for requests whose body is no JSON, such as uploads and event streams: the proof covers an empty body. */
  headers(method: string, path: string, token: string): Record<string, string>
}

/** A restarted server needs a moment, and a connection that lay idle may turn out to be dead. Every route may be repeated. */
const retryAfterMs = [100, 400, 1000]

/**
 * How far a server's clock may be from this computer's. Certificates and revocation lists are judged by the server's, so
 * ⚔ a server could revive what has expired by naming an early hour; a list that it withholds counts for longer than this.
 */
const longestOffsetMs = 86_400_000

interface ConnectionOptions {
  /** The demo's server lives on this computer, and its clock is moved on purpose. */
  isDemo: boolean
  /** Nobody is asked before it resolves. */
  begun?: Promise<void>
}

export function connectToServer(
  origin: string,
  desktopKey: DesktopKey,
  { isDemo, begun }: ConnectionOptions,
): ServerConnection {
  let offsetMs = 0
  const now = () => Date.now() + offsetMs
  const learnTime = (serverTime: number) => {
    const ownTime = Date.now()
    if (!isDemo && Math.abs(serverTime - ownTime) > longestOffsetMs) fail('clock.differs', { serverTime, ownTime })
    offsetMs = serverTime - ownTime
  }

  function headersFor(request: { method: string; path: string; body: string }, token: string) {
    const at = Math.round(now())
    return {
      authorization: `Bearer ${token}`,
      [proofHeader]: `${at}.${desktopKey.sign(proofMessage({ ...request, at }))}`,
    }
  }

  return {
    origin,
    host: new URL(origin).host,
    desktopKey,
    now,
    learnTime,
    async call(route, { token, ...input }) {
      const authorize: Authorize = (request) =>
        token === undefined ? null : Promise.resolve(headersFor(request, token))
      const client = createHttpClient(origin, fetch, authorize)
      await begun
      let hasLearnt = false
      for (let tries = 0; ; tries += 1) {
        try {
          return await client.call(route, input)
        } catch (error) {
          if (!(error instanceof BidsealError)) throw error
          const { failure } = error
          const waitMs = retryAfterMs[tries]
          if (failure.code === 'request.clock-differs' && !hasLearnt) {
            // This computer's clock is wrong, or was set: proofs count by the server's.
            hasLearnt = true
            learnTime(failure.details.serverTime)
          } else if (failure.code === 'server.unreachable' && waitMs !== undefined && !input.signal?.aborted)
            await pause(waitMs, undefined, { signal: input.signal }).catch(() => undefined)
          else throw error
        }
      }
    },
    headers: (method, path, token) => headersFor({ method, path, body: '' }, token),
  }
}
