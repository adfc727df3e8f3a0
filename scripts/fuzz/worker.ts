import { getHeapStatistics } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { makeInput } from '../../test/fuzz/make-input.ts'
import { runTarget } from '../../test/fuzz/run-target.ts'
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
  const over: { number: number; memory: number }[] = []
  let [before, number, mostMemory] = [allocated(), -1, 0]
  const settle = () => {
    if (number < 0) return
    const memory = allocated() - before - 4 * makeInput(target, { seed, number }).length
    mostMemory = Math.max(mostMemory, memory)
    if (memory > memoryLimit) over.push({ number, memory })
  }
  const onCase = (next: number) => {
    // Making an input again to know its size would cost as much as the case: only what stands out is looked at.
    if (number >= 0 && allocated() - before > mostMemory) settle()
    // The young generation is large enough that nothing is collected within a case; here it may be.
    if (allocated() > 128 * mebibyte) globalThis.gc?.()
    number = next
    before = allocated()
    times[0] = next
    times[1] = performance.now()
  }
  const { counts, faults } = await runTarget(target, {
    seed,
    proofEvery,
    first: stretch.first,
    end: stretch.end,
    onCase,
  })
  if (allocated() - before > mostMemory) settle()
  times[0] = -1
  const tooMuch = over.map((one) => ({
    target: target.name,
    seed,
    number: one.number,
    reason: `allocates ${Math.round(one.memory / mebibyte)} MiB beyond four times its input`,
    input: makeInput(target, { seed, number: one.number }),
  }))
  const durationMs = performance.now() - startedAt
  return { stretch, counts, faults: [...faults, ...tooMuch], durationMs, mostMemory }
}

parentPort?.on('message', (stretch: Stretch) => {
  run(stretch).then(
    (result) => parentPort?.postMessage(result),
    (error: unknown) => {
      throw error
    },
  )
})
