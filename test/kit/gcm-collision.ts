import { bytesOfHex, hexOf } from '../../src/domain/bytes.ts'
import { expandSm4Key, transformSm4Block } from '../../src/domain/sm/engine/sm4-tables.ts'

// GCM does not commit to its key: the tag is linear in the ciphertext for a known key, so one block can be chosen such
// that ciphertext and tag are right under two keys (Dodis and others, "Fast Message Franking", 2018).

const reduction = 0xe1n << 120n

/** Product in GF(2¹²⁸) in the bit order of GCM (SP 800-38D, 6.3). */
function multiply(x: bigint, y: bigint): bigint {
  let [z, v] = [0n, y]
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) z ^= v
    v = v & 1n ? (v >> 1n) ^ reduction : v >> 1n
  }
  return z
}

/** x^(2¹²⁸ − 2), the inverse. */
function invert(x: bigint): bigint {
  let [result, square] = [1n << 127n, x]
  for (let i = 1; i < 128; i++) {
    square = multiply(square, square)
    result = multiply(result, square)
  }
  return result
}

const blockOf = (bytes: Uint8Array) => BigInt(`0x${hexOf(bytes)}`)
const bytesOfBlock = (block: bigint) => bytesOfHex(block.toString(16).padStart(32, '0')) ?? new Uint8Array(0)

/**
 * Replaces the last of the 16-byte blocks of `ciphertext` so that ciphertext ‖ tag opens under both 16-byte keys with
 * this nonce and associated data (whole blocks, too).
 */
export function collideGcm(
  keys: readonly [Uint8Array, Uint8Array],
  { nonce, associatedData, ciphertext }: { nonce: Uint8Array; associatedData: Uint8Array; ciphertext: Uint8Array },
): Uint8Array {
  const blocks = [...blocksOf(associatedData), ...blocksOf(ciphertext)]
  const lengths = (BigInt(associatedData.length * 8) << 64n) | BigInt(ciphertext.length * 8)
  const under = keys.map((key) => {
    const roundKeys = expandSm4Key(key)
    const h = blockOf(transformSm4Block(roundKeys, new Uint8Array(16)))
    const mask = blockOf(transformSm4Block(roundKeys, Uint8Array.of(...nonce, 0, 0, 0, 1)))
    const before = blocks.slice(0, -1).reduce((state, block) => multiply(state ^ block, h), 0n)
    // tag = (before ⊕ last)·H² ⊕ lengths·H ⊕ mask
    const square = multiply(h, h)
    return { square, constant: multiply(before, square) ^ multiply(lengths, h) ^ mask }
  })
  const [one, two] = under as [(typeof under)[0], (typeof under)[0]]
  const last = multiply(one.constant ^ two.constant, invert(one.square ^ two.square))
  const result = new Uint8Array(ciphertext.length + 16)
  result.set(ciphertext)
  result.set(bytesOfBlock(last), ciphertext.length - 16)
  result.set(bytesOfBlock(multiply(last, one.square) ^ one.constant), ciphertext.length)
  return result
}

function blocksOf(bytes: Uint8Array): bigint[] {
  const blocks: bigint[] = []
  for (let at = 0; at < bytes.length; at += 16) blocks.push(blockOf(bytes.subarray(at, at + 16)))
  return blocks
}
