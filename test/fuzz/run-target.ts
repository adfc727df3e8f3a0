import { type CaseNumber, makeInput } from './make-input.ts'
import { type Outcome, provenBySeeds, runCase } from './run-case.ts'
import type { FuzzTarget } from './target.ts'

export interface FoundFault extends CaseNumber {
  target: string
  reason: string
  input: Uint8Array
}

export interface TargetRun {
  target: string
  counts: Record<Outcome, number>
  faults: FoundFault[]
}

export interface RunOptions {
  seed: number
  /** Numbers of the cases: from the first up to, not including, the end. */
  first: number
  end: number
  /** Every how many cases the proof is asked for; the rest are only read. */
  proofEvery: number
  /** Called when the input of a case is made, before it is read. */
  onCase?: (number: number, sizeInBytes: number) => void
  /** Called when the case has ended, whichever way. */
  onEnd?: () => void
}

const mostFaults = 20

/** Runs a stretch of a target's cases, and goes on after a fault until there are many. */
export async function runTarget(target: FuzzTarget, options: RunOptions): Promise<TargetRun> {
  const { seed, first, end, proofEvery, onCase, onEnd } = options
  const proven = await provenBySeeds(target)
  const run: TargetRun = { target: target.name, counts: { refused: 0, read: 0, proven: 0 }, faults: [] }
  for (let number = first; number < end && run.faults.length < mostFaults; number++) {
    const input = makeInput(target, { seed, number })
    onCase?.(number, input.length)
    try {
      run.counts[await runCase(target, input, { proven, asksProof: number % proofEvery === 0 })]++
    } catch (error) {
      run.faults.push({ target: target.name, seed, number, reason: String(error), input })
    }
    onEnd?.()
  }
  return run
}

/** A shorter input that ends in a fault as well, found by leaving out ever smaller parts. */
export async function smallest(target: FuzzTarget, input: Uint8Array): Promise<Uint8Array> {
  const proven = await provenBySeeds(target)
  const isFault = (one: Uint8Array) =>
    runCase(target, one, { proven, asksProof: true }).then(
      () => false,
      () => true,
    )
  let least = input
  for (let size = Math.ceil(least.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < least.length; ) {
      const shorter = new Uint8Array([...least.subarray(0, at), ...least.subarray(at + size)])
      if (await isFault(shorter)) least = shorter
      else at += size
    }
  return least
}
