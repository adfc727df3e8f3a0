import { type SyncSource, syncPiecesOf } from '../byte-source.ts'
import { equalBytes } from '../bytes.ts'

// ISO 32000-1, clause 7.3: the objects a PDF is made of.

export interface PdfName {
  kind: 'name'
  /** Without the solidus, `#xx` resolved, one character for each byte. */
  name: string
}
export interface PdfString {
  kind: 'string'
  bytes: Uint8Array
  isHex: boolean
  /** From the opening delimiter to after the closing one, in the bytes that were parsed; null for a new string. */
  place: { start: number; end: number } | null
}
export interface PdfRef {
  kind: 'ref'
  number: number
  generation: number
}
export interface PdfDict {
  kind: 'dict'
  entries: ReadonlyMap<string, PdfObject>
  /** Keys that stand more than once: readers disagree on which value counts. */
  repeatedKeys: readonly string[]
}
export interface PdfStream {
  kind: 'stream'
  dict: PdfDict
  /** Still encoded, and read when asked for: a content may be most of the file. */
  content: SyncSource
}
export type PdfArray = readonly PdfObject[]
export type PdfObject = null | boolean | number | PdfName | PdfString | PdfRef | PdfArray | PdfDict | PdfStream

export const nameOf = (name: string): PdfName => ({ kind: 'name', name })
export const refOf = (number: number, generation = 0): PdfRef => ({ kind: 'ref', number, generation })
export const dictOf = (entries: Iterable<readonly [string, PdfObject]>): PdfDict => ({
  kind: 'dict',
  entries: new Map(entries),
  repeatedKeys: [],
})
export const dictFrom = (entries: Record<string, PdfObject>): PdfDict => dictOf(Object.entries(entries))

/** The dictionary with some entries added or replaced. */
export const withEntries = (dict: PdfDict, entries: Record<string, PdfObject>): PdfDict =>
  dictOf([...dict.entries, ...Object.entries(entries)])

export const isArray = (object: PdfObject): object is PdfArray => Array.isArray(object)
/** Whether an object is a whole number from 0 on, such as a length, a place or how many there are of something. */
export const isCount = (object: PdfObject | undefined): object is number =>
  Number.isSafeInteger(object) && Number(object) >= 0
export const isName = (object: PdfObject, name: string): boolean => isKind(object, 'name') && object.name === name

type Kinds = PdfName | PdfString | PdfRef | PdfDict | PdfStream

export function isKind<K extends Kinds['kind']>(object: PdfObject, kind: K): object is Extract<Kinds, { kind: K }> {
  return typeof object === 'object' && object !== null && !isArray(object) && object.kind === kind
}

/** A text string: PDFDocEncoding is written for ASCII, UTF-16 with its mark for the rest (clause 7.9.2.2). */
export function textOf(text: string): PdfString {
  if (/^[ -~]*$/.test(text)) return stringOf(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
  const bytes = new Uint8Array(2 + 2 * text.length)
  bytes.set([0xfe, 0xff])
  for (let i = 0; i < text.length; i++) bytes.set([text.charCodeAt(i) >>> 8, text.charCodeAt(i) & 0xff], 2 + 2 * i)
  return stringOf(bytes)
}

export const stringOf = (bytes: Uint8Array): PdfString => ({ kind: 'string', bytes, isHex: true, place: null })

/** Reads a text string in UTF-16, UTF-8 or, for the rest, one character for each byte. */
export function readText({ bytes }: PdfString): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2))
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes.subarray(3))
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

/** Whether two objects mean the same: references by number, strings by their bytes however they are written. */
export function equalObjects(left: PdfObject, right: PdfObject): boolean {
  if (left === right) return true
  if (isArray(left))
    return isArray(right) && left.length === right.length && left.every((item, i) => equalObjects(item, right[i]!))
  if (isKind(left, 'name')) return isName(right, left.name)
  if (isKind(left, 'string')) return isKind(right, 'string') && equalBytes(left.bytes, right.bytes)
  if (isKind(left, 'ref'))
    return isKind(right, 'ref') && left.number === right.number && left.generation === right.generation
  if (isKind(left, 'stream'))
    return isKind(right, 'stream') && equalObjects(left.dict, right.dict) && equalContents(left.content, right.content)
  return isKind(left, 'dict') && isKind(right, 'dict') && changedKeys(left, right).length === 0
}

/** Piece by piece; nothing is read when the lengths differ. */
export function equalContents(left: SyncSource, right: SyncSource): boolean {
  if (left.sizeInBytes !== right.sizeInBytes) return false
  let at = 0
  for (const piece of syncPiecesOf(left)) {
    if (!equalBytes(piece, right.readSync(at, piece.length))) return false
    at += piece.length
  }
  return true
}

/** The keys whose values differ between two dictionaries; every key that stands twice counts as different. */
export function changedKeys(left: PdfDict, right: PdfDict): string[] {
  const keys = new Set([...left.entries.keys(), ...right.entries.keys()])
  const differing = [...keys].filter((key) => {
    const [before, after] = [left.entries.get(key), right.entries.get(key)]
    return before === undefined || after === undefined || !equalObjects(before, after)
  })
  return [...new Set([...differing, ...right.repeatedKeys])]
}
