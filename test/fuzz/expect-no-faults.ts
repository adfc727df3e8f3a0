import { expect, test } from 'vitest'
import { base64Of } from '../../src/domain/bytes.ts'
import { runTarget } from './run-target.ts'
import type { FuzzTarget } from './target.ts'

const seed = 20_261_122
/** A proof costs a hundred times as much as reading; what is certain to be asked is those of the seeds. */
const proofEvery = 400

/**
 * One test for each target: its cases end as every case must. A fault is printed with its seed and input. `atLeast` is how
 * many cases there must be in all.
 */
export function expectNoFaults(targets: readonly FuzzTarget[], atLeast: number): void {
  test(`these are at least ${atLeast} cases`, () => {
    expect(targets.reduce((total, { cases }) => total + cases, 0)).toBeGreaterThanOrEqual(atLeast)
  })
  test.each(targets.map((target) => [target.name, target] as const))('%s', async (_, target) => {
    // What a fault leaves of its stack is enough with the input; building the stacks of failures is half of the time.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 3
    const { faults } = await runTarget(target, { seed, first: 0, end: target.cases, proofEvery })
    Error.stackTraceLimit = stackTraceLimit
    const described = faults.map(({ input, number, reason }) => ({ seed, number, reason, input: base64Of(input) }))
    expect(described).toEqual([])
  })
}
