/** Chance that repeats itself: the same seed, name and number of a case give the same throws. */
export interface Dice {
  /** 0 … count − 1. */
  below(count: number): number
  /** One of the items, of which there is at least one. */
  pick<T>(items: readonly T[]): T
  bytes(count: number): Uint8Array
  /** A number that fast-check takes as its seed. */
  seed(): number
}

/** sfc32 (PractRand), which passes the tests that a linear congruence fails. */
export function diceOf(seed: number, name: string, number: number): Dice {
  let [a, b, c, counter] = [seed | 0, hashOf(name), number | 0, 1]
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) next()
  const below = (count: number) => Math.floor((next() / 0x100000000) * count)
  return {
    below,
    pick: (items) => items[below(items.length)]!,
    bytes: (count) => Uint8Array.from({ length: count }, () => next() & 0xff),
    seed: () => next() | 0,
  }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
