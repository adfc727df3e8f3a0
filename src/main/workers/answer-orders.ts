import { constants, getPriority, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { BidsealError } from '../../domain/failure.ts'
import type { Acts, OrderMessage, Orders, ThreadMessage } from './orders.ts'

/** The whole of a worker program: waits for orders and answers each. Failures go back as data. */
export function answerOrders<O extends Orders>(acts: Acts<O>): void {
  const port = parentPort
  if (port === null) throw new Error('This file is a worker')
  giveWay()
  const say = (message: ThreadMessage) => port.postMessage(message)
  port.on('message', ({ name, order }: OrderMessage) => {
    const act = acts[name]
    if (act === undefined) throw new Error(`No act is called ${name}`)
    Promise.resolve()
      .then(() => act(order, (doneInBytes) => say({ kind: 'progress', doneInBytes })))
      .then(
        (answer) => say({ kind: 'answered', answer }),
        (error: unknown) => {
          if (!(error instanceof BidsealError)) throw error
          say({ kind: 'failed', failure: error.failure })
        },
      )
  })
}

/**
 * Lets everything else go first on Linux. Windows and macOS prefer the window in the foreground by themselves, and there this
 * would be about the whole program.
 */
function giveWay(): void {
  const { PRIORITY_BELOW_NORMAL: priority } = constants.priority
  try {
    if (process.platform === 'linux' && getPriority(0) < priority) setPriority(0, priority)
  } catch {
    // A sandbox may forbid it; the work is done all the same.
  }
}
