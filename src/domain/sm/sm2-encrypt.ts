import { equalBytes } from '../bytes.ts'
import type { RandomBytes } from '../random.ts'
import { encodePoint, generator, randomScalar, type Sm2Point } from './sm2-curve.ts'
import { deriveKey, sm3 } from './sm3.ts'

// GB/T 32918.4-2016 (GM/T 0003.4-2012), SM2 public-key encryption, in the order C1 ‖ C3 ‖ C2 of GM/T 0009.

/** C1 = kG, C3 = the 32-byte check value, C2 = as many bytes as the plaintext. */
export interface Sm2Ciphertext {
  c1: Sm2Point
  c3: Uint8Array
  c2: Uint8Array
}

/** Encrypts 1 or more bytes to a public key (clause 6.1). */
export function encryptSm2(publicKey: Sm2Point, plaintext: Uint8Array, random: RandomBytes): Sm2Ciphertext {
  if (plaintext.length === 0) throw new TypeError('SM2 encrypts at least one byte')
  for (;;) {
    const k = randomScalar(random)
    const shared = publicKey.multiply(k)
    const mask = maskOf(shared, plaintext.length)
    if (mask === null) continue
    return {
      c1: generator.multiply(k),
      c3: checkValue(shared, plaintext),
      c2: plaintext.map((byte, i) => byte ^ mask[i]!),
    }
  }
}

/** Decrypts with a whole private key (clause 7.1); null when the check value does not hold. */
export function decryptSm2(privateKey: bigint, ciphertext: Sm2Ciphertext): Uint8Array | null {
  return decryptWithSharedPoint(ciphertext.c1.multiply(privateKey), ciphertext)
}

/**
 * Finishes a decryption whose point d·C1 was computed elsewhere, such as by two parties; null when the check value
 * does not hold.
 */
export function decryptWithSharedPoint(shared: Sm2Point, { c3, c2 }: Sm2Ciphertext): Uint8Array | null {
  if (shared.is0() || c2.length === 0) return null
  const mask = maskOf(shared, c2.length)
  if (mask === null) return null
  const plaintext = c2.map((byte, i) => byte ^ mask[i]!)
  return equalBytes(checkValue(shared, plaintext), c3) ? plaintext : null
}

/** t = KDF(x2 ‖ y2); null when all zero, as step A5 demands another k. */
function maskOf(shared: Sm2Point, lengthInBytes: number): Uint8Array | null {
  const mask = deriveKey(encodePoint(shared).subarray(1), lengthInBytes)
  return mask.some((byte) => byte !== 0) ? mask : null
}

/** C3 = SM3(x2 ‖ M ‖ y2). */
function checkValue(shared: Sm2Point, plaintext: Uint8Array): Uint8Array {
  const coordinates = encodePoint(shared).subarray(1)
  return sm3(coordinates.subarray(0, 32), plaintext, coordinates.subarray(32))
}
