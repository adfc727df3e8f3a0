import { randomBytes } from 'node:crypto'
import type { RandomBytes } from '../../src/domain/random.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'

/** The operating system's randomness. */
export const systemRandom: RandomBytes = (length) => new Uint8Array(randomBytes(length))

/** Randomness that repeats itself for the same seed, so that a failing case can be run again. */
export function seededRandom(seed: string): RandomBytes {
  let counter = 0
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let at = 0; at < length; at += 32)
      bytes.set(sm3(new TextEncoder().encode(`${seed}/${counter++}`)).subarray(0, length - at), at)
    return bytes
  }
}
