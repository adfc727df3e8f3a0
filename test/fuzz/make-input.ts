import fc from 'fast-check'
import { type Dice, diceOf } from './dice.ts'
import { byteMutations, longestInput } from './mutate-bytes.ts'
import type { FuzzTarget } from './target.ts'

/** Which case of which run: enough to make its input again. */
export interface CaseNumber {
  seed: number
  number: number
}

/** The input of one case. The first cases of a run are the seeds themselves. */
export function makeInput(target: FuzzTarget, { seed, number }: CaseNumber): Uint8Array {
  const first = target.seeds[number]
  if (first !== undefined) return first
  const dice = diceOf(seed, target.name, number)
  if (target.grown !== undefined && dice.below(16) === 0) {
    const [grown] = fc.sample(target.grown, { seed: dice.seed(), numRuns: 1 })
    return dice.below(2) === 0 ? grown! : mutated(target, grown!, dice)
  }
  return mutated(target, dice.pick(target.seeds), dice)
}

function mutated({ seeds, mutations = [] }: FuzzTarget, input: Uint8Array, dice: Dice): Uint8Array {
  let changed = input
  for (let rounds = dice.pick([1, 1, 1, 2, 3, 5]); rounds > 0; rounds--) {
    const mutation = mutations.length > 0 && dice.below(2) === 0 ? dice.pick(mutations) : dice.pick(byteMutations)
    const next = mutation(changed, dice, dice.pick(seeds))
    if (next.length <= longestInput) changed = next
  }
  return changed
}
