import { Worker } from 'node:worker_threads'
import { makeInput } from '../../test/fuzz/make-input.ts'
import type { FoundFault } from '../../test/fuzz/run-target.ts'
import { loadTargets } from '../../test/fuzz/targets.ts'
import type { Stretch, StretchResult, WorkerStart } from './stretch.ts'

const slowAfterMs = 1000
const hungAfterMs = 15_000

export interface PoolOptions {
  seed: number
  proofEvery: number
  workers: number
  onResult(result: StretchResult): void
}

/** Runs all stretches on so many threads. A case that takes more than a second is a fault; one that does not end loses its thread. */
export async function runStretches(stretches: readonly Stretch[], options: PoolOptions): Promise<FoundFault[]> {
  const waiting = [...stretches]
  const faults: FoundFault[] = []
  const lanes = Array.from({ length: options.workers }, () => runLane(waiting, faults, options))
  await Promise.all(lanes)
  return faults
}

async function runLane(waiting: Stretch[], faults: FoundFault[], options: PoolOptions): Promise<void> {
  for (let stretch = waiting.shift(); stretch !== undefined; stretch = waiting.shift()) {
    let lane = startWorker(options)
    for (; stretch !== undefined; stretch = waiting.shift()) {
      const stoppedAt = await runOne(lane, stretch, { faults, options })
      if (stoppedAt === null) continue
      // The thread is gone; what was behind the case goes on in another.
      if (stoppedAt + 1 < stretch.end) waiting.unshift({ ...stretch, first: stoppedAt + 1 })
      lane = startWorker(options)
    }
    await lane.worker.terminate()
  }
}

interface Lane {
  worker: Worker
  times: Float64Array
  startedAt: number
}

function startWorker({ seed, proofEvery }: PoolOptions): Lane {
  const clock = new SharedArrayBuffer(16)
  const times = new Float64Array(clock)
  times[0] = -1
  const workerData: WorkerStart = { seed, proofEvery, clock }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData,
    // What a case allocates is counted; were it collected meanwhile, less would be seen.
    resourceLimits: { maxYoungGenerationSizeMb: 512, maxOldGenerationSizeMb: 1024 },
  })
  return { worker, times, startedAt: performance.now() }
}

/** Null when the stretch came to its end, else the number of the case that ended its thread. */
async function runOne(
  { worker, times, startedAt }: Lane,
  stretch: Stretch,
  { faults, options }: { faults: FoundFault[]; options: PoolOptions },
): Promise<number | null> {
  const slow = new Set<number>()
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const [number = -1, since = 0] = times
      const elapsedMs = performance.now() - startedAt - since
      if (number < 0 || elapsedMs < slowAfterMs) return
      if (!slow.has(number)) void note(`takes more than ${slowAfterMs} ms`, number)
      slow.add(number)
      if (elapsedMs > hungAfterMs) void end(number, 'does not end')
    }, 250)
    const note = async (reason: string, number: number) => {
      const target = (await loadTargets(stretch.group)).find(({ name }) => name === stretch.target)
      if (target !== undefined)
        faults.push({
          target: target.name,
          seed: options.seed,
          number,
          reason,
          input: makeInput(target, { seed: options.seed, number }),
        })
    }
    const settle = (stoppedAt: number | null) => {
      clearInterval(timer)
      worker.off('message', onMessage).off('error', onError)
      resolve(stoppedAt)
    }
    const end = async (number: number, reason: string) => {
      settle(number)
      await note(reason, number)
      await worker.terminate()
    }
    const onMessage = (result: StretchResult) => {
      faults.push(...result.faults)
      options.onResult(result)
      settle(null)
    }
    const onError = (error: Error) =>
      void end(Math.max(stretch.first, times[0] ?? 0), `ends its thread: ${error.message}`)
    worker.on('message', onMessage).on('error', onError)
    worker.postMessage(stretch)
  })
}
