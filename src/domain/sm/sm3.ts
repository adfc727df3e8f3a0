import { concatBytes, uint32Bytes } from '../bytes.ts'

// GB/T 32905-2016 (GM/T 0004-2012), SM3 cryptographic hash algorithm. Digest 32 bytes, block 64 bytes.

const blockSize = 64
const initialValue = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]

const rotateLeft = (x: number, n: number) => (x << n) | (x >>> (32 - n))

// T_j <<< (j mod 32) of clause 5.3.3, computed once.
const roundConstants = Int32Array.from({ length: 64 }, (_, j) => rotateLeft(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32))

export interface Sm3 {
  /** Absorbs more of the message. */
  update(bytes: Uint8Array): Sm3
  /** The 32-byte digest of what was absorbed so far; the computation may go on afterwards. */
  digest(): Uint8Array
}

/** An SM3 computation over a message that arrives in pieces. */
export function createSm3(): Sm3 {
  const state = Int32Array.from(initialValue)
  const expanded = new Int32Array(68)
  const pending = new Uint8Array(blockSize)
  let pendingLength = 0
  let totalLength = 0

  const sm3: Sm3 = {
    update(bytes) {
      totalLength += bytes.length
      let offset = 0
      if (pendingLength > 0) {
        offset = Math.min(blockSize - pendingLength, bytes.length)
        pending.set(bytes.subarray(0, offset), pendingLength)
        pendingLength += offset
        if (pendingLength < blockSize) return sm3
        compress(state, expanded, pending, 0)
        pendingLength = 0
      }
      for (; offset + blockSize <= bytes.length; offset += blockSize) compress(state, expanded, bytes, offset)
      pending.set(bytes.subarray(offset))
      pendingLength = bytes.length - offset
      return sm3
    },
    digest() {
      const final = Int32Array.from(state)
      const padding = new Uint8Array(pendingLength < 56 ? blockSize : 2 * blockSize)
      padding.set(pending.subarray(0, pendingLength))
      padding[pendingLength] = 0x80
      padding.set(uint32Bytes(Math.floor(totalLength / 0x20000000)), padding.length - 8)
      padding.set(uint32Bytes((totalLength << 3) >>> 0), padding.length - 4)
      for (let offset = 0; offset < padding.length; offset += blockSize) compress(final, expanded, padding, offset)
      const digest = new Uint8Array(32)
      for (let i = 0; i < 8; i++) digest.set(uint32Bytes(final[i]!), 4 * i)
      return digest
    },
  }
  return sm3
}

/** SM3 of the concatenation of the given parts: 32 bytes. */
export function sm3(...parts: readonly Uint8Array[]): Uint8Array {
  const computation = createSm3()
  for (const part of parts) computation.update(part)
  return computation.digest()
}

/** HMAC with SM3 (GB/T 15852.2, RFC 2104): 32 bytes. */
export function hmacSm3(key: Uint8Array, ...message: readonly Uint8Array[]): Uint8Array {
  const block = new Uint8Array(blockSize)
  block.set(key.length > blockSize ? sm3(key) : key)
  const inner = sm3(
    block.map((byte) => byte ^ 0x36),
    ...message,
  )
  return sm3(
    block.map((byte) => byte ^ 0x5c),
    inner,
  )
}

/** Key derivation function of GB/T 32918.4-2016, clause 5.4.3: `lengthInBytes` bytes out of the shared secret. */
export function deriveKey(sharedSecret: Uint8Array, lengthInBytes: number): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let counter = 1; blocks.length * 32 < lengthInBytes; counter++)
    blocks.push(sm3(sharedSecret, uint32Bytes(counter)))
  return concatBytes(...blocks).slice(0, lengthInBytes)
}

/** Compression function of clause 5.3: folds one 64-byte block into the state. */
function compress(state: Int32Array, w: Int32Array, block: Uint8Array, offset: number): void {
  for (let j = 0, i = offset; j < 16; j++, i += 4)
    w[j] = (block[i]! << 24) | (block[i + 1]! << 16) | (block[i + 2]! << 8) | block[i + 3]!
  for (let j = 16; j < 68; j++) {
    const x = w[j - 16]! ^ w[j - 9]! ^ rotateLeft(w[j - 3]!, 15)
    w[j] = x ^ rotateLeft(x, 15) ^ rotateLeft(x, 23) ^ rotateLeft(w[j - 13]!, 7) ^ w[j - 6]!
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let j = 0; j < 64; j++) {
    const a12 = rotateLeft(a, 12)
    const ss1 = rotateLeft((a12 + e + roundConstants[j]!) | 0, 7)
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g)
    const tt1 = (ff + d + (ss1 ^ a12) + (w[j]! ^ w[j + 4]!)) | 0
    const tt2 = (gg + h + ss1 + w[j]!) | 0
    d = c
    c = rotateLeft(b, 9)
    b = a
    a = tt1
    h = g
    g = rotateLeft(f, 19)
    f = e
    e = tt2 ^ rotateLeft(tt2, 9) ^ rotateLeft(tt2, 17)
  }
  state[0]! ^= a
  state[1]! ^= b
  state[2]! ^= c
  state[3]! ^= d
  state[4]! ^= e
  state[5]! ^= f
  state[6]! ^= g
  state[7]! ^= h
}
