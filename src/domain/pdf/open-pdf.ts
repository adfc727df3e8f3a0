import { fail } from '../failure.ts'
import { BoundedCache } from './bounded-cache.ts'
import { decodeStream } from './decode-stream.ts'
import { latin1, PdfBytes, type PdfInput } from './pdf-bytes.ts'
import {
  isArray,
  isCount,
  isKind,
  isName,
  type PdfArray,
  type PdfDict,
  type PdfObject,
  type PdfRef,
} from './pdf-objects.ts'
import { mergeSections, type PdfEntry, type PdfSection, readSections } from './read-cross-references.ts'
import { PdfReader } from './read-objects.ts'
import { StructureBudget } from './structure-budget.ts'

/** What ten digits can say: offsets in a cross-reference table have no more (ISO 32000-1, clause 7.5.4). */
export const maxPdfBytes = 9_999_999_999
const tailLength = 2048
const maxInProgress = 16
/** Of parsed objects, as they are written, and of decoded object streams: what is dropped is read again when needed. */
const keptObjectBytes = 8 * 1024 * 1024
const keptContainerBytes = 32 * 1024 * 1024

/** An object stream, decoded: which objects it holds and where each begins. */
interface Container {
  reader: PdfReader
  numbers: Uint32Array
  offsets: Float64Array
}

/** A PDF read by its cross-references only: what they do not reach does not exist. Objects are parsed when asked for. */
export class PdfFile {
  readonly bytes: PdfBytes
  /** Newest first. */
  readonly sections: readonly PdfSection[]
  readonly entries: ReadonlyMap<number, PdfEntry>
  /** Where the newest revision ends: after its `%%EOF` and the line end, if any. */
  readonly end: number
  private readonly parsed = new BoundedCache<PdfObject>(keptObjectBytes)
  private readonly containers = new BoundedCache<Container>(keptContainerBytes)
  /** Containers that were decoded once and counted. */
  private readonly counted = new Set<number>()
  private readonly inProgress = new Set<number>()
  private readonly budget: StructureBudget

  constructor(bytes: PdfBytes, sections: readonly PdfSection[], end: number) {
    this.bytes = bytes
    this.sections = sections
    this.entries = mergeSections(sections)
    this.end = end
    this.budget = new StructureBudget(bytes.length)
  }

  get trailer(): PdfDict {
    return this.sections[0]!.trailer
  }

  get rootRef(): PdfRef {
    const root = this.trailer.entries.get('Root') ?? null
    return isKind(root, 'ref') ? root : this.refuse('the catalog is missing')
  }

  get catalog(): PdfDict {
    return this.dict(this.rootRef)
  }

  /** The first object number that no revision has used. */
  get nextNumber(): number {
    let next = 1
    for (const number of this.entries.keys()) next = Math.max(next, number + 1)
    for (const { trailer } of this.sections) next = Math.max(next, Number(trailer.entries.get('Size')))
    return next
  }

  /** The object itself, through references; null for what does not exist (ISO 32000-1, clause 7.3.10). */
  resolve(object: PdfObject | undefined): PdfObject {
    let current = object ?? null
    for (let hops = 0; isKind(current, 'ref'); hops++) {
      if (hops === 16) this.refuse('references form a circle')
      const entry = this.entries.get(current.number)
      if (entry?.kind === 'at' ? entry.generation !== current.generation : current.generation !== 0) return null
      current = this.objectNumbered(current.number)
    }
    return current
  }

  /** The dictionary, or the dictionary of the stream, that must stand there. */
  dict(object: PdfObject | undefined): PdfDict {
    const resolved = this.resolve(object)
    if (isKind(resolved, 'dict')) return resolved
    return isKind(resolved, 'stream') ? resolved.dict : this.refuse('a dictionary is missing')
  }

  /** The array that must stand there; empty when there is none. */
  array(object: PdfObject | undefined): PdfArray {
    const resolved = this.resolve(object)
    if (resolved === null) return []
    return isArray(resolved) ? resolved : this.refuse('an array is missing')
  }

  /** Null when the object is free or was never written. */
  objectNumbered(number: number): PdfObject {
    const known = this.parsed.get(number)
    if (known !== undefined) return known
    // An object needs its container, and that its length. ⚔ A chain of lengths would be as long as the stack is deep.
    if (this.inProgress.has(number) || this.inProgress.size === maxInProgress) this.refuse('objects contain each other')
    this.inProgress.add(number)
    try {
      const { object, length } = this.parse(number)
      this.parsed.set(number, object, length)
      return object
    } finally {
      this.inProgress.delete(number)
    }
  }

  refuse(reason: string, offset = 0): never {
    fail('pdf.damaged', { offset, reason })
  }

  private parse(number: number): { object: PdfObject; length: number } {
    const entry = this.entries.get(number)
    if (entry === undefined || entry.kind === 'free') return { object: null, length: 0 }
    if (entry.kind === 'in') return this.parseContained(number, entry)
    if (entry.offset >= this.bytes.length) this.refuse('an object lies outside the file', entry.offset)
    const reader = this.reader(this.bytes, entry.offset)
    const { ref, object } = reader.indirectObject()
    if (ref.number !== number || ref.generation !== entry.generation)
      this.refuse('another object stands where one is expected', entry.offset)
    return { object, length: this.budget.takeRead(reader.lengthRead, entry.offset) }
  }

  private parseContained(number: number, { container, index }: { container: number; index: number }) {
    const { reader, numbers, offsets } = this.containers.get(container) ?? this.openContainer(container)
    const offset = offsets[index]
    if (numbers[index] !== number || offset === undefined) this.refuse('an object is not in its object stream')
    const object = reader.startAt(offset).object()
    return { object, length: this.budget.takeRead(reader.lengthRead, 0) }
  }

  private openContainer(number: number): Container {
    if (this.entries.get(number)?.kind !== 'at') this.refuse('an object stream is missing')
    const stream = this.objectNumbered(number)
    if (!isKind(stream, 'stream') || !isName(this.resolve(stream.dict.entries.get('Type')), 'ObjStm'))
      this.refuse('an object stream is missing')
    const [count, first] = ['N', 'First'].map((key) => this.resolve(stream.dict.entries.get(key)))
    if (!isCount(count) || !isCount(first) || count > 1_000_000) this.refuse('an object stream is malformed')
    const decoded = decodeStream(stream)
    if (this.counted.has(number)) this.budget.takeRead(decoded.length, 0)
    else this.budget.takeDecoded(decoded, 0)
    this.counted.add(number)
    const reader = this.reader(PdfBytes.over(decoded), 0)
    const [numbers, offsets] = [new Uint32Array(count), new Float64Array(count)]
    for (let i = 0; i < count; i++) {
      numbers[i] = reader.startAt(reader.position).integer()
      offsets[i] = reader.integer() + first
    }
    const opened = { reader, numbers, offsets }
    this.containers.set(number, opened, decoded.length + 12 * count)
    return opened
  }

  private reader(bytes: PdfBytes, offset: number): PdfReader {
    return new PdfReader(bytes, offset, (ref) => {
      const length = this.resolve(ref)
      return typeof length === 'number' ? length : this.refuse('a stream has no length', offset)
    })
  }
}

/**
 * Opens a PDF with tables, streams, object streams, hybrid or linearized cross-references. Read are the end of the file,
 * its cross-references, and later the objects that are asked for.
 * Fails with `pdf.too-large` above 9,999,999,999 bytes, `pdf.not-pdf`, `pdf.encrypted`, and `pdf.damaged` for anything that
 * viewers would have to repair, since two viewers may repair it differently.
 */
export function openPdf(pdf: PdfInput): PdfFile {
  return openPdfBytes(PdfBytes.over(pdf))
}

/** `openPdf` over windows that are there already. */
export function openPdfBytes(bytes: PdfBytes): PdfFile {
  if (bytes.length > maxPdfBytes) fail('pdf.too-large', { sizeInBytes: bytes.length, limitInBytes: maxPdfBytes })
  const header = latin1(bytes.slice(0, 8))
  if (!/^%PDF-[12]\.\d/.test(header)) fail('pdf.not-pdf', {})
  const { offset, end } = findEnd(bytes)
  const sections = readSections(bytes, offset)
  if (sections.some(({ trailer }) => trailer.entries.has('Encrypt'))) fail('pdf.encrypted', {})
  return new PdfFile(bytes, sections, end)
}

/** Where the last `startxref` points, and where its `%%EOF` ends. */
function findEnd(bytes: PdfBytes): { offset: number; end: number } {
  const from = Math.max(0, bytes.length - tailLength)
  const tail = latin1(bytes.slice(from))
  const matches = [...tail.matchAll(/startxref[\s\0]+(\d{1,10})[\s\0]+%%EOF(\r\n|\n|\r)?/g)]
  const last = matches.at(-1)
  if (last === undefined) fail('pdf.damaged', { offset: from, reason: 'the end of the file is missing' })
  return { offset: Number(last[1]), end: from + last.index + last[0].length }
}
