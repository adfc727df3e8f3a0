/** Joins byte strings into one new array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** The bytes, copied to the front of `into` where that is given. */
export function placed(bytes: Uint8Array, into?: Uint8Array): Uint8Array {
  if (into === undefined) return bytes
  into.set(bytes)
  return into.subarray(0, bytes.length)
}

/** Whether two byte strings are equal, in time that depends on their lengths only. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let i = 0; i < left.length; i++) difference |= left[i]! ^ right[i]!
  return difference === 0
}

/** Unsigned 32-bit big-endian encoding, 4 bytes. */
export function uint32Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Strict UTF-8: null for bytes that are not valid UTF-8. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (let i = 0; i < bytes.length; i++) hex += hexOfByte[bytes[i]!]
  return hex
}

/** Null unless the text is an even number of hexadecimal digits. */
export function bytesOfHex(hex: string): Uint8Array | null {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return null
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

const base64UrlLetters = utf8Bytes('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
/** The value of a letter by its character code; 64 for what is none. */
const base64UrlValues = new Uint8Array(128).fill(64)
for (const [value, letter] of base64UrlLetters.entries()) base64UrlValues[letter] = value
const charactersAtOnce = 0x8000

/** Unpadded base64url (RFC 4648 §5), as ticket ids and HTTP bodies carry bytes. */
export function base64UrlOf(bytes: Uint8Array): string {
  const letters = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const three = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0)
    // Writes behind the end of the last letters fall away.
    letters[to] = base64UrlLetters[three >> 18]!
    letters[to + 1] = base64UrlLetters[(three >> 12) & 63]!
    letters[to + 2] = base64UrlLetters[(three >> 6) & 63]!
    letters[to + 3] = base64UrlLetters[three & 63]!
  }
  let text = ''
  for (let i = 0; i < letters.length; i += charactersAtOnce)
    text += String.fromCharCode.apply(null, letters.subarray(i, i + charactersAtOnce) as unknown as number[])
  return text
}

/** Null unless the text is the canonical unpadded base64url of some bytes. */
export function bytesOfBase64Url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let to = 0
  for (let i = 0; i < text.length; i++) {
    const value = base64UrlValues[text.charCodeAt(i)] ?? 64
    if (value === 64) return null
    bits = (bits << 6) | value
    if (i % 4 === 0) continue
    bytes[to++] = bits >> (6 - 2 * (i % 4))
    bits &= (1 << (6 - 2 * (i % 4))) - 1
  }
  // Bits that are left over must be zero, or one spelling would not be the only one.
  return bits === 0 ? bytes : null
}

/** Padded base64 (RFC 4648 §4). */
export function base64Of(bytes: Uint8Array): string {
  let binary = ''
  const chunkSize = 0x8000
  for (let i = 0; i < bytes.length; i += chunkSize) binary += String.fromCharCode(...bytes.subarray(i, i + chunkSize))
  return btoa(binary)
}

/** Null when the text is not base64. */
export function bytesOfBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text)
    const bytes = new Uint8Array(binary.length)
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
    return bytes
  } catch {
    return null
  }
}
