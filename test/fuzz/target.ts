import type fc from 'fast-check'
import type { Mutation } from './mutate-bytes.ts'

/**
 * What came of reading an input. A format that proves who made it gives the question whether the proof holds: answered
 * with what it proves, or null. Nothing may ever be proven that the valid inputs do not say.
 */
export type Reading = null | (() => string | null | Promise<string | null>)

/** One reader of something that strangers may send. */
export interface FuzzTarget {
  name: string
  /** Valid inputs, all of them read without a failure and, where the format has a proof, proven. At least one. */
  seeds: readonly Uint8Array[]
  /** Mutations that know the format. */
  mutations?: readonly Mutation[]
  /** Inputs grown from the format's grammar, valid ones among them. */
  grown?: fc.Arbitrary<Uint8Array>
  /** Cases in the short run, which is part of every test run: what costs much gets few. */
  cases: number
  /** Reads the input, or fails with a named failure. */
  read(input: Uint8Array): Reading | Promise<Reading>
}
