import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { BidsealError, fail } from '../../domain/failure.ts'
import type { OrderMessage, Orders, ThreadMessage } from './orders.ts'

/** The program of everything that is done with bids, in the folder of the built workers. */
export const bidWorker = 'bid.cjs'

interface Waiting {
  name: string
  order: unknown
  tell: (doneInBytes: number) => void
  resolve: (answer: unknown) => void
  reject: (error: unknown) => void
}

interface Thread {
  worker: Worker
  current: Waiting | null
  exited: Promise<void>
}

/** Threads of one worker program. Open one for a piece of work, and close it when that work has ended in any way. */
export interface WorkerPool<O extends Orders> {
  readonly threads: number
  /** Has one thread do one order. Failures: the order's own, `task.cancelled`. */
  run<N extends keyof O & string>(
    name: N,
    order: O[N]['order'],
    tell?: (doneInBytes: number) => void,
  ): Promise<O[N]['answer']>
  /** Has every thread do the same order, such as getting ready; before any other order is given. */
  everywhere<N extends keyof O & string>(name: N, order: O[N]['order']): Promise<void>
  /**
   * Orders that are drawn one after another, no more of them under way than threads can work on and one in hand for each.
   * Answers are handed over in the order of completion.
   */
  each<N extends keyof O & string>(
    name: N,
    orders: Iterable<O[N]['order']>,
    onAnswer: (answer: O[N]['answer'], order: O[N]['order']) => void | Promise<void>,
    tell?: (doneInBytes: number, order: O[N]['order']) => void,
  ): Promise<void>
  /** Ends the threads. When this has settled they write no more. */
  close(): Promise<void>
}

/**
 * A pool over the program at `program`. Cancelling ends the threads at once: what they have half-written is the caller's
 * to remove, after `close`.
 */
export function openPool<O extends Orders>({
  program,
  signal,
  threads = availableParallelism(),
}: {
  program: string
  signal: AbortSignal
  threads?: number
}): WorkerPool<O> {
  if (signal.aborted) fail('task.cancelled', {})
  const running: Thread[] = []
  const queue: Waiting[] = []
  let end: { error: unknown } | null = null

  function stop(error: unknown): Promise<void> {
    end ??= { error }
    const { error: reason } = end
    signal.removeEventListener('abort', cancel)
    const ended = Promise.all(running.map(({ worker, exited }) => worker.terminate().then(() => exited)))
    const waiting = [...running.flatMap(({ current }) => current ?? []), ...queue.splice(0)]
    for (const thread of running) thread.current = null
    // Only once nothing is written any more may the caller clean up.
    return ended.then(() => {
      for (const one of waiting) one.reject(reason)
    })
  }

  const cancel = () => void stop(new BidsealError({ code: 'task.cancelled', details: {} }))
  signal.addEventListener('abort', cancel, { once: true })

  function start(): Thread {
    const worker = new Worker(program)
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    const thread: Thread = { worker, current: null, exited }
    worker.on('message', (message: ThreadMessage) => hear(thread, message))
    worker.once('error', (error) => void stop(error))
    worker.once('exit', (code) => {
      if (end === null) void stop(new Error(`A worker ended with ${code} and no answer`))
    })
    running.push(thread)
    return thread
  }

  function hear(thread: Thread, message: ThreadMessage) {
    const { current } = thread
    if (current === null) return
    if (message.kind === 'progress') return current.tell(message.doneInBytes)
    thread.current = null
    if (message.kind === 'answered') current.resolve(message.answer)
    else current.reject(new BidsealError(message.failure))
    giveNext()
  }

  function giveNext() {
    while (queue.length > 0) {
      const free = running.find(({ current }) => current === null) ?? (running.length < threads ? start() : null)
      if (free === null) return
      give(free, queue.shift()!)
    }
  }

  function give(thread: Thread, waiting: Waiting) {
    thread.current = waiting
    const { name, order } = waiting
    const message: OrderMessage = { name, order }
    thread.worker.postMessage(message)
  }

  function ask(name: string, order: unknown, tell: (doneInBytes: number) => void, to?: Thread): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (end !== null) return reject(end.error)
      const waiting: Waiting = { name, order, tell, resolve, reject }
      if (to !== undefined) return give(to, waiting)
      queue.push(waiting)
      giveNext()
    })
  }

  const run: WorkerPool<O>['run'] = (name, order, tell = () => {}) => ask(name, order, tell)

  return {
    threads,
    run,
    async everywhere(name, order) {
      while (running.length < threads && end === null) start()
      await Promise.all(running.map((thread) => ask(name, order, () => {}, thread)))
    },
    async each(name, orders, onAnswer, tell) {
      const rest = orders[Symbol.iterator]()
      const drawn = { isOver: false }
      const follow = async () => {
        while (!drawn.isOver) {
          const next = rest.next()
          if (next.done === true) break
          const order = next.value
          try {
            await onAnswer(await run(name, order, tell && ((done) => tell(done, order))), order)
          } catch (error) {
            drawn.isOver = true
            throw error
          }
        }
      }
      const outcomes = await Promise.allSettled(Array.from({ length: 2 * threads }, follow))
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    },
    close: () => stop(new Error('The pool is closed')),
  }
}
