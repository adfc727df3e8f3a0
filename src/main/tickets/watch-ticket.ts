import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { BidsealError, fail } from '../../domain/failure.ts'
import { ticketRoutes } from '../../protocol/http-api.ts'
import { bodyPieces } from './body-pieces.ts'
import type { ServerConnection } from './server-connection.ts'

export type TicketView = z.output<typeof ticketRoutes.watch.reply>

const fallbackIntervalMs = 2000
const retryIntervalMs = 500

/**
 * The ticket's state now and whenever it changes. News come by server-sent events; asking every two seconds covers a
 * stream that broke. A server that is away for a while, or restarts, is waited for: the ticket is on its disk.
 */
export async function* watchTicket(
  server: ServerConnection,
  { ticketId, capability }: { ticketId: string; capability: string },
  signal: AbortSignal,
): AsyncGenerator<TicketView> {
  const news = new NewsBell()
  const stream = new AbortController()
  const end = () => stream.abort()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  const path = `/api/tickets/${ticketId}/events`
  const listening = listen(server, { path, capability, signal: stream.signal }, news)
  try {
    for (;;) {
      const view = await ask(server, ticketId, capability, signal)
      if (view !== null) yield view
      await news.next(view === null ? retryIntervalMs : fallbackIntervalMs, signal)
    }
  } finally {
    signal.removeEventListener('abort', end)
    end()
    await listening
  }
}

/** The state; null when the server cannot be reached at the moment. */
async function ask(server: ServerConnection, ticketId: string, capability: string, signal: AbortSignal) {
  try {
    const view = await server.call(ticketRoutes.watch, { params: { ticketId }, body: {}, token: capability, signal })
    server.learnTime(view.serverTime)
    return view
  } catch (error) {
    if (error instanceof BidsealError && error.failure.code === 'server.unreachable') return null
    throw error
  }
}

/** Rings the bell for every event of the stream, and opens the stream again when it ends. Event contents are not used. */
async function listen(
  server: ServerConnection,
  { path, capability, signal }: { path: string; capability: string; signal: AbortSignal },
  news: NewsBell,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const headers = server.headers('GET', path, capability)
      const response = await fetch(server.origin + path, { headers, signal, redirect: 'error' })
      if (response.ok && response.body !== null) for await (const _ of bodyPieces(response.body, signal)) news.ring()
    } catch (error) {
      if (!signal.aborted && !(error instanceof TypeError)) throw error
    }
    if (!signal.aborted) await pause(retryIntervalMs, undefined, { signal }).catch(() => undefined)
  }
}

/** Lets one waiter know that something happened since it last looked. */
class NewsBell {
  private isRung = false
  private wake: (() => void) | null = null

  ring() {
    this.isRung = true
    this.wake?.()
  }

  /** Waits for a ring, at most so long; fails with `task.cancelled`. */
  async next(longestMs: number, signal: AbortSignal) {
    if (signal.aborted) fail('task.cancelled', {})
    if (!this.isRung)
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, longestMs)
        this.wake = wake
        signal.addEventListener('abort', wake, { once: true })
      })
    this.wake = null
    this.isRung = false
    if (signal.aborted) fail('task.cancelled', {})
  }
}
