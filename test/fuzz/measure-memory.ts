import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { BidsealError } from '../../src/domain/failure.ts'
import { amplifiers } from './amplifiers.ts'

// Run as a process of its own, with `--expose-gc --max-semi-space-size=2`, so that what is dead is soon collected. Prints for
// each input how much the process grew at most while it was read: the kernel's high-water mark, set back before each.

const highWater = '/proc/self/clear_refs'

function resident(field: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(line?.[1]) * 1024
}

const only = process.argv[2]
const measured: { name: string; sizeInBytes: number; grownBy: number | null; outcome: string }[] = []
for (const make of amplifiers) {
  const { name, input, read } = make()
  if (only !== undefined && !name.includes(only)) continue
  globalThis.gc?.()
  const canMeasure = existsSync(highWater)
  if (canMeasure) writeFileSync(highWater, '5')
  const before = canMeasure ? resident('VmRSS') : 0
  let outcome = 'read'
  try {
    await read(input)
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    outcome = error.failure.code
  }
  measured.push({ name, sizeInBytes: input.length, grownBy: canMeasure ? resident('VmHWM') - before : null, outcome })
}
console.log(JSON.stringify(measured))
