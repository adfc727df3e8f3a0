import { hexOf, utf8Text } from '../bytes.ts'
import { fail } from '../failure.ts'

// ITU-T X.690, read strictly: definite and minimal lengths of at most four octets, minimal integers, nesting up to 32.

const maxDepth = 32

/** Identifier octets of the universal types. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nullValue: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** [number] EXPLICIT, or IMPLICIT of a constructed type. */
  context: (number: number): number => 0xa0 | number,
  /** [number] IMPLICIT of a primitive type. */
  contextPrimitive: (number: number): number => 0x80 | number,
} as const

/** One element as it stands in the input. Arrays are views of the input. */
export interface DerElement {
  identifier: number
  content: Uint8Array
  /** The whole tag-length-value. */
  bytes: Uint8Array
  /** Where the element begins in the outermost input, for messages. */
  offset: number
}

/** Walks over the elements of one constructed value. Every read fails with `der.invalid` and the place of the breach. */
export class DerReader {
  private position = 0
  private readonly input: Uint8Array
  private readonly offset: number
  private readonly depth: number

  /** `offset` and `depth` say where the input stands in an outer structure. */
  constructor(input: Uint8Array, offset = 0, depth = 0) {
    if (depth > maxDepth) fail('der.invalid', { offset, reason: 'nested too deeply' })
    this.input = input
    this.offset = offset
    this.depth = depth
  }

  get isAtEnd(): boolean {
    return this.position === this.input.length
  }

  /** What was not read yet. */
  get remaining(): Uint8Array {
    return this.input.subarray(this.position)
  }

  /** The identifier octet of the next element; null at the end. */
  get nextIdentifier(): number | null {
    return this.input[this.position] ?? null
  }

  /** Reads the next element, which must have this identifier when one is given. */
  element(identifier?: number): DerElement {
    const start = this.position
    const found = this.byte()
    if ((found & 0x1f) === 0x1f) this.refuse(start, 'tag numbers above 30 are not used')
    if (identifier !== undefined && found !== identifier)
      this.refuse(start, `expected tag ${hexOf(Uint8Array.of(identifier))}, found ${hexOf(Uint8Array.of(found))}`)
    const length = this.length(start)
    if (length > this.input.length - this.position) this.refuse(start, 'longer than what contains it')
    const content = this.input.subarray(this.position, this.position + length)
    this.position += length
    return { identifier: found, content, bytes: this.input.subarray(start, this.position), offset: this.offset + start }
  }

  /** The next element if it has this identifier, else null without moving. */
  optional(identifier: number): DerElement | null {
    return this.nextIdentifier === identifier ? this.element(identifier) : null
  }

  /** Enters the next element, which must be constructed with this identifier. */
  enter(identifier: number = tag.sequence): DerReader {
    return this.inside(this.element(identifier))
  }

  /** A reader over the content of an element of this reader. */
  inside(element: DerElement): DerReader {
    const headerLength = element.bytes.length - element.content.length
    return new DerReader(element.content, element.offset + headerLength, this.depth + 1)
  }

  /** Fails unless everything was read. */
  end(): void {
    if (!this.isAtEnd) this.refuse(this.position, 'unexpected bytes at the end')
  }

  /** The rest of the elements, at most `limit`. */
  rest(limit: number): DerElement[] {
    const elements: DerElement[] = []
    while (!this.isAtEnd) {
      if (elements.length === limit) this.refuse(this.position, `more than ${limit} elements`)
      elements.push(this.element())
    }
    return elements
  }

  boolean(): boolean {
    const { content, offset } = this.element(tag.boolean)
    if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) this.refuseAt(offset, 'not a DER boolean')
    return content[0] === 0xff
  }

  /** A non-negative, minimal INTEGER of at most 64 bytes. */
  integer(): bigint {
    const { content, offset } = this.element(tag.integer)
    if (content.length === 0 || content.length > 64) this.refuseAt(offset, 'integer of a length that is not used')
    if (content[0]! >= 0x80) this.refuseAt(offset, 'negative integer')
    if (content.length > 1 && content[0] === 0 && content[1]! < 0x80) this.refuseAt(offset, 'integer is not minimal')
    return BigInt(`0x${hexOf(content)}`)
  }

  /** A small INTEGER such as a version. */
  smallInteger(): number {
    const offset = this.offset + this.position
    const value = this.integer()
    if (value > 0x7fffffffn) this.refuseAt(offset, 'integer too large')
    return Number(value)
  }

  octetString(): Uint8Array {
    return this.element(tag.octetString).content
  }

  nullValue(): void {
    const { content, offset } = this.element(tag.nullValue)
    if (content.length > 0) this.refuseAt(offset, 'NULL with content')
  }

  /** A BIT STRING of whole bytes. */
  bitString(): Uint8Array {
    const { content, offset } = this.element(tag.bitString)
    if (content[0] !== 0) this.refuseAt(offset, 'bit string is not of whole bytes')
    return content.subarray(1)
  }

  /** An OBJECT IDENTIFIER in dotted form. */
  objectIdentifier(): string {
    const { content, offset } = this.element(tag.objectIdentifier)
    if (content.length === 0 || content.length > 64 || content.at(-1)! >= 0x80)
      this.refuseAt(offset, 'malformed object identifier')
    const arcs: bigint[] = []
    let arc = 0n
    let isFirstOctet = true
    for (const octet of content) {
      if (isFirstOctet && octet === 0x80) this.refuseAt(offset, 'object identifier is not minimal')
      arc = arc * 128n + BigInt(octet & 0x7f)
      // An arc may be a whole UUID (X.667), and the first holds two numbers.
      if (arc >> 129n !== 0n) this.refuseAt(offset, 'object identifier arc too large')
      isFirstOctet = octet < 0x80
      if (isFirstOctet) {
        arcs.push(arc)
        arc = 0n
      }
    }
    const [both = 0n, ...rest] = arcs
    const first = both < 80n ? both / 40n : 2n
    return [first, both - 40n * first, ...rest].join('.')
  }

  /** A UTF8String, PrintableString or IA5String, whichever stands next. */
  text(): string {
    const { identifier, content, offset } = this.element()
    if (identifier !== tag.utf8String && identifier !== tag.printableString && identifier !== tag.ia5String)
      this.refuseAt(offset, 'expected a character string')
    const text = utf8Text(content)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the other two types hold ASCII only
    if (text === null || (identifier !== tag.utf8String && !/^[\x00-\x7f]*$/.test(text)))
      this.refuseAt(offset, 'malformed character string')
    return text
  }

  /** A UTCTime (1950–2049) or GeneralizedTime in whole seconds UTC. */
  time(): Date {
    const { identifier, content, offset } = this.element()
    const digits = utf8Text(content) ?? ''
    const pattern =
      identifier === tag.utcTime ? /^\d{12}Z$/ : identifier === tag.generalizedTime ? /^\d{14}Z$/ : /^(?!)/
    if (!pattern.test(digits)) this.refuseAt(offset, 'malformed time')
    const century = identifier === tag.utcTime ? (digits < '50' ? '20' : '19') : ''
    const full = (century + digits).replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z')
    const time = new Date(full)
    if (Number.isNaN(time.getTime()) || time.toISOString() !== full) this.refuseAt(offset, 'no such time')
    return time
  }

  private byte(): number {
    const value = this.input[this.position]
    if (value === undefined) this.refuse(this.position, 'ends too early')
    this.position++
    return value
  }

  private length(start: number): number {
    const first = this.byte()
    if (first < 0x80) return first
    const octetCount = first & 0x7f
    if (octetCount === 0 || octetCount > 4) this.refuse(start, 'length form is not used in DER')
    let length = 0
    for (let i = 0; i < octetCount; i++) length = length * 256 + this.byte()
    if (length < 0x80 || length < 256 ** (octetCount - 1)) this.refuse(start, 'length is not minimal')
    return length
  }

  private refuse(position: number, reason: string): never {
    this.refuseAt(this.offset + position, reason)
  }

  private refuseAt(offset: number, reason: string): never {
    fail('der.invalid', { offset, reason })
  }
}

/** Reads one whole structure: `read` gets a reader over the input, of which nothing may be left. */
export function readDer<T>(input: Uint8Array, read: (reader: DerReader) => T): T {
  const reader = new DerReader(input)
  const value = read(reader)
  reader.end()
  return value
}
