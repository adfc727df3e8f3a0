import { fail } from '../failure.ts'
import type { PdfBytes } from './pdf-bytes.ts'
import { isCount, type PdfDict, type PdfObject, type PdfRef, type PdfStream, type PdfString } from './pdf-objects.ts'

// ISO 32000-1, clauses 7.2 and 7.3, read strictly: what readers would have to guess about fails with `pdf.damaged`.

const maxDepth = 64
const maxElements = 1_000_000
const maxWordLength = 256
const maxNameLength = 4096
/** Of one object as it is written, a stream's content not counted. ⚔ In memory an object may be thirty times as large. */
const maxObjectBytes = 16 * 1024 * 1024

export const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0
const delimiters = new Set(Array.from('()<>[]{}/%', (letter) => letter.charCodeAt(0)))
const regular = Uint8Array.from({ length: 256 }, (_, byte) => (isSpace(byte) || delimiters.has(byte) ? 0 : 1))
const isRegular = (byte: number) => regular[byte] === 1

export class PdfReader {
  position: number
  readonly bytes: PdfBytes
  /** Resolves a stream's length when it stands in another object. */
  private readonly lengthAt: (ref: PdfRef) => number
  private window: Uint8Array = new Uint8Array()
  private windowStart = 0
  /** Where the object that is being read began. */
  private origin: number
  private skipped = 0

  constructor(bytes: PdfBytes, position: number, lengthAt: (ref: PdfRef) => number) {
    this.bytes = bytes
    this.position = position
    this.origin = position
    this.lengthAt = lengthAt
  }

  /** Goes to another object, which may again be as long as objects may be. */
  startAt(position: number): this {
    this.position = position
    this.origin = position
    this.skipped = 0
    return this
  }

  /** How much was read since the last start, without the contents of streams. */
  get lengthRead(): number {
    return this.position - this.origin - this.skipped
  }

  private byteAt(at: number): number | undefined {
    const index = at - this.windowStart
    return index >= 0 && index < this.window.length ? this.window[index] : this.load(at)
  }

  private load(at: number): number | undefined {
    if (at >= this.bytes.length) return undefined
    if (at - this.origin - this.skipped > maxObjectBytes) this.refuse('an object is too large')
    const { start, window } = this.bytes.windowAt(at)
    this.windowStart = start
    this.window = window
    return window[at - start]
  }

  private regularText(maxLength: number, reason: string): string {
    const start = this.position
    let text = ''
    for (;;) {
      const byte = this.byteAt(this.position)
      if (byte === undefined || !isRegular(byte)) return text
      if (text.length === maxLength) this.refuse(reason, start)
      text += String.fromCharCode(byte)
      this.position++
    }
  }

  /** One object; a stream only where it may stand, as an indirect object. */
  object(depth = 0): PdfObject {
    if (depth > maxDepth) this.refuse('objects nested too deeply')
    this.skipSpace()
    const byte = this.byteAt(this.position)
    if (byte === 0x2f) return { kind: 'name', name: this.name() }
    if (byte === 0x28) return this.literalString()
    if (byte === 0x5b) return this.array(depth)
    if (byte === 0x3c) return this.byteAt(this.position + 1) === 0x3c ? this.dict(depth) : this.hexString()
    const word = this.word()
    if (word === 'true') return true
    if (word === 'false') return false
    if (word === 'null') return null
    return this.numberOrRef(word)
  }

  /** `number generation obj … endobj` with the object in it. */
  indirectObject(): { ref: PdfRef; object: PdfObject } {
    const ref: PdfRef = { kind: 'ref', number: this.integer(), generation: this.integer() }
    this.keyword('obj')
    const object = this.object()
    this.skipSpace()
    if (
      typeof object === 'object' &&
      object !== null &&
      'kind' in object &&
      object.kind === 'dict' &&
      this.at('stream')
    )
      return { ref, object: this.stream(object) }
    this.keyword('endobj')
    return { ref, object }
  }

  integer(): number {
    const start = this.position
    const word = this.word()
    if (!/^\+?\d{1,15}$/.test(word)) this.refuse('an integer is missing', start)
    return Number(word)
  }

  keyword(expected: string): void {
    const start = this.position
    if (this.word() !== expected) this.refuse(`“${expected}” is missing`, start)
  }

  /** Whether the text stands here; does not move. */
  at(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.byteAt(this.position + i) !== text.charCodeAt(i)) return false
    return true
  }

  skipSpace(): void {
    for (;;) {
      if (isSpace(this.byteAt(this.position))) this.position++
      else if (this.byteAt(this.position) === 0x25) this.skipLine()
      else return
    }
  }

  /** The next run of regular characters after spaces and comments. */
  word(): string {
    this.skipSpace()
    return this.regularText(maxWordLength, 'a word is too long')
  }

  refuse(reason: string, offset = this.position): never {
    fail('pdf.damaged', { offset, reason })
  }

  private skipLine(): void {
    for (; ; this.position++) {
      const byte = this.byteAt(this.position)
      if (byte === undefined || byte === 0x0a || byte === 0x0d) return
    }
  }

  private numberOrRef(word: string): PdfObject {
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) this.refuse('not an object')
    const value = Number(word)
    if (!/^\d+$/.test(word)) return value
    const afterNumber = this.position
    const generation = this.word()
    if (/^\d{1,5}$/.test(generation) && this.word() === 'R')
      return { kind: 'ref', number: value, generation: Number(generation) }
    this.position = afterNumber
    return value
  }

  private name(): string {
    this.position++
    const raw = this.regularText(maxNameLength, 'a name is too long')
    return raw.replaceAll(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }

  private array(depth: number): PdfObject {
    this.position++
    const items: PdfObject[] = []
    for (;;) {
      this.skipSpace()
      if (this.byteAt(this.position) === 0x5d) break
      if (items.length === maxElements) this.refuse('an array is too long')
      items.push(this.object(depth + 1))
    }
    this.position++
    return items
  }

  private dict(depth: number): PdfDict {
    this.position += 2
    const entries = new Map<string, PdfObject>()
    const repeatedKeys: string[] = []
    for (;;) {
      this.skipSpace()
      if (this.at('>>')) break
      if (this.byteAt(this.position) !== 0x2f) this.refuse('a dictionary key is missing')
      const key = this.name()
      if (entries.has(key)) repeatedKeys.push(key)
      entries.set(key, this.object(depth + 1))
    }
    this.position += 2
    return { kind: 'dict', entries, repeatedKeys }
  }

  private stream(dict: PdfDict): PdfStream {
    this.position += 'stream'.length
    if (this.at('\r\n')) this.position += 2
    else if (this.at('\n')) this.position += 1
    else this.refuse('a stream begins without a line end')
    const stated = dict.entries.get('Length')
    const length =
      typeof stated === 'object' && stated !== null && 'kind' in stated && stated.kind === 'ref'
        ? this.lengthAt(stated)
        : stated
    if (!isCount(length)) this.refuse('a stream has no length')
    const start = this.position
    this.position += length
    this.skipped += length
    this.keyword('endstream')
    this.keyword('endobj')
    return { kind: 'stream', dict, content: this.bytes.part(start, length) }
  }

  private hexString(): PdfString {
    const start = this.position++
    let digits = ''
    const parts: string[] = []
    for (; this.byteAt(this.position) !== 0x3e; this.position++) {
      const byte = this.byteAt(this.position)
      if (byte === undefined) this.refuse('a string does not end', start)
      if (isSpace(byte)) continue
      digits += String.fromCharCode(byte)
      if (digits.length === 4096) {
        parts.push(digits)
        digits = ''
      }
    }
    this.position++
    const all = parts.join('') + digits
    if (!/^[0-9a-fA-F]*$/.test(all)) this.refuse('a string is not hexadecimal', start)
    const bytes = new Uint8Array(Math.ceil(all.length / 2))
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(all.slice(2 * i, 2 * i + 2).padEnd(2, '0'), 16)
    return { kind: 'string', bytes, isHex: true, place: { start, end: this.position } }
  }

  private literalString(): PdfString {
    const start = this.position++
    const bytes: number[] = []
    for (let nesting = 1; ; ) {
      const byte = this.byteAt(this.position++)
      if (byte === undefined) this.refuse('a string does not end', start)
      if (byte === 0x5c) this.escape(bytes)
      else if (byte === 0x29 && --nesting === 0) break
      else {
        if (byte === 0x28) nesting++
        bytes.push(byte)
      }
    }
    return { kind: 'string', bytes: Uint8Array.from(bytes), isHex: false, place: { start, end: this.position } }
  }

  /** What follows a reverse solidus (clause 7.3.4.2, table 3). */
  private escape(bytes: number[]): void {
    const byte = this.byteAt(this.position++) ?? 0
    const letter = String.fromCharCode(byte)
    const control = 'n\nr\rt\tb\bf\f'.indexOf(letter)
    if (letter >= '0' && letter <= '7') {
      let octal = letter
      while (octal.length < 3 && /[0-7]/.test(String.fromCharCode(this.byteAt(this.position) ?? 0)))
        octal += String.fromCharCode(this.byteAt(this.position++)!)
      bytes.push(Number.parseInt(octal, 8) & 0xff)
    } else if (control >= 0 && control % 2 === 0) bytes.push('n\nr\rt\tb\bf\f'.charCodeAt(control + 1))
    else if (byte === 0x0d) this.position += this.byteAt(this.position) === 0x0a ? 1 : 0
    else if (byte !== 0x0a) bytes.push(byte)
  }
}
