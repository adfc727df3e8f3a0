import { join } from 'node:path'
import { BidsealError, fail } from '../../domain/failure.ts'
import { orCancelled } from '../../node/or-cancelled.ts'
import type { BlobName, FileStore } from '../store/file-store.ts'
import type { Pass } from '../store/known-passes.ts'
import { openPool, type WorkerPool } from '../workers/pool.ts'
import type { PdfOrders } from './pdf-orders.ts'

const idleMs = 60_000

/** Lends threads for PDFs. */
export interface PdfDesk {
  readonly filesFolder: string
  /** Begins a pass over a stored file that somebody looks at, so that it is there when it is sealed. */
  readAhead(blob: BlobName): void
  /** The pass over a stored file that is known; waits for one that was begun. Failure: `task.cancelled`. */
  pass(blob: BlobName, signal: AbortSignal): Promise<Pass | null>
  /** Threads for one piece of work; cancelling it, where that can be, ends them. Failure: `task.cancelled`. */
  work<T>(signal: AbortSignal | null, use: (threads: WorkerPool<PdfOrders>) => Promise<T>): Promise<T>
  /** Threads at work end when their work does. */
  close(): Promise<void>
}

/** Threads that have just worked wait a while for more: who seals once seals again, and starting one takes longer than sealing. */
export function openPdfDesk({
  workersFolder,
  files: { folder: filesFolder, passes },
}: {
  workersFolder: string
  files: Pick<FileStore, 'folder' | 'passes'>
}): PdfDesk {
  let idle: { pool: WorkerPool<PdfOrders>; stop: AbortController; timer: NodeJS.Timeout } | null = null

  let isClosed = false
  const ending = new AbortController()
  const readingAhead = new Map<BlobName, Promise<void>>()

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

  const desk: PdfDesk = {
    filesFolder,
    readAhead(blob) {
      if (isClosed || readingAhead.has(blob) || passes.of(blob) !== null) return
      const reading = desk
        .work(ending.signal, (threads) => threads.run('digest', { filesFolder, blob }))
        .then(
          (pass) => passes.remember(blob, pass),
          (error: unknown) => {
            // Whoever seals the document reads it then, and says what is wrong with it.
            if (!(error instanceof BidsealError)) throw error
          },
        )
      readingAhead.set(
        blob,
        reading.finally(() => readingAhead.delete(blob)),
      )
    },
    async pass(blob, signal) {
      await orCancelled(readingAhead.get(blob) ?? Promise.resolve(), signal)
      return passes.of(blob)
    },
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
    async close() {
      isClosed = true
      ending.abort()
      await Promise.all([endIdle(), ...readingAhead.values()])
    },
  }
  return desk
}
