import type { RunOptions } from '../../contract/define.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { BidsealError, type Failure } from '../../domain/failure.ts'
import { type PaceStart, paceStart } from './pace.ts'

/** What a window asks main to do, in words the user reads while it runs. */
export interface WorkOrder<T> {
  /** Names the work: 「签章」. */
  title: string
  /** What it is for, in one line above the QR code. */
  purpose?: string
  /** A phone is asked in its course, so the QR panel shows it. */
  asksPhone?: boolean
  run: (options: RunOptions<ActProgress>) => Promise<T>
}

/** One piece of work that runs, or that failed and waits to be read. */
export interface Work {
  workId: number
  title: string
  purpose: string
  asksPhone: boolean
  progress: ActProgress | null
  pace: PaceStart | null
  failure: Failure | null
  /** Sent to the background: the window is free, a chip in the status line stays. */
  isBehind: boolean
}

interface Running {
  begin(): void
  abort: AbortController
  giveUp(): void
}

const unknown: Failure = { code: 'internal', details: { reportId: '-' } }

/** A failure for the user out of anything thrown. What was not expected is a bug, and goes to the console as well. */
export function failureOf(error: unknown): Failure {
  if (error instanceof BidsealError) return error.failure
  console.error(error)
  return unknown
}

/** All work of a window. It outlives the page that began it; a failure stays until somebody has read it. */
export function createWorks(now: () => number) {
  let works: readonly Work[] = []
  let lastId = 0
  const running = new Map<number, Running>()
  const listeners = new Set<() => void>()

  function publish(next: readonly Work[]) {
    works = next
    for (const listener of listeners) listener()
  }

  function change(workId: number, part: Partial<Work>) {
    publish(works.map((work) => (work.workId === workId ? { ...work, ...part } : work)))
  }

  function remove(workId: number) {
    running.delete(workId)
    publish(works.filter((work) => work.workId !== workId))
  }

  function report(workId: number, progress: ActProgress) {
    const before = works.find((work) => work.workId === workId)?.pace ?? null
    change(workId, { progress, pace: paceStart(before, progress, now()) })
  }

  /** Resolves with null when the user gave up, before or after a failure. */
  function start<T>({ title, purpose = '', asksPhone = false, run }: WorkOrder<T>): Promise<T | null> {
    lastId += 1
    const workId = lastId
    publish([
      ...works,
      { workId, title, purpose, asksPhone, progress: null, pace: null, failure: null, isBehind: false },
    ])
    return new Promise((resolve) => {
      const giveUp = () => {
        remove(workId)
        resolve(null)
      }
      const begin = () => {
        const abort = new AbortController()
        running.set(workId, { begin, abort, giveUp })
        run({ signal: abort.signal, onProgress: (progress) => report(workId, progress) }).then(
          (value) => {
            remove(workId)
            resolve(value)
          },
          (error: unknown) => {
            const failure = failureOf(error)
            if (failure.code === 'task.cancelled' || abort.signal.aborted) giveUp()
            else change(workId, { failure, isBehind: false })
          },
        )
      }
      begin()
    })
  }

  return {
    start,
    list: () => works,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** Stops what runs; forgets what failed. */
    cancel(workId: number) {
      const work = works.find((one) => one.workId === workId)
      if (work?.failure != null) running.get(workId)?.giveUp()
      else running.get(workId)?.abort.abort()
    },
    retry(workId: number) {
      change(workId, { failure: null, progress: null, pace: null })
      running.get(workId)?.begin()
    },
    sendBehind: (workId: number, isBehind: boolean) => change(workId, { isBehind }),
  }
}
export type Works = ReturnType<typeof createWorks>
