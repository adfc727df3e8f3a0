import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { BidsealError, type Failure, fail } from '../../domain/failure.ts'
import type { OnProgress, VerificationAnswer, VerificationOrder } from './verification-work.ts'

export type VerificationMessage =
  | { kind: 'progress'; doneInBytes: number; totalInBytes: number }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'done'; answer: VerificationAnswer }

/** Does an order somewhere; cancelling ends it with `task.cancelled`. */
export type VerificationWork = (
  order: VerificationOrder,
  options: { signal: AbortSignal; onProgress: OnProgress },
) => Promise<VerificationAnswer>

/** Does orders in a thread each, which cancelling ends. `workersFolder` holds the built workers. */
export function verificationInThread(workersFolder: string): VerificationWork {
  return (order, { signal, onProgress }) => {
    if (signal.aborted) return fail('task.cancelled', {})
    const worker = new Worker(join(workersFolder, 'verify.cjs'), { workerData: order })
    const cancel = () => void worker.terminate()
    signal.addEventListener('abort', cancel, { once: true })
    return new Promise((resolve, reject) => {
      worker.on('message', (message: VerificationMessage) => {
        if (message.kind === 'progress') onProgress(message.doneInBytes, message.totalInBytes)
        else if (message.kind === 'failed') reject(new BidsealError(message.failure))
        else resolve(message.answer)
      })
      worker.once('error', reject)
      worker.once('exit', (code) => {
        signal.removeEventListener('abort', cancel)
        reject(
          signal.aborted
            ? new BidsealError({ code: 'task.cancelled', details: {} })
            : new Error(`The thread ended with ${code} and no answer`),
        )
      })
    })
  }
}
