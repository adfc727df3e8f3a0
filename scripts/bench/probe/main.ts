import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import type { CaseName } from './cases.ts'

// Runs in Electron's main process and in Node alike: orders come as lines of JSON, and so do the answers.

export interface Order {
  name: CaseName
  seconds: number
  workers: number
}

const workers: Worker[] = []

async function measure({ name, seconds, workers: wanted }: Order): Promise<number> {
  while (workers.length < wanted) workers.push(new Worker(join(import.meta.dirname, 'probe-worker.mjs')))
  const speeds = workers.slice(0, wanted).map(async (worker) => {
    worker.postMessage({ name, seconds })
    const [speed] = (await once(worker, 'message')) as [number]
    return speed
  })
  return (await Promise.all(speeds)).reduce((sum, speed) => sum + speed, 0)
}

const lines = createInterface({ input: process.stdin })
lines.on('line', async (line) => {
  process.stdout.write(`${JSON.stringify({ speed: await measure(JSON.parse(line) as Order) })}\n`)
})
lines.on('close', () => process.exit(0))
process.stdout.write(`${JSON.stringify({ versions: process.versions })}\n`)
