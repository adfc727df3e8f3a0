import { getHeapStatistics } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { makeInput } from '../../test/fuzz/make-input.ts'
import { runTarget } from '../../test/fuzz/run-target.ts'
import type { FuzzTarget } from '../../test/fuzz/target.ts'
import { loadTargets } from '../../test/fuzz/targets.ts'
import type { Stretch, StretchResult, WorkerStart } from './stretch.ts'

// Runs stretches of cases, one after the other, and leaves the number and the beginning of each case where the watching
// thread sees them even while this one is busy.

const { seed, proofEvery, clock } = workerData as WorkerStart
const times = new Float64Array(clock)
/** What a case may allocate beyond four times its input. */
const memoryLimit = 32 * 1024 * 1024
const mebibyte = 1024 * 1024

/** All that was allocated and is not collected, in and outside of the heap. */
function allocated(): number {
  const { used_heap_size, external_memory } = getHeapStatistics()
  return used_heap_size + external_memory
}

async function run(stretch: Stretch): Promise<StretchResult> {
  const target = (await loadTargets(stretch.group)).find(({ name }) => name === stretch.target)
  if (target === undefined) throw new Error(`There is no target ${stretch.target}`)
  const startedAt = performance.now()
  const over: number[] = []
  let [before, number, size, mostMemory] = [allocated(), -1, 0, 0]
  const settle = () => {
    const memory = allocated() - before - 4 * size
    if (number < 0 || memory <= mostMemory) return
    if (memory > memoryLimit) over.push(number)
    else mostMemory = memory
  }
  const onCase = (next: number, sizeInBytes: number) => {
    // The young generation is large enough that nothing is collected within a case; here it may be.
    if (allocated() > 128 * mebibyte) globalThis.gc?.()
    number = next
    size = sizeInBytes
    times[0] = next
    times[1] = performance.now()
    before = allocated()
  }
  const { counts, faults } = await runTarget(target, {
    seed,
    proofEvery,
    first: stretch.first,
    end: stretch.end,
    onCase,
    onEnd: settle,
  })
  times[0] = -1
  for (const one of over) {
    const memory = await memoryOf(target, one)
    mostMemory = Math.max(mostMemory, memory)
    if (memory <= memoryLimit) continue
    const reason = `allocates ${Math.round(memory / mebibyte)} MiB beyond four times its input`
    faults.push({ target: target.name, seed, number: one, reason, input: makeInput(target, { seed, number: one }) })
  }
  return { stretch, counts, faults, durationMs: performance.now() - startedAt, mostMemory }
}

/**
 * What a case allocates by itself, beyond four times its input: the least of three times, each on a heap that was just
 * collected. While others run, what engine and collector owe from before falls on whoever comes next.
 */
async function memoryOf(target: FuzzTarget, number: number): Promise<number> {
  const measured: number[] = []
  for (let i = 0; i < 3; i++) {
    let before = 0
    const onCase = (_: number, sizeInBytes: number) => {
      globalThis.gc?.()
      before = allocated() + 4 * sizeInBytes
    }
    const onEnd = () => void measured.push(allocated() - before)
    await runTarget(target, { seed, proofEvery: 1, first: number, end: number + 1, onCase, onEnd })
  }
  return Math.min(...measured)
}

parentPort?.on('message', (stretch: Stretch) => {
  run(stretch).then(
    (result) => parentPort?.postMessage(result),
    (error: unknown) => {
      throw error
    },
  )
})
