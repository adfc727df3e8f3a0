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
