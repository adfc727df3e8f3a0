import { decodeStream } from './decode-stream.ts'
import type { PdfBytes } from './pdf-bytes.ts'
import { isArray, isCount, isKind, isName, type PdfDict, type PdfObject } from './pdf-objects.ts'
import { PdfReader } from './read-objects.ts'
import { StructureBudget } from './structure-budget.ts'

// ISO 32000-1, clauses 7.5.4 to 7.5.8: where each object stands.

export type PdfEntry =
  | { kind: 'free' }
  | { kind: 'at'; offset: number; generation: number }
  | { kind: 'in'; container: number; index: number }

/** One cross-reference section: a table (with the stream of a hybrid file, if any) or a stream. */
export interface PdfSection {
  offset: number
  isStream: boolean
  isHybrid: boolean
  trailer: PdfDict
  entries: Map<number, PdfEntry>
}

const maxSections = 1000
const maxObjects = 8_388_607

/** All sections, newest first, from the one at `offset`. Fails with `pdf.damaged`. */
export function readSections(bytes: PdfBytes, offset: number): PdfSection[] {
  const sections: PdfSection[] = []
  const budget = new StructureBudget(bytes.length)
  for (let next: number | null = offset; next !== null; ) {
    const at: number = next
    const reader = readerAt(bytes, at)
    if (sections.length === maxSections) reader.refuse('too many revisions')
    if (sections.some((section) => section.offset === at)) reader.refuse('the revisions form a circle')
    const section = readSection(bytes, at, budget)
    sections.push(section)
    next = offsetIn(section.trailer, 'Prev', reader)
  }
  return sections
}

/** Which entry counts for each object: that of the newest section that names it. */
export function mergeSections(sections: readonly PdfSection[]): Map<number, PdfEntry> {
  const merged = new Map<number, PdfEntry>()
  for (const { entries } of sections)
    for (const [number, entry] of entries) if (!merged.has(number)) merged.set(number, entry)
  return merged
}

function readerAt(bytes: PdfBytes, offset: number): PdfReader {
  const reader: PdfReader = new PdfReader(bytes, offset, () => reader.refuse('a structure stream has no direct length'))
  if (offset >= bytes.length) reader.refuse('a cross-reference section lies outside the file')
  return reader
}

function readSection(bytes: PdfBytes, offset: number, budget: StructureBudget): PdfSection {
  const reader = readerAt(bytes, offset)
  reader.skipSpace()
  return reader.at('xref') ? readTable(reader, offset, budget) : readStreamSection(reader, offset, budget)
}

function readTable(reader: PdfReader, offset: number, budget: StructureBudget): PdfSection {
  const entries = new Map<number, PdfEntry>()
  reader.keyword('xref')
  for (;;) {
    reader.skipSpace()
    if (reader.at('trailer')) break
    const first = reader.integer()
    const count = reader.integer()
    if (first + count > maxObjects) reader.refuse('too many objects')
    budget.takeEntries(count, offset)
    for (let number = first; number < first + count; number++) {
      const place = reader.startAt(reader.position).integer()
      const generation = reader.integer()
      const type = reader.word()
      if (type !== 'n' && type !== 'f') reader.refuse('a cross-reference entry is neither used nor free')
      addEntry(entries, number, type === 'n' ? { kind: 'at', offset: place, generation } : { kind: 'free' }, reader)
    }
  }
  reader.startAt(reader.position).keyword('trailer')
  const trailer = reader.object()
  if (!isKind(trailer, 'dict')) reader.refuse('the trailer is missing')
  const hybrid = offsetIn(trailer, 'XRefStm', reader)
  // Clause 7.5.8.4: what the table calls free or leaves out is hidden from old readers and stands in the stream.
  if (hybrid !== null)
    for (const [number, entry] of readStreamSection(readerAt(reader.bytes, hybrid), hybrid, budget).entries)
      if ((entries.get(number)?.kind ?? 'free') === 'free') entries.set(number, entry)
  checkSize(trailer, entries, reader)
  return { offset, isStream: false, isHybrid: hybrid !== null, trailer, entries }
}

function readStreamSection(reader: PdfReader, offset: number, budget: StructureBudget): PdfSection {
  const { object } = reader.indirectObject()
  if (!isKind(object, 'stream') || !isName(object.dict.entries.get('Type') ?? null, 'XRef'))
    reader.refuse('a cross-reference section is missing', offset)
  const trailer = object.dict
  const widths = integers(trailer.entries.get('W') ?? null, reader)
  const [typeWidth, placeWidth, extraWidth] = widths
  if (typeWidth === undefined || placeWidth === undefined || extraWidth === undefined || widths.some((w) => w > 6))
    reader.refuse('a cross-reference stream has unusual widths')
  const index = integers(trailer.entries.get('Index') ?? [0, trailer.entries.get('Size') ?? null], reader)
  const content = budget.takeDecoded(decodeStream(object), offset)
  const entries = new Map<number, PdfEntry>()
  let position = 0
  const field = (width: number) => {
    let value = 0
    for (const end = position + width; position < end; position++) value = value * 256 + content[position]!
    return value
  }
  for (let i = 0; i + 1 < index.length; i += 2) {
    const [first, count] = [index[i]!, index[i + 1]!]
    if (first + count > maxObjects) reader.refuse('too many objects')
    budget.takeEntries(count, offset)
    if (position + count * (typeWidth + placeWidth + extraWidth) > content.length)
      reader.refuse('a cross-reference stream ends too early')
    for (let number = first; number < first + count; number++) {
      const [type, place, extra] = [typeWidth === 0 ? 1 : field(typeWidth), field(placeWidth), field(extraWidth)]
      if (type === 0) addEntry(entries, number, { kind: 'free' }, reader)
      else if (type === 1) addEntry(entries, number, { kind: 'at', offset: place, generation: extra }, reader)
      else if (type === 2) addEntry(entries, number, { kind: 'in', container: place, index: extra }, reader)
    }
  }
  checkSize(trailer, entries, reader)
  return { offset, isStream: true, isHybrid: false, trailer, entries }
}

function addEntry(entries: Map<number, PdfEntry>, number: number, entry: PdfEntry, reader: PdfReader): void {
  // Two entries for one object in one section: readers differ on which counts.
  if ((entries.get(number)?.kind ?? 'free') !== 'free') reader.refuse('an object has two places')
  entries.set(number, entry)
}

function checkSize(trailer: PdfDict, entries: Map<number, PdfEntry>, reader: PdfReader): void {
  const size = trailer.entries.get('Size')
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > maxObjects)
    reader.refuse('the number of objects is missing')
  // Objects beyond the stated number are ignored by some readers and shown by others (clause 7.5.5).
  for (const [number, entry] of entries)
    if (number >= size && entry.kind !== 'free') reader.refuse('an object lies beyond the stated number')
}

function offsetIn(trailer: PdfDict, key: string, reader: PdfReader): number | null {
  const value = trailer.entries.get(key)
  if (value === undefined) return null
  if (trailer.repeatedKeys.includes(key) || !isCount(value)) reader.refuse('a trailer points nowhere')
  return value
}

function integers(object: PdfObject, reader: PdfReader): number[] {
  if (!isArray(object)) reader.refuse('a cross-reference stream is malformed')
  return object.map((item) => (isCount(item) ? item : reader.refuse('a cross-reference stream is malformed')))
}
