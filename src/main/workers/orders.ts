import type { Failure } from '../../domain/failure.ts'

/** What a pool can be asked for: each name with what goes in and what comes out. Both cross by structured clone. */
export type Orders = Record<string, { order: unknown; answer: unknown }>

/** From the pool to a thread. A thread has one order at a time. */
export interface OrderMessage {
  name: string
  order: unknown
}

/** From a thread to the pool. A bug is not said: it ends the thread with its error. */
export type ThreadMessage =
  | { kind: 'progress'; doneInBytes: number }
  | { kind: 'answered'; answer: unknown }
  | { kind: 'failed'; failure: Failure }

/** What a worker program gives the pool: one function for each name. `tell` says how many bytes of the order are done. */
export type Acts<O extends Orders> = {
  [N in keyof O]: (
    order: O[N]['order'],
    tell: (doneInBytes: number) => void,
  ) => O[N]['answer'] | Promise<O[N]['answer']>
}
