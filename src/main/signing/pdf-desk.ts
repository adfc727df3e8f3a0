import { join } from 'node:path'
import { fail } from '../../domain/failure.ts'
import { openPool, type WorkerPool } from '../workers/pool.ts'
import type { PdfOrders } from './pdf-orders.ts'

const idleMs = 60_000

/** Lends threads for PDFs. */
export interface PdfDesk {
  readonly filesFolder: string
  /** Threads for one piece of work; cancelling it, where that can be, ends them. Failure: `task.cancelled`. */
  work<T>(signal: AbortSignal | null, use: (threads: WorkerPool<PdfOrders>) => Promise<T>): Promise<T>
  /** Threads at work end when their work does. */
  close(): Promise<void>
}

/** Threads that have just worked wait a while for more: who seals once seals again, and starting one takes longer than sealing. */
export function openPdfDesk({ workersFolder, filesFolder }: { workersFolder: string; filesFolder: string }): PdfDesk {
  let idle: { pool: WorkerPool<PdfOrders>; stop: AbortController; timer: NodeJS.Timeout } | null = null

  let isClosed = false

  function take() {
    const waiting = idle
    idle = null
    if (waiting !== null) {
      clearTimeout(waiting.timer)
      return waiting
    }
    const stop = new AbortController()
    return { pool: openPool<PdfOrders>({ program: join(workersFolder, 'pdf.cjs'), signal: stop.signal }), stop }
  }

  function giveBack({ pool, stop }: ReturnType<typeof take>) {
    if (isClosed || idle !== null || stop.signal.aborted) return pool.close()
    const timer = setTimeout(endIdle, idleMs)
    timer.unref()
    idle = { pool, stop, timer }
    return undefined
  }

  async function endIdle() {
    const waiting = idle
    idle = null
    clearTimeout(waiting?.timer)
    await waiting?.pool.close()
  }

  return {
    filesFolder,
    async work(signal, use) {
      if (signal?.aborted) return fail('task.cancelled', {})
      const taken = take()
      const cancel = () => taken.stop.abort()
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        const result = await use(taken.pool)
        signal?.removeEventListener('abort', cancel)
        await giveBack(taken)
        return result
      } catch (error) {
        signal?.removeEventListener('abort', cancel)
        // A thread may have died of a bug, or still be at the work of others.
        await taken.pool.close()
        throw error
      }
    },
    close() {
      isClosed = true
      return endIdle()
    },
  }
}
