import type { VerificationRecord } from '../../domain/verify/examine.ts'
import { openPool } from '../workers/pool.ts'

export type VerificationOrders = {
  examine: {
    order: {
      path: string
      tool: string
      now: Date
      /** DER. */
      trust: { roots: Uint8Array[]; intermediates: Uint8Array[]; revocationLists: Uint8Array[] }
    }
    answer: VerificationRecord
  }
  print: { order: { record: VerificationRecord; fontPath: string }; answer: Uint8Array }
}

/** Has one order done somewhere. Failures: `file.unreadable`, those of `examineFile`, `task.cancelled`. */
export type VerificationWork = <N extends keyof VerificationOrders>(
  name: N,
  order: VerificationOrders[N]['order'],
  options: { signal: AbortSignal; tell: (doneInBytes: number) => void },
) => Promise<VerificationOrders[N]['answer']>

/** Digesting gigabytes takes a processor for itself: the windows go on working meanwhile. `program` is the built worker. */
export function verificationInThread(program: string): VerificationWork {
  return async (name, order, { signal, tell }) => {
    const pool = openPool<VerificationOrders>({ program, signal, threads: 1 })
    try {
      return await pool.run(name, order, tell)
    } finally {
      await pool.close()
    }
  }
}
