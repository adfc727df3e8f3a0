import { type WeierstrassPoint, type WeierstrassPointCons, weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { bytesOfHex, hexOf } from '../bytes.ts'
import type { RandomBytes } from '../random.ts'

// GB/T 32918.5-2017, the recommended 256-bit curve: y² = x³ + ax + b over F_p, order n, cofactor 1.

export type Sm2Point = WeierstrassPoint<bigint>

export const Sm2Point: WeierstrassPointCons<bigint> = weierstrass({
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
})

/** The generator G. */
export const generator: Sm2Point = Sm2Point.BASE

/** Arithmetic modulo the order n. */
export const orderField = Sm2Point.Fn

/** The order n of the group. */
export const order: bigint = orderField.ORDER

/** Uncompressed encoding 04 ‖ x ‖ y: 65 bytes. The point must not be infinity. */
export function encodePoint(point: Sm2Point): Uint8Array {
  return point.toBytes(false)
}

/**
 * Reads a 65-byte uncompressed point; null unless it is on the curve and not infinity. The check is what keeps a
 * multiplication by a secret from leaking it (invalid-curve attack), so every received point passes here.
 */
export function decodePoint(bytes: Uint8Array): Sm2Point | null {
  if (bytes.length !== 65 || bytes[0] !== 4) return null
  try {
    const point = Sm2Point.fromBytes(bytes)
    point.assertValidity()
    return point
  } catch {
    return null
  }
}

/** 32 bytes, big-endian. The scalar must lie in 0 … 2²⁵⁶ − 1. */
export function encodeScalar(scalar: bigint): Uint8Array {
  return bytesOfHex(scalar.toString(16).padStart(64, '0'))!
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
