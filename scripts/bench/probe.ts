import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Order } from './probe/main.ts'
import { type Host, startProgram } from './programs.ts'

const patienceMs = 60_000

/** A process that measures the product's functions in worker threads. */
export interface Probe {
  versions: Record<string, string>
  /** Megabytes or acts a second, of all workers together. */
  measure(order: Order): Promise<number>
  stop(): Promise<void>
}

export async function startProbe(host: Host): Promise<Probe> {
  const child = await startProgram(host, 'probe', { ends: false })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  async function answer(): Promise<unknown> {
    const patience = AbortSignal.timeout(patienceMs)
    patience.addEventListener('abort', () => child.kill('SIGKILL'))
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error(`The probe in ${host} ended`)
      if (!value.startsWith('{')) continue
      return JSON.parse(value)
    }
  }
  const { versions } = (await answer()) as { versions: Record<string, string> }
  return {
    versions,
    async measure(order) {
      child.stdin!.write(`${JSON.stringify(order)}\n`)
      return ((await answer()) as { speed: number }).speed
    },
    async stop() {
      const exit = once(child, 'exit')
      child.stdin!.end()
      await exit
    },
  }
}
