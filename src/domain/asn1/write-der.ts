import { bytesOfHex, concatBytes, utf8Bytes } from '../bytes.ts'

// ITU-T X.690, distinguished encoding rules. Each function returns one whole tag-length-value.

/** One element with the given identifier octet (tag numbers up to 30). */
export function element(identifier: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents)
  return concatBytes(Uint8Array.of(identifier), lengthOctets(content.length), content)
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return Uint8Array.of(0x80 | octets.length, ...octets)
}

export const sequence = (...elements: readonly Uint8Array[]): Uint8Array => element(0x30, ...elements)

/** SET OF: elements in ascending order of their encodings (X.690 11.6). */
export const setOf = (...elements: readonly Uint8Array[]): Uint8Array =>
  element(0x31, ...[...elements].sort(compareBytes))

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) if (left[i] !== right[i]) return left[i]! - right[i]!
  return left.length - right.length
}

export const boolean = (value: boolean): Uint8Array => element(0x01, Uint8Array.of(value ? 0xff : 0))
export const nullValue = (): Uint8Array => element(0x05)
export const octetString = (bytes: Uint8Array): Uint8Array => element(0x04, bytes)

/** A BIT STRING of whole bytes; `unusedBits` (0 … 7) at the end must be zero. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Uint8Array =>
  element(0x03, Uint8Array.of(unusedBits), bytes)

/** A minimal INTEGER of zero or more. */
export function integer(value: bigint | number): Uint8Array {
  const hex = BigInt(value).toString(16)
  if (hex.startsWith('-')) throw new TypeError('negative integers are not used')
  return integerOfBytes(bytesOfHex(hex.length % 2 === 0 ? hex : `0${hex}`)!)
}

/** A minimal INTEGER of an unsigned big-endian number, which may have zeros in front; at least one byte. */
export function integerOfBytes(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  const number = bytes.subarray(first === -1 ? bytes.length - 1 : first)
  return number[0]! < 0x80 ? element(0x02, number) : element(0x02, Uint8Array.of(0), number)
}

/** An OBJECT IDENTIFIER in dotted form. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(BigInt)
  const octets = [first! * 40n + second!, ...rest].flatMap((arc) => {
    const groups = [Number(arc & 0x7fn)]
    for (let high = arc >> 7n; high > 0n; high >>= 7n) groups.unshift(Number(high & 0x7fn) | 0x80)
    return groups
  })
  return element(0x06, Uint8Array.from(octets))
}

export const utf8String = (text: string): Uint8Array => element(0x0c, utf8Bytes(text))

/** Only letters, digits and the signs of X.680 41.4; anything else is a bug of the caller. */
export function printableString(text: string): Uint8Array {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new TypeError('not a PrintableString')
  return element(0x13, utf8Bytes(text))
}

/** ASCII only. */
export function ia5String(text: string): Uint8Array {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: IA5 is exactly these characters
  if (!/^[\x00-\x7f]*$/.test(text)) throw new TypeError('not an IA5String')
  return element(0x16, utf8Bytes(text))
}

const timeDigits = (time: Date) =>
  time
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:T]/g, '')

/** GeneralizedTime in whole seconds, UTC (X.690 11.7). */
export const generalizedTime = (time: Date): Uint8Array => element(0x18, utf8Bytes(`${timeDigits(time)}Z`))

/** The Time of RFC 5280 4.1.2.5: UTCTime until 2049, GeneralizedTime from 2050. */
export const certificateTime = (time: Date): Uint8Array =>
  time.getUTCFullYear() < 2050 ? element(0x17, utf8Bytes(`${timeDigits(time).slice(2)}Z`)) : generalizedTime(time)

/** [number] IMPLICIT of a primitive type. */
export const contextPrimitive = (number: number, content: Uint8Array): Uint8Array => element(0x80 | number, content)

/** [number] EXPLICIT, or [number] IMPLICIT of a constructed type. */
export const contextConstructed = (number: number, ...contents: readonly Uint8Array[]): Uint8Array =>
  element(0xa0 | number, ...contents)
