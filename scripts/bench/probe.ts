import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildNodeEntry } from '../build.ts'
import { electronArguments, findElectronRuntime } from '../electron-runtime/runtime.ts'
import type { Order } from './probe/main.ts'

const root = join(import.meta.dirname, '..', '..')


const patienceMs = 60_000

/** A process that measures the product's functions in worker threads. */
export interface Probe {
  versions: Record<string, string>
  /** Megabytes or acts a second, of all workers together. */
  measure(order: Order): Promise<number>
  stop(): Promise<void>
}

export async function buildProbe(): Promise<void> {
  for (const [name, input] of [
    ['probe', 'main.ts'],
    ['probe-worker', 'worker.ts'],
  ] as const)
    await buildNodeEntry({ input: join('scripts/bench/probe', input), outDir: 'out/bench', name })
}

export async function startInElectron(): Promise<Probe> {
  const runtime = await findElectronRuntime()
  return start(runtime.executable, electronArguments(runtime, join(import.meta.dirname, 'probe-app')))
}

export const startInNode = (): Promise<Probe> => start(process.execPath, [join(root, 'out', 'bench', 'probe.cjs')])

async function start(command: string, args: string[]): Promise<Probe> {
  const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], cwd: root })
  const lines = createInterface({ input: child.stdout! })
  const answers: string[] = []
  const waiting: ((line: string) => void)[] = []
  lines.on('line', (line) => {
    if (!line.startsWith('{')) return
    const next = waiting.shift()
    if (next) next(line)
    else answers.push(line)
  })
  const answer = () =>
    new Promise<string>((resolve, reject) => {
      const ready = answers.shift()
      if (ready !== undefined) return resolve(ready)
      waiting.push(resolve)
      child.once('exit', (code) => reject(new Error(`${command} ended with ${code}`)))
      AbortSignal.timeout(patienceMs).addEventListener('abort', () => reject(new Error(`${command} says nothing`)))
    })
  const { versions } = JSON.parse(await answer()) as { versions: Record<string, string> }
  return {
    versions,
    async measure(order) {
      child.stdin!.write(`${JSON.stringify(order)}\n`)
      return (JSON.parse(await answer()) as { speed: number }).speed
    },
    async stop() {
      const exit = once(child, 'exit')
      child.stdin!.end()
      await exit
    },
  }
}
