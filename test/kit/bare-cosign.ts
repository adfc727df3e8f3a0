import { generator, orderField, type Sm2Point } from '../../src/domain/sm/sm2-curve.ts'
import { fieldPrime } from '../../src/domain/sm/sm2-field-code.ts'

// Two-party SM2 as it must not be: the same equations without the rule that a test is about.

const p = fieldPrime
const a = p - 3n
const reduce = (value: bigint) => ((value % p) + p) % p
const { ORDER } = orderField

function invertModulo(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, ((value % modulus) + modulus) % modulus, 0n, 1n]
  while (r1 !== 0n) {
    const quotient = r0 / r1
    ;[r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1]
  }
  return ((t0 % modulus) + modulus) % modulus
}

/** Coordinates that nobody has checked; null is infinity. */
export type AnyPoint = { x: bigint; y: bigint } | null

/** The textbook formulas, which never look at the curve's b. */
export function addAnywhere(left: AnyPoint, right: AnyPoint): AnyPoint {
  if (left === null) return right
  if (right === null) return left
  if (left.x === right.x && reduce(left.y + right.y) === 0n) return null
  const slope =
    left.x === right.x
      ? (3n * left.x * left.x + a) * invertModulo(2n * left.y, p)
      : (right.y - left.y) * invertModulo(right.x - left.x, p)
  const x = reduce(slope * slope - left.x - right.x)
  return { x, y: reduce(slope * (left.x - x) - left.y) }
}

export function multiplyAnywhere(scalar: bigint, point: AnyPoint): AnyPoint {
  let sum: AnyPoint = null
  let doubled = point
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = addAnywhere(sum, doubled)
    doubled = addAnywhere(doubled, doubled)
  }
  return sum
}

/** T2 = zB·T for whatever T arrives. */
export const bareDecrypt = (inverseShare: bigint, blinded: AnyPoint): AnyPoint =>
  multiplyAnywhere(inverseShare, blinded)

/** The residue modulo a product of coprime moduli. */
export function chineseRemainder(residues: readonly { residue: bigint; modulus: bigint }[]): bigint {
  let [value, modulus] = [0n, 1n]
  for (const { residue, modulus: next } of residues) {
    const step = ((residue - value) * invertModulo(modulus, next)) % next
    value += modulus * ((step + next) % next)
    modulus *= next
  }
  return value
}

/** The server's answer with whatever nonces it is given. */
export function bareServerSign(
  share: bigint,
  { e, noncePoint, k2, k3 }: { e: bigint; noncePoint: Sm2Point; k2: bigint; k3: bigint },
) {
  const sum = k3 === 0n ? generator.multiply(k2) : noncePoint.multiply(k3).add(generator.multiply(k2))
  const r = orderField.create(e + sum.x)
  return { r, s2: orderField.mul(share, k3), s3: orderField.mul(share, orderField.create(r + k2)) }
}

/** The phone's last step without looking at r, s2 and s3. */
export function barePhoneSign(share: bigint, k1: bigint, { r, s2, s3 }: { r: bigint; s2: bigint; s3: bigint }) {
  return { r, s: (((share * (k1 * s2 + s3) - r) % ORDER) + ORDER) % ORDER }
}
