import type { RandomBytes } from '../random.ts'
import { encodePoint, generator, order, orderField, Sm2Point } from '../sm/sm2-curve.ts'
import { hedgedNonce, scalarOfHash, transcriptHash } from './transcript.ts'

// Schnorr's proof of knowledge of z with point = z·base, made non-interactive over a hash of everything said
// (strong Fiat–Shamir: base, point and commitment are hashed too).

export interface Proof {
  commitment: Sm2Point
  /** 0 … n − 1. */
  response: bigint
}

export interface Statement {
  base?: Sm2Point
  point: Sm2Point
  /** 32-byte hash of the message that the proof authorises. */
  request: Uint8Array
}

/** Proves knowledge of `secret` (1 … n − 1) with `point` = secret·base; the base is G unless given. */
export function prove(secret: bigint, { base = generator, point, request }: Statement, random: RandomBytes): Proof {
  const nonce = hedgedNonce('nonce-proof', { random, secret, request })
  const commitment = base.multiply(nonce)
  const challenge = challengeOf({ base, point, request }, commitment)
  return { commitment, response: orderField.create(nonce + challenge * secret) }
}

/**
 * Whether the proof holds; a response above n − 1 never does. All points must have been read with `decodePoint`. Uses
 * public values only.
 */
export function isProven({ base = generator, point, request }: Statement, { commitment, response }: Proof): boolean {
  if (response >= order) return false
  const challenge = challengeOf({ base, point, request }, commitment)
  const sum = Sm2Point.sumOfPublicProducts([
    { scalar: response, point: base },
    { scalar: orderField.neg(challenge), point },
  ])
  return sum.equals(commitment)
}

function challengeOf({ base, point, request }: Required<Statement>, commitment: Sm2Point): bigint {
  return scalarOfHash(transcriptHash('proof', encodePoint(base), encodePoint(point), encodePoint(commitment), request))
}
