/** Folds whole blocks of 64 bytes into the eight words of the state (GB/T 32905-2016, clause 5.3). */
export type FoldSm3 = (state: Int32Array, blocks: Uint8Array) => void

/** Of clause 5.3.1. */
export const initialValue: Int32Array = Int32Array.of(
  ...[0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e],
)

const rotateLeft = (x: number, n: number) => (x << n) | (x >>> (32 - n))

// T_j <<< (j mod 32) of clause 5.3.3, computed once.
const roundConstants = Int32Array.from({ length: 64 }, (_, j) => rotateLeft(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32))

export const foldSm3InJavaScript: FoldSm3 = (state, blocks) => {
  for (let at = 0; at < blocks.length; at += 64) compress(state, blocks, at)
}

const w = new Int32Array(68)

/** Compression function of clause 5.3 for one block. */
function compress(state: Int32Array, block: Uint8Array, offset: number): void {
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
