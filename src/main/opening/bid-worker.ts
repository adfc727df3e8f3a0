import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { OpenedBid } from '../../contract/bid-output.ts'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { BidsealError, type Failure, fail } from '../../domain/failure.ts'
import type { OpenedReport } from './verify-opened.ts'

export interface OpenedFile {
  name: string
  blob: string
  sizeInBytes: number
}

export type WorkerOrder =
  | { kind: 'digest'; path: string }
  | {
      kind: 'open'
      path: string
      /** 32 bytes, wiped once the chunks are open. */
      fileKey: Uint8Array
      quarantinePath: string
      filesFolder: string
      /** DER. */
      trust: { roots: Uint8Array[]; intermediates: Uint8Array[]; revocationLists: Uint8Array[] }
    }

export type WorkerAnswer =
  | { kind: 'progress'; step: WorkProgress['step']; done: number; total: number }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'digested'; digest: string }
  | { kind: 'opened'; openingForm: OpenedBid['openingForm']; files: OpenedFile[]; report: OpenedReport }

type FinalAnswer = Exclude<WorkerAnswer, { kind: 'progress' | 'failed' }>

interface WorkOptions {
  /** Folder of the built workers. */
  workersFolder: string
  signal: AbortSignal
  report: (progress: WorkProgress) => void
}

/**
 * Does one order in a thread of its own; cancelling ends the thread. When this has settled after a cancellation, the
 * thread writes no more. Failures: those of the order, `task.cancelled`.
 */
export function workOn<K extends FinalAnswer['kind']>(
  order: WorkerOrder,
  wanted: K,
  { workersFolder, signal, report }: WorkOptions,
): Promise<Extract<FinalAnswer, { kind: K }>> {
  if (signal.aborted) return fail('task.cancelled', {})
  const worker = new Worker(join(workersFolder, 'open-bid.cjs'), { workerData: order })
  return new Promise((resolve, reject) => {
    const cancel = () => void worker.terminate()
    signal.addEventListener('abort', cancel, { once: true })
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'progress')
        report({ stage: 'working', step: answer.step, doneInBytes: answer.done, totalInBytes: answer.total })
      else if (answer.kind === 'failed') reject(new BidsealError(answer.failure))
      else if (answer.kind === wanted) resolve(answer as Extract<FinalAnswer, { kind: K }>)
    })
    worker.once('error', reject)
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', cancel)
      const isCancelled = signal.aborted
      reject(
        isCancelled
          ? new BidsealError({ code: 'task.cancelled', details: {} })
          : new Error(`The worker ended with ${code} and no answer`),
      )
    })
  })
}
