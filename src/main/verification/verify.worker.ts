import { parentPort, workerData } from 'node:worker_threads'
import { BidsealError } from '../../domain/failure.ts'
import type { VerificationMessage } from './verification-thread.ts'
import { doVerification, type VerificationOrder } from './verification-work.ts'

// Digesting gigabytes takes a processor for itself: the windows go on working meanwhile.

const port = parentPort
if (port === null) throw new Error('This file is a worker')
const say = (message: VerificationMessage) => port.postMessage(message)

doVerification(workerData as VerificationOrder, (doneInBytes, totalInBytes) =>
  say({ kind: 'progress', doneInBytes, totalInBytes }),
).then(
  (answer) => say({ kind: 'done', answer }),
  (error: unknown) => {
    if (!(error instanceof BidsealError)) throw error
    say({ kind: 'failed', failure: error.failure })
  },
)
