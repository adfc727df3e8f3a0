import { Field } from '@noble/curves/abstract/modular.js'
import { concatBytes, hexOf } from '../bytes.ts'
import type { RandomBytes } from '../random.ts'
import {
  type Coordinates,
  countVerification,
  curveB,
  curveGenerator,
  curveOrder,
  isInfinite,
  prepareMultiples,
  sumOfPoints,
  sumOfProducts,
} from './sm2-engine.ts'
import { fieldPrime } from './sm2-field-code.ts'

// GB/T 32918.5-2017, the recommended 256-bit curve: y² = x³ + ax + b over F_p, order n, cofactor 1.

/** A point of the curve, or infinity. Equal points are equal values. */
export class Sm2Point implements Coordinates {
  /** 0 … p − 1; both are 0 at infinity. */
  readonly x: bigint
  readonly y: bigint

  private constructor({ x, y }: Coordinates) {
    this.x = x
    this.y = y
  }

  /** Null unless y² = x³ − 3x + b with both in 0 … p − 1. */
  static of({ x, y }: Coordinates): Sm2Point | null {
    const isInField = x >= 0n && x < fieldPrime && y >= 0n && y < fieldPrime
    const isOnCurve = isInField && (y * y - (x * x - 3n) * x - curveB) % fieldPrime === 0n
    return isOnCurve ? new Sm2Point({ x, y }) : null
  }

  /** s·G + t·P and the like over public numbers in 0 … n − 1, for verifying: at most two of the points beside G. */
  static sumOfPublicProducts(products: readonly { scalar: bigint; point: Sm2Point }[]): Sm2Point {
    for (const { point } of products) if (!point.is0()) countVerification(point)
    return new Sm2Point(sumOfProducts(products.filter(({ scalar, point }) => scalar !== 0n && !point.is0())))
  }

  /** k·P + l·Q in constant time for k and l in 1 … n − 1, and P and Q that are not infinity. */
  static sumOfSecretProducts(products: readonly { scalar: bigint; point: Sm2Point }[]): Sm2Point {
    for (const { scalar, point } of products) {
      requireSecretScalar(scalar)
      if (point.is0()) throw new TypeError('infinity in a sum of products')
    }
    return new Sm2Point(sumOfProducts(products))
  }

  /** k·P in constant time for k in 1 … n − 1. */
  multiply(scalar: bigint): Sm2Point {
    requireSecretScalar(scalar)
    return this.is0() ? this : new Sm2Point(sumOfProducts([{ scalar, point: this }]))
  }

  add(other: Sm2Point): Sm2Point {
    return new Sm2Point(sumOfPoints(this, other))
  }

  double(): Sm2Point {
    return this.add(this)
  }

  negate(): Sm2Point {
    return this.is0() ? this : new Sm2Point({ x: this.x, y: fieldPrime - this.y })
  }

  subtract(other: Sm2Point): Sm2Point {
    return this.add(other.negate())
  }

  is0(): boolean {
    return isInfinite(this)
  }

  equals({ x, y }: Coordinates): boolean {
    return this.x === x && this.y === y
  }

  /** Makes products with this point several times faster; forgotten when sixteen others were used since. */
  precompute(): void {
    if (!this.is0()) prepareMultiples(this)
  }
}

function requireSecretScalar(scalar: bigint) {
  if (scalar <= 0n || scalar >= curveOrder) throw new RangeError('a scalar outside 1 … n − 1')
}

/** The generator G. */
export const generator: Sm2Point = Sm2Point.of(curveGenerator)!

/** Arithmetic modulo the order n. */
export const orderField = Field(curveOrder)

/** The order n of the group. */
export const order: bigint = curveOrder

/** Uncompressed encoding 04 ‖ x ‖ y: 65 bytes. The point must not be infinity. */
export function encodePoint(point: Sm2Point): Uint8Array {
  if (point.is0()) throw new TypeError('infinity has no encoding')
  return concatBytes(Uint8Array.of(4), encodeScalar(point.x), encodeScalar(point.y))
}

/**
 * Reads a 65-byte uncompressed point; null unless it is on the curve and not infinity. The check is what keeps a
 * multiplication by a secret from leaking it (invalid-curve attack), so every received point passes here.
 */
export function decodePoint(bytes: Uint8Array): Sm2Point | null {
  if (bytes.length !== 65 || bytes[0] !== 4) return null
  return Sm2Point.of({ x: decodeScalar(bytes.subarray(1, 33)), y: decodeScalar(bytes.subarray(33)) })
}

/** 32 bytes, big-endian. The scalar must lie in 0 … 2²⁵⁶ − 1. */
export function encodeScalar(scalar: bigint): Uint8Array {
  if (scalar < 0n || scalar >> 256n !== 0n) throw new RangeError('a scalar outside 0 … 2²⁵⁶ − 1')
  const bytes = new Uint8Array(32)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < 4; i++) view.setBigUint64(8 * i, scalar >> BigInt(64 * (3 - i)))
  return bytes
}

/** Reads a big-endian number of any length. */
export function decodeScalar(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${hexOf(bytes)}`)
}

/** Reads 32 bytes as a scalar in 1 … n − 1; null otherwise. */
export function decodeSecretScalar(bytes: Uint8Array): bigint | null {
  if (bytes.length !== 32) return null
  const scalar = decodeScalar(bytes)
  return scalar > 0n && scalar < order ? scalar : null
}

/** A uniform scalar in 1 … n − 1: 48 fresh bytes reduced modulo n (bias below 2⁻¹²⁷), zero drawn again. */
export function randomScalar(random: RandomBytes): bigint {
  for (;;) {
    const scalar = orderField.create(decodeScalar(random(48)))
    if (scalar !== 0n) return scalar
  }
}

export interface Sm2KeyPair {
  privateKey: bigint
  publicKey: Sm2Point
}

/** Key generation of GB/T 32918.1-2016, clause 6.1: d in 1 … n − 2, P = dG. */
export function generateSm2KeyPair(random: RandomBytes): Sm2KeyPair {
  for (;;) {
    const privateKey = randomScalar(random)
    if (privateKey !== order - 1n) return { privateKey, publicKey: generator.multiply(privateKey) }
  }
}

/** d⁻¹ mod n, computed on a multiplied secret because BigInt arithmetic is not constant-time. */
export function invertSecret(scalar: bigint, random: RandomBytes): bigint {
  const blinding = randomScalar(random)
  return orderField.mul(orderField.inv(orderField.mul(scalar, blinding)), blinding)
}
