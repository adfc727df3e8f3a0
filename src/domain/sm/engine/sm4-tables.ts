import { placed } from '../../bytes.ts'
import type { Sm4 } from '../ciphers.ts'

// SM4 (GB/T 32907-2016) in JavaScript, for runtimes without SIMD in WebAssembly.

const blockSize = 16

// Clause 6.2 a), table 1.
const substitution = Uint8Array.from(
  (
    'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa441326498606999c4250f491ef987a33540b43edcfac62' +
    'e4b31ca9c908e89580df94fa758f3fa64707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35' +
    '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89eeabf8ad240c738b5a3f7f2cef96115a1' +
    'e0ae5da49b341a55ad933230f58cb1e31df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51' +
    '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b08969974a0c96777e65b9f109c56ec684' +
    '18f07dec3adc4d2079ee5f3ed7cb3948'
  )
    .match(/../g)!
    .map((pair) => Number.parseInt(pair, 16)),
)

const rotateLeft = (x: number, n: number) => (x << n) | (x >>> (32 - n))
const spread = (b: number) => b ^ rotateLeft(b, 2) ^ rotateLeft(b, 10) ^ rotateLeft(b, 18) ^ rotateLeft(b, 24)

// T(x) = L(tau(x)) of clause 6.2 as four tables, one per byte. The look-ups depend on the key: an attacker who shares
// the processor's cache is outside the threat model of the JavaScript engine.
const [table0, table1, table2, table3] = [24, 16, 8, 0].map((shift) =>
  Int32Array.from(substitution, (byte) => spread(byte << shift)),
) as [Int32Array, Int32Array, Int32Array, Int32Array]

// Clause 7.3: FK and CK.
const systemParameters = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc]
const fixedParameters = Int32Array.from({ length: 32 }, (_, i) =>
  [0, 1, 2, 3].reduce((word, j) => (word << 8) | (((4 * i + j) * 7) & 0xff), 0),
)

/** The 32 round keys of a 16-byte key (clause 7.3). */
export function expandSm4Key(key: Uint8Array): Int32Array {
  if (key.length !== 16) throw new TypeError('an SM4 key has 16 bytes')
  const view = new DataView(key.buffer, key.byteOffset, 16)
  const k = new Int32Array(36)
  for (let i = 0; i < 4; i++) k[i] = view.getInt32(4 * i) ^ systemParameters[i]!
  for (let i = 0; i < 32; i++) {
    const x = k[i + 1]! ^ k[i + 2]! ^ k[i + 3]! ^ fixedParameters[i]!
    const b =
      (substitution[x >>> 24]! << 24) |
      (substitution[(x >>> 16) & 255]! << 16) |
      (substitution[(x >>> 8) & 255]! << 8) |
      substitution[x & 255]!
    k[i + 4] = k[i]! ^ b ^ rotateLeft(b, 13) ^ rotateLeft(b, 23)
  }
  return k.slice(4)
}

/** Applies the cipher to the block of four big-endian words in `block`, in place. */
export function transformSm4Words(roundKeys: Int32Array, block: Int32Array): void {
  let x0 = block[0]!
  let x1 = block[1]!
  let x2 = block[2]!
  let x3 = block[3]!
  for (let i = 0; i < 32; i += 4) {
    let t = x1 ^ x2 ^ x3 ^ roundKeys[i]!
    x0 ^= table0[t >>> 24]! ^ table1[(t >>> 16) & 255]! ^ table2[(t >>> 8) & 255]! ^ table3[t & 255]!
    t = x2 ^ x3 ^ x0 ^ roundKeys[i + 1]!
    x1 ^= table0[t >>> 24]! ^ table1[(t >>> 16) & 255]! ^ table2[(t >>> 8) & 255]! ^ table3[t & 255]!
    t = x3 ^ x0 ^ x1 ^ roundKeys[i + 2]!
    x2 ^= table0[t >>> 24]! ^ table1[(t >>> 16) & 255]! ^ table2[(t >>> 8) & 255]! ^ table3[t & 255]!
    t = x0 ^ x1 ^ x2 ^ roundKeys[i + 3]!
    x3 ^= table0[t >>> 24]! ^ table1[(t >>> 16) & 255]! ^ table2[(t >>> 8) & 255]! ^ table3[t & 255]!
  }
  block[0] = x3
  block[1] = x2
  block[2] = x1
  block[3] = x0
}

/** Transforms one 16-byte block with round keys in encrypting or decrypting order; returns a new block. */
export function transformSm4Block(roundKeys: Int32Array, block: Uint8Array): Uint8Array {
  const from = new DataView(block.buffer, block.byteOffset, blockSize)
  const words = Int32Array.of(from.getInt32(0), from.getInt32(4), from.getInt32(8), from.getInt32(12))
  transformSm4Words(roundKeys, words)
  const result = new Uint8Array(blockSize)
  const to = new DataView(result.buffer)
  words.forEach((word, i) => {
    to.setInt32(4 * i, word)
  })
  return result
}

/** CTR whose counter wraps within its last `counterWords` 32-bit words (1 for GCM, 4 for plain CTR). */
export function ctrKeystream(
  roundKeys: Int32Array,
  initialCounter: Uint8Array,
  data: Uint8Array,
  counterWords: 1 | 4,
): Uint8Array {
  const counterView = new DataView(initialCounter.buffer, initialCounter.byteOffset, blockSize)
  const counter = Int32Array.of(0, 4, 8, 12).map((at) => counterView.getInt32(at))
  const words = new Int32Array(4)
  const result = new Uint8Array(data)
  const view = new DataView(result.buffer)
  const whole = result.length - (result.length % blockSize)
  for (let at = 0; at < whole; at += blockSize) {
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

/** SM4 under a 16-byte key. */
export function createSm4ByTables(key: Uint8Array, direction: 'encrypt' | 'decrypt'): Sm4 {
  const encrypting = expandSm4Key(key)
  const roundKeys = direction === 'encrypt' ? encrypting : encrypting.reverse()
  return {
    transform: (block) => transformSm4Block(roundKeys, block),
    counterMode: (counter, data, into) => placed(ctrKeystream(roundKeys, counter, data, 4), into),
  }
}
