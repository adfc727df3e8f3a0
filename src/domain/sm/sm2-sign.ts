import { concatBytes, utf8Bytes } from '../bytes.ts'
import type { RandomBytes } from '../random.ts'
import {
  decodeScalar,
  encodePoint,
  encodeScalar,
  generator,
  invertSecret,
  order,
  orderField,
  randomScalar,
  Sm2Point,
} from './sm2-curve.ts'
import { curveB } from './sm2-engine.ts'
import { fieldPrime } from './sm2-field-code.ts'
import { sm3 } from './sm3.ts'

// GB/T 32918.2-2016 (GM/T 0003.2-2012), SM2 digital signatures with SM3.

/** The signer id that certificates and seals use when nothing else is agreed (GM/T 0009-2012, clause 10). */
export const defaultSignerId: Uint8Array = utf8Bytes('1234567812345678')

/** A signature as two numbers in 1 … n − 1. */
export interface Sm2Signature {
  r: bigint
  s: bigint
}

/** a ‖ b ‖ xG ‖ yG, 128 bytes. */
const curveBytes = concatBytes(encodeScalar(fieldPrime - 3n), encodeScalar(curveB), encodePoint(generator).subarray(1))

/** Z, the 32-byte digest that binds a signature to its signer (clause 5.5). */
export function signerDigest(publicKey: Sm2Point, signerId: Uint8Array = defaultSignerId): Uint8Array {
  const idLengthInBits = signerId.length * 8
  return sm3(
    Uint8Array.of(idLengthInBits >>> 8, idLengthInBits),
    signerId,
    curveBytes,
    encodePoint(publicKey).subarray(1),
  )
}

/** e = SM3(Z ‖ message), the 32 bytes that a signature covers (clause 6.1, A1–A2). */
export function messageDigest(
  publicKey: Sm2Point,
  message: Uint8Array,
  signerId: Uint8Array = defaultSignerId,
): Uint8Array {
  return sm3(signerDigest(publicKey, signerId), message)
}

/** Signs the 32-byte digest e with a whole private key (clause 6.1, A3–A7). */
export function signDigest(privateKey: bigint, digest: Uint8Array, random: RandomBytes): Sm2Signature {
  const e = decodeScalar(digest)
  for (;;) {
    const k = randomScalar(random)
    const r = orderField.create(e + generator.multiply(k).x)
    if (r === 0n || r + k === order) continue
    const s = orderField.mul(invertSecret(privateKey + 1n, random), orderField.create(k - r * privateKey))
    if (s !== 0n) return { r, s }
  }
}

/** Signs a message under the default signer id. */
export function signMessage(
  key: { privateKey: bigint; publicKey: Sm2Point },
  message: Uint8Array,
  random: RandomBytes,
): Sm2Signature {
  return signDigest(key.privateKey, messageDigest(key.publicKey, message), random)
}

/** Whether the signature holds for the 32-byte digest e (clause 7.1). Uses public values only. */
export function verifyDigest(publicKey: Sm2Point, digest: Uint8Array, { r, s }: Sm2Signature): boolean {
  if (r <= 0n || r >= order || s <= 0n || s >= order) return false
  const t = orderField.create(r + s)
  if (t === 0n) return false
  const point = Sm2Point.sumOfPublicProducts([
    { scalar: s, point: generator },
    { scalar: t, point: publicKey },
  ])
  if (point.is0()) return false
  return orderField.create(decodeScalar(digest) + point.x) === r
}

/** Whether the signature holds for a message under the default signer id. */
export function verifyMessage(publicKey: Sm2Point, message: Uint8Array, signature: Sm2Signature): boolean {
  return verifyDigest(publicKey, messageDigest(publicKey, message), signature)
}

/** r ‖ s, 64 bytes, as our own messages carry signatures. */
export function encodeSignature({ r, s }: Sm2Signature): Uint8Array {
  return concatBytes(encodeScalar(r), encodeScalar(s))
}

/** Reads r ‖ s; null unless 64 bytes. The range of r and s is checked when verifying. */
export function decodeSignature(bytes: Uint8Array): Sm2Signature | null {
  if (bytes.length !== 64) return null
  return { r: decodeScalar(bytes.subarray(0, 32)), s: decodeScalar(bytes.subarray(32)) }
}
