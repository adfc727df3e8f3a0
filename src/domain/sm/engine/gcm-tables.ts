import { concatBytes, equalBytes, placed } from '../../bytes.ts'
import type { AuthenticatedCipher } from '../ciphers.ts'
import { ctrKeystream, expandSm4Key, transformSm4Block } from './sm4-tables.ts'

const tagSize = 16

/** SM4-GCM in JavaScript, with the same figures as `createSm4Gcm`. Look-ups depend on the key and the state. */
export function createSm4GcmByTables(key: Uint8Array): AuthenticatedCipher {
  const roundKeys = expandSm4Key(key)
  const table = hashTable(transformSm4Block(roundKeys, new Uint8Array(16)))

  function tagOf(nonce: Uint8Array, associatedData: Uint8Array, ciphertext: Uint8Array): Uint8Array {
    const lengths = new DataView(new ArrayBuffer(16))
    lengths.setBigUint64(0, BigInt(associatedData.length) * 8n)
    lengths.setBigUint64(8, BigInt(ciphertext.length) * 8n)
    const state = new Int32Array(4)
    absorb(table, state, associatedData)
    absorb(table, state, ciphertext)
    absorb(table, state, new Uint8Array(lengths.buffer))
    const tag = transformSm4Block(roundKeys, counterBlock(nonce, 1))
    for (let i = 0; i < 16; i++) tag[i]! ^= state[i >> 2]! >>> (24 - 8 * (i & 3))
    return tag
  }

  return {
    seal(nonce, associatedData, plaintext, into) {
      const ciphertext = ctrKeystream(roundKeys, counterBlock(nonce, 2), plaintext, 1)
      return placed(concatBytes(ciphertext, tagOf(nonce, associatedData, ciphertext)), into)
    },
    open(nonce, associatedData, sealed, into) {
      if (sealed.length < tagSize) return null
      const ciphertext = sealed.subarray(0, -tagSize)
      if (!equalBytes(tagOf(nonce, associatedData, ciphertext), sealed.subarray(-tagSize))) return null
      return placed(ctrKeystream(roundKeys, counterBlock(nonce, 2), ciphertext, 1), into)
    },
  }
}

function counterBlock(nonce: Uint8Array, counter: number): Uint8Array {
  if (nonce.length !== 12) throw new TypeError('a GCM nonce has 12 bytes')
  const block = new Uint8Array(16)
  block.set(nonce)
  block[15] = counter
  return block
}

/**
 * GHASH by 8-bit tables: entry (i, b) is the product of H and byte value b standing at byte i of the block, so that one
 * block costs sixteen look-ups. 16 × 256 entries of four words.
 */
function hashTable(h: Uint8Array): Int32Array {
  const view = new DataView(h.buffer, h.byteOffset, 16)
  const table = new Int32Array(16 * 256 * 4)
  // v runs through H·x^k for k = 0 … 127; bit 0 of a byte is its most significant one (SP 800-38D, 6.3).
  const v = Int32Array.of(view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12))
  for (let position = 0; position < 16; position++) {
    const base = position * 1024
    for (let bit = 128; bit > 0; bit >>= 1) {
      table.set(v, base + 4 * bit)
      const carry = v[3]! & 1
      v[3] = (v[3]! >>> 1) | (v[2]! << 31)
      v[2] = (v[2]! >>> 1) | (v[1]! << 31)
      v[1] = (v[1]! >>> 1) | (v[0]! << 31)
      v[0] = (v[0]! >>> 1) ^ (carry ? 0xe1000000 : 0)
    }
    for (let value = 3; value < 256; value++) {
      const high = 1 << (31 - Math.clz32(value))
      if (value === high) continue
      const [at, left, right] = [base + 4 * value, base + 4 * high, base + 4 * (value ^ high)]
      for (let i = 0; i < 4; i++) table[at + i] = table[left + i]! ^ table[right + i]!
    }
  }
  return table
}

/** Folds data, padded with zeros to whole blocks, into the GHASH state. */
function absorb(table: Int32Array, state: Int32Array, data: Uint8Array): void {
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  for (let at = 0; at < data.length; at += 16) {
    for (let i = 0; i < 4; i++) state[i]! ^= wordAt(view, at + 4 * i)
    let z0 = 0
    let z1 = 0
    let z2 = 0
    let z3 = 0
    for (let i = 0; i < 16; i++) {
      const entry = (i << 10) | (((state[i >> 2]! >>> (24 - 8 * (i & 3))) & 255) << 2)
      z0 ^= table[entry]!
      z1 ^= table[entry + 1]!
      z2 ^= table[entry + 2]!
      z3 ^= table[entry + 3]!
    }
    state[0] = z0
    state[1] = z1
    state[2] = z2
    state[3] = z3
  }
}

function wordAt(view: DataView, at: number): number {
  if (at + 4 <= view.byteLength) return view.getInt32(at)
  let word = 0
  for (let i = 0; i < 4; i++) word = (word << 8) | (at + i < view.byteLength ? view.getUint8(at + i) : 0)
  return word
}
