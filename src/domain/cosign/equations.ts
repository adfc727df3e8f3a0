import type { RandomBytes } from '../random.ts'
import { decodeScalar, generator, invertSecret, order, orderField, Sm2Point } from '../sm/sm2-curve.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'

// The two-party form of GB/T 32918.2-2016 clause 6.1 and GB/T 32918.4-2016 clause 7.1:
// (1 + d)⁻¹ = dA·dB, zA = dA⁻¹, zB = dB⁻¹, PA = zA·G, P = zB·PA − G = d·G.

/** P = W − G with W = zB·PA; null when it would be infinity. */
export function publicKeyOf(combined: Sm2Point): Sm2Point | null {
  const publicKey = combined.subtract(generator)
  return publicKey.is0() ? null : publicKey
}

/**
 * k·(P + G) in constant time for k in 1 … n − 1, where P + G = zB·PA is not infinity. As two products, of points that recur
 * and so have tables after a while, which the sum does not.
 */
export function timesCombined(publicKey: Sm2Point, scalar: bigint): Sm2Point {
  return Sm2Point.sumOfSecretProducts([
    { scalar, point: publicKey },
    { scalar, point: generator },
  ])
}

export interface ServerSignature {
  r: bigint
  s2: bigint
  s3: bigint
}

/**
 * The server's half of A3–A6: R = k3·Q1 + k2·G, r = e + x(R), s2 = dB·k3, s3 = dB·(r + k2), all modulo n.
 * Null when R is infinity or one of r, s2, s3 is zero: draw k2 and k3 again. s2 = 0 would hand dA to whoever sees s.
 */
export function serverSignature(
  share: bigint,
  { digest, noncePoint, k2, k3 }: { digest: Uint8Array; noncePoint: Sm2Point; k2: bigint; k3: bigint },
): ServerSignature | null {
  const sum = Sm2Point.sumOfSecretProducts([
    { scalar: k3, point: noncePoint },
    { scalar: k2, point: generator },
  ])
  if (sum.is0()) return null
  const r = orderField.create(decodeScalar(digest) + sum.x)
  const s2 = orderField.mul(share, k3)
  const s3 = orderField.mul(share, orderField.create(r + k2))
  return r === 0n || s2 === 0n || s3 === 0n ? null : { r, s2, s3 }
}

/** The phone's half: s = dA·(k1·s2 + s3) − r. Null when s = 0 or r + s = n (A6): sign again with a new attempt. */
export function combineSignature(share: bigint, k1: bigint, { r, s2, s3 }: ServerSignature): Sm2Signature | null {
  const s = orderField.create(share * orderField.create(k1 * s2 + s3) - r)
  return s === 0n || r + s === order ? null : { r, s }
}

/** T = (b·zA)·C1. For every C1 there is exactly one b that gives a certain T, so T says nothing about C1. */
export function blindPoint(c1: Sm2Point, inverseShare: bigint, blinding: bigint): Sm2Point {
  return c1.multiply(orderField.mul(inverseShare, blinding))
}

/** S = b⁻¹·T2 − C1 = zA·zB·C1 − C1 = d·C1; may be infinity when the answer was wrong. */
export function unblindPoint(
  answered: Sm2Point,
  { c1, blinding, random }: { c1: Sm2Point; blinding: bigint; random: RandomBytes },
): Sm2Point {
  return answered.multiply(invertSecret(blinding, random)).subtract(c1)
}
