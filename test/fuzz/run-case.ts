import { BidsealError } from '../../src/domain/failure.ts'
import { readFailure } from '../../src/domain/failure-details.ts'
import { sentenceOf } from '../../src/domain/sentences/failure-sentences.ts'
import type { FuzzTarget, Reading } from './target.ts'

/** How one case ended: `refused` by a named failure, `read`, or `proven` as well. */
export type Outcome = 'refused' | 'read' | 'proven'

/** A case that ended as none may end. */
export class Fault extends Error {}

const known = new WeakMap<FuzzTarget, Promise<ReadonlySet<string>>>()

/** What the seeds prove: the only things that any input of the target may prove. */
export function provenBySeeds(target: FuzzTarget): Promise<ReadonlySet<string>> {
  const proven = known.get(target) ?? askSeeds(target)
  known.set(target, proven)
  return proven
}

async function askSeeds(target: FuzzTarget): Promise<ReadonlySet<string>> {
  const proven = new Set<string>()
  for (const [i, seed] of target.seeds.entries()) {
    const reading = await target.read(seed)
    const proof = reading === null ? null : await reading()
    if (reading !== null && proof === null) throw new Fault(`seed ${i} of ${target.name} proves nothing`)
    if (proof !== null) proven.add(proof)
  }
  return proven
}

/**
 * Reads one input. Throws Fault when it ends with anything but a named failure whose details and sentence are right, or
 * when it proves what no seed says. `asksProof` false leaves the proof alone, which is most of the work.
 */
export async function runCase(
  target: FuzzTarget,
  input: Uint8Array,
  { proven, asksProof }: { proven: ReadonlySet<string>; asksProof: boolean },
): Promise<Outcome> {
  let reading: Reading
  let proof: string | null = null
  try {
    const read = target.read(input)
    reading = read instanceof Promise ? await read : read
    if (reading !== null && asksProof) proof = await reading()
  } catch (error) {
    requireNamed(error)
    return 'refused'
  }
  if (proof === null) return 'read'
  if (!proven.has(proof)) throw new Fault(`proves what no valid input says: ${proof.slice(0, 300)}`)
  return 'proven'
}

function requireNamed(error: unknown): void {
  if (error instanceof Fault) throw error
  if (!(error instanceof BidsealError)) throw new Fault(`not a named failure: ${describe(error)}`, { cause: error })
  const { failure } = error
  if (readFailure(failure) === null) throw new Fault(`a failure with wrong details: ${JSON.stringify(failure)}`)
  for (const language of ['zh-CN', 'en'] as const)
    if (sentenceOf(failure, language).length === 0) throw new Fault(`a failure without a sentence: ${failure.code}`)
}

const describe = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))
