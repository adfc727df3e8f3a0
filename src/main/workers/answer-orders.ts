import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { BidsealError } from '../../domain/failure.ts'
import type { Acts, OrderMessage, Orders, ThreadMessage } from './orders.ts'

/** The whole of a worker program: waits for orders and answers each. Failures go back as data. */
export function answerOrders<O extends Orders>(acts: Acts<O>): void {
  const port = parentPort
  if (port === null) throw new Error('This file is a worker')
  // Windows and macOS prefer the window in the foreground by themselves, and there this would be about the whole program.
  if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)
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
