// ITU-T V.42 (ISO 3309) CRC-32 as ZIP uses it. It finds accidents only; SM3 in the signed manifest finds intent.

const table = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** Continues a CRC-32 (0 to begin with) over more bytes; an unsigned 32-bit number. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let value = ~previous
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ table[(value ^ bytes[i]!) & 255]!
  return ~value >>> 0
}

// The CRC of A ‖ B is that of A, moved along by the length of B, and that of B. Moving by one byte multiplies by x⁸ in
// GF(2)[x] modulo the polynomial; bit 31 of a word is the coefficient of x⁰.
const one = 1 << 31

function product(left: number, right: number): number {
  let result = 0
  let shifted = right
  for (let bit = one >>> 0; bit !== 0; bit >>>= 1) {
    if (left & bit) result ^= shifted
    shifted = shifted & 1 ? (shifted >>> 1) ^ 0xedb88320 : shifted >>> 1
  }
  return result >>> 0
}

/** By what a CRC-32 is moved along for so many bytes, for `joinedCrc32`. */
export function crc32Shift(lengthInBytes: number): number {
  let shift = one
  let square = 1 << 23
  for (let rest = lengthInBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shift = product(shift, square)
    square = product(square, square)
  }
  return shift >>> 0
}

/** The CRC-32 of two parts behind one another, given that of each and the shift for the second part's length. */
export function joinedCrc32(first: number, second: number, shiftOfSecond: number): number {
  return (product(shiftOfSecond, first) ^ second) >>> 0
}
