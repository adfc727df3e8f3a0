import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type FoundFault, smallest } from '../../test/fuzz/run-target.ts'
import { type GroupName, groupNames, loadTargets } from '../../test/fuzz/targets.ts'
import { runStretches } from './pool.ts'
import type { Stretch, StretchResult } from './stretch.ts'

// npm run fuzz -- --cases 10000000 [--target NAME] [--seed N] [--workers N] [--proof-every N]
// Shares the cases out among the targets as the short run does, and leaves the inputs of faults in out/fuzz/.

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000000' },
    target: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    workers: { type: 'string', default: String(availableParallelism()) },
    'proof-every': { type: 'string', default: '100' },
  },
})
const [cases, seed, workers, proofEvery] = [values.cases, values.seed, values.workers, values['proof-every']].map(
  Number,
)
if (![cases, seed, workers, proofEvery].every((number) => Number.isSafeInteger(number) && number! >= 0))
  throw new TypeError('cases, seed, workers and proof-every are whole numbers')
const folder = join(import.meta.dirname, '..', '..', 'out', 'fuzz')
const stretchesEach = 20
const smallestStretch = 500

interface Row {
  cases: number
  counts: Record<'refused' | 'read' | 'proven', number>
  durationMs: number
  mostMemory: number
}
const rows = new Map<string, Row>()

const stretches = await stretchesOf(values.target ?? null)
console.log(`seed ${seed}, ${workers} workers, a proof is asked for in one case of ${proofEvery}`)
const startedAt = performance.now()
const faults = await runStretches(stretches, { seed: seed!, workers: workers!, proofEvery: proofEvery!, onResult })
const seconds = (performance.now() - startedAt) / 1000
await writeFaults(faults)
report()
process.exitCode = faults.length === 0 ? 0 : 1

async function stretchesOf(only: string | null): Promise<Stretch[]> {
  const loaded: { group: GroupName; name: string; cases: number }[] = []
  for (const group of groupNames)
    for (const { name, cases } of await loadTargets(group))
      if (only === null || only === name) loaded.push({ group, name, cases })
  if (loaded.length === 0) throw new TypeError(`There is no target ${only}`)
  const all = loaded.reduce((sum, target) => sum + target.cases, 0)
  return loaded.flatMap(({ group, name, cases: share }) => {
    const count = Math.ceil((cases! * share) / all)
    const size = Math.max(smallestStretch, Math.ceil(count / stretchesEach))
    const firsts = Array.from({ length: Math.ceil(count / size) }, (_, i) => i * size)
    return firsts.map((first) => ({ group, target: name, first, end: Math.min(count, first + size) }))
  })
}

function onResult({ stretch, counts, durationMs, mostMemory }: StretchResult): void {
  const row = rows.get(stretch.target) ?? {
    cases: 0,
    counts: { refused: 0, read: 0, proven: 0 },
    durationMs: 0,
    mostMemory: 0,
  }
  for (const outcome of ['refused', 'read', 'proven'] as const) row.counts[outcome] += counts[outcome]
  row.cases += stretch.end - stretch.first
  row.durationMs += durationMs
  row.mostMemory = Math.max(row.mostMemory, mostMemory)
  rows.set(stretch.target, row)
}

/** The input as it was found, and the smallest that still ends in a fault. A case that does not end is not run again. */
async function writeFaults(found: readonly FoundFault[]): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  if (found.length === 0) return
  mkdirSync(folder, { recursive: true })
  const targets = await loadTargets(...groupNames)
  for (const { target, seed, number, reason, input } of found) {
    const path = join(folder, `${target}-${seed}-${number}`)
    writeFileSync(`${path}.bin`, input)
    writeFileSync(`${path}.txt`, `${reason}\n`)
    console.log(`FAULT ${target} case ${number}: ${reason.split('\n')[0]}`)
    const isRunAgain = reason.startsWith('Error:') || reason.startsWith('Fault')
    const one = targets.find(({ name }) => name === target)
    if (isRunAgain && one !== undefined) writeFileSync(`${path}.smallest.bin`, await smallest(one, input))
  }
}

function report(): void {
  const table = [...rows].map(([target, { cases, counts, durationMs, mostMemory }]) => ({
    target,
    cases,
    ...counts,
    'cases/s': Math.round((1000 * cases) / durationMs),
    'MiB beyond 4 × input': Number((mostMemory / 2 ** 20).toFixed(1)),
  }))
  console.table(table)
  const all = table.reduce((sum, row) => sum + row.cases, 0)
  console.log(
    `${all} cases in ${seconds.toFixed(0)} s (${Math.round(all / seconds)}/s), ${faults.length} faults, seed ${seed}`,
  )
}
