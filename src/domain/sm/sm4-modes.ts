import { expandSm4Key, reverseRoundKeys, sm4BlockSize, transformSm4Block, transformSm4Words } from './sm4.ts'

// GB/T 17964-2021, modes of operation: CTR (clause 8) and CBC (clause 6, with PKCS#7 padding).

/**
 * SM4-CTR with a 16-byte initial counter, incremented as one 128-bit big-endian number. Encrypts and decrypts alike;
 * returns a new array of the same length.
 */
export function sm4Ctr(key: Uint8Array, initialCounter: Uint8Array, data: Uint8Array): Uint8Array {
  return ctrKeystream(expandSm4Key(key), initialCounter, data, 4)
}

/** CTR whose counter wraps within its last `counterWords` 32-bit words (1 for GCM, 4 for plain CTR). */
export function ctrKeystream(
  roundKeys: Int32Array,
  initialCounter: Uint8Array,
  data: Uint8Array,
  counterWords: 1 | 4,
): Uint8Array {
  const counterView = new DataView(initialCounter.buffer, initialCounter.byteOffset, sm4BlockSize)
  const counter = Int32Array.of(0, 4, 8, 12).map((at) => counterView.getInt32(at))
  const words = new Int32Array(4)
  const result = data.slice()
  const view = new DataView(result.buffer)
  const whole = result.length - (result.length % sm4BlockSize)
  for (let at = 0; at < whole; at += sm4BlockSize) {
    words.set(counter)
    transformSm4Words(roundKeys, words)
    view.setInt32(at, view.getInt32(at) ^ words[0]!)
    view.setInt32(at + 4, view.getInt32(at + 4) ^ words[1]!)
    view.setInt32(at + 8, view.getInt32(at + 8) ^ words[2]!)
    view.setInt32(at + 12, view.getInt32(at + 12) ^ words[3]!)
    for (let i = 3; i > 3 - counterWords; i--) {
      counter[i] = (counter[i]! + 1) | 0
      if (counter[i] !== 0) break
    }
  }
  if (whole < result.length) {
    words.set(counter)
    transformSm4Words(roundKeys, words)
    for (let at = whole; at < result.length; at++) {
      const i = at - whole
      result[at]! ^= words[i >> 2]! >>> (24 - 8 * (i & 3))
    }
  }
  return result
}

/** SM4-CBC with PKCS#7 padding and a 16-byte iv: the result is 1 to 16 bytes longer than the plaintext. */
export function encryptSm4Cbc(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const roundKeys = expandSm4Key(key)
  const padding = sm4BlockSize - (plaintext.length % sm4BlockSize)
  const result = new Uint8Array(plaintext.length + padding).fill(padding)
  result.set(plaintext)
  let previous = iv
  for (let at = 0; at < result.length; at += sm4BlockSize) {
    const block = result.subarray(at, at + sm4BlockSize)
    for (let i = 0; i < sm4BlockSize; i++) block[i]! ^= previous[i]!
    block.set(transformSm4Block(roundKeys, block))
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
  const roundKeys = reverseRoundKeys(expandSm4Key(key))
  const result = new Uint8Array(ciphertext.length)
  let previous = iv
  for (let at = 0; at < ciphertext.length; at += sm4BlockSize) {
    const block = ciphertext.subarray(at, at + sm4BlockSize)
    const plain = transformSm4Block(roundKeys, block)
    for (let i = 0; i < sm4BlockSize; i++) result[at + i] = plain[i]! ^ previous[i]!
    previous = block
  }
  const padding = result.at(-1)!
  if (padding < 1 || padding > sm4BlockSize) return null
  if (!result.subarray(-padding).every((byte) => byte === padding)) return null
  return result.slice(0, -padding)
}
