import { createSm4, sm4BlockSize } from './sm4.ts'

// GB/T 17964-2021, modes of operation: CTR (clause 8) and CBC (clause 6, with PKCS#7 padding).

/**
 * SM4-CTR with a 16-byte initial counter, incremented as one 128-bit big-endian number. Encrypts and decrypts alike;
 * returns an array of the same length: the front of `into` where it is given.
 */
export function sm4Ctr(key: Uint8Array, initialCounter: Uint8Array, data: Uint8Array, into?: Uint8Array): Uint8Array {
  return createSm4(key).counterMode(initialCounter, data, into)
}

/** SM4-CBC with PKCS#7 padding and a 16-byte iv: the result is 1 to 16 bytes longer than the plaintext. */
export function encryptSm4Cbc(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const sm4 = createSm4(key)
  const padding = sm4BlockSize - (plaintext.length % sm4BlockSize)
  const result = new Uint8Array(plaintext.length + padding).fill(padding)
  result.set(plaintext)
  let previous = iv
  for (let at = 0; at < result.length; at += sm4BlockSize) {
    const block = result.subarray(at, at + sm4BlockSize)
    for (let i = 0; i < sm4BlockSize; i++) block[i]! ^= previous[i]!
    block.set(sm4.transform(block))
    previous = block
  }
  return result
}

/**
 * Undoes `encryptSm4Cbc`; null when the length or the padding is wrong. CBC proves nothing: the caller authenticates
 * and reports every breach alike, so that padding is no oracle.
 */
export function decryptSm4Cbc(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | null {
  if (ciphertext.length === 0 || ciphertext.length % sm4BlockSize !== 0) return null
  const sm4 = createSm4(key, 'decrypt')
  const result = new Uint8Array(ciphertext.length)
  let previous = iv
  for (let at = 0; at < ciphertext.length; at += sm4BlockSize) {
    const block = ciphertext.subarray(at, at + sm4BlockSize)
    const plain = sm4.transform(block)
    for (let i = 0; i < sm4BlockSize; i++) result[at + i] = plain[i]! ^ previous[i]!
    previous = block
  }
  const padding = result.at(-1)!
  if (padding < 1 || padding > sm4BlockSize) return null
  if (!result.subarray(-padding).every((byte) => byte === padding)) return null
  return result.slice(0, -padding)
}
