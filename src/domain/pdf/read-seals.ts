import { BidsealError } from '../failure.ts'
import { type ByteRange, digestRanges, type OnDigested } from './byte-range.ts'
import { classifyChanges, type PdfChange } from './classify-changes.ts'
import { type FormField, readSignedFields } from './form-fields.ts'
import { openPdf, openPdfBytes, type PdfFile } from './open-pdf.ts'
import { fromUserSpace, type PdfPage, type PlaceMm, readPages, readRectangle } from './pages.ts'
import { latin1, type PdfBytes, type PdfInput } from './pdf-bytes.ts'
import { isArray, isKind, type PdfDict, type PdfRef, type PdfString, readText } from './pdf-objects.ts'
import { readAppearance, type ShownPicture } from './read-appearance.ts'
import { type SignatureFormat, signatureFormatOf } from './signature-formats.ts'

/** Listed by all pages together. */
const maxAnnotations = 4_000_000

/** Why a signature does not cover what it must, whatever its cryptography says. */
export type CoverageBreach =
  /** The dictionary has a key twice, or is not a plain object of its own. */
  | 'signature-dictionary'
  | 'byte-range-missing'
  | 'byte-range-malformed'
  | 'byte-range-not-from-start'
  /** What is left out is not exactly the hexadecimal string of /Contents. */
  | 'gap-is-not-contents'
  | 'contents-empty'
  /** The hole holds more than one DER structure and zeros. */
  | 'contents-padding'
  /** The range does not end where a revision of the file ends. */
  | 'not-a-whole-revision'
  /** The revision that is covered does not hold this signature. */
  | 'not-in-its-revision'

/** A seal as it stands in the file, before anything is digested. */
export interface SealInFile {
  fieldName: string
  /** Null for a format of others. */
  format: SignatureFormat | null
  subFilter: string | null
  /** What the file says; proven by nothing but the signature. */
  claims: { name: string | null; reason: string | null; signingTime: Date | null }
  /** One for each annotation on a page; what it shows is null unless it is one picture and nothing else. */
  places: ({ page: number; shown: ShownPicture | null } & PlaceMm)[]
  /**
   * `sound` says that the range covers one whole revision but for the hole. Only then is there something to verify:
   * `contents` the signature's DER, `revisionLength` the covered length.
   */
  coverage: SoundCoverage | BreachedCoverage
}

export interface SoundCoverage {
  kind: 'sound'
  byteRange: ByteRange
  contents: Uint8Array
  revisionLength: number
  laterChanges: PdfChange[]
}

export interface BreachedCoverage {
  kind: 'breached'
  breach: CoverageBreach
}

/** A seal with SM3 over its range, where that is sound. */
export type FoundSeal = Omit<SealInFile, 'coverage'> & {
  coverage: (SoundCoverage & { digest: Uint8Array }) | BreachedCoverage
}

/**
 * Every signature in the file with what it covers, the digest of that, and what came later.
 * Breaches are reported, not thrown; a file that cannot be read fails as `openPdf`.
 */
export function readSeals(pdf: PdfInput, onDigested?: OnDigested): FoundSeal[] {
  const seals = findSeals(pdf)
  const ranges = seals.flatMap(({ coverage }) => (coverage.kind === 'sound' ? [coverage.byteRange] : []))
  const digests = digestRanges(pdf, ranges, onDigested)
  return seals.map(({ coverage, ...seal }) => ({
    ...seal,
    coverage: coverage.kind === 'sound' ? { ...coverage, digest: digests.shift()! } : coverage,
  }))
}

/** The same without digests: only the structure of the file is read, however large it is. */
export function findSeals(pdf: PdfInput): SealInFile[] {
  const file = openPdf(pdf)
  const pages = readPages(file)
  const fields = readSignedFields(file)
  const pagesOf = pagesOfWidgets(file, pages, fields)
  const ends = fields.map(({ value }) => endOf(file.dict(value)))
  return fields.map((field) => {
    const dict = file.dict(field.value)
    const subFilter = nameIn(file, dict, 'SubFilter')
    return {
      fieldName: field.name,
      format: signatureFormatOf(nameIn(file, dict, 'Filter'), subFilter),
      subFilter,
      claims: {
        name: textIn(file, dict, 'Name'),
        reason: textIn(file, dict, 'Reason'),
        signingTime: readTime(textIn(file, dict, 'M')),
      },
      places: field.widgets.flatMap((widget) => placesOf(file, widget, pagesOf.get(widget.number)!)),
      coverage: readCoverage(file, { field, dict, rivals: ends.filter((end) => end === endOf(dict)).length }),
    }
  })
}

/** A revision ends with its one seal; a few more are explained ⚔ two hundred would each have all of it read and compared. */
const mostOfOneRevision = 4

/** Where the bytes that a signature covers end, as it says itself; null when it does not. */
function endOf({ entries }: PdfDict): number | null {
  const range = entries.get('ByteRange') ?? null
  return isArray(range) ? Number(range[2]) + Number(range[3]) : null
}

function readCoverage(
  file: PdfFile,
  { field, dict, rivals }: { field: FormField; dict: PdfDict; rivals: number },
): SealInFile['coverage'] {
  const breached = (breach: CoverageBreach) => ({ kind: 'breached', breach }) as const
  const value = field.value
  if (!isKind(value, 'ref') || file.entries.get(value.number)?.kind !== 'at' || dict.repeatedKeys.length > 0)
    return breached('signature-dictionary')
  const range = dict.entries.get('ByteRange')
  if (range === undefined) return breached('byte-range-missing')
  if (!isArray(range) || range.length !== 4) return breached('byte-range-malformed')
  const [start, before, after, length] = range.map((item) => (Number.isSafeInteger(item) ? Number(item) : -1))
  if (before === undefined || after === undefined || length === undefined) return breached('byte-range-malformed')
  if (start !== 0) return breached('byte-range-not-from-start')
  const end = after + length
  if (before < 0 || after <= before || length < 0 || end > file.bytes.length) return breached('byte-range-malformed')
  const byteRange: ByteRange = [0, before, after, length]

  const contents = dict.entries.get('Contents') ?? null
  if (!isKind(contents, 'string') || contents.bytes.every((byte) => byte === 0)) return breached('contents-empty')
  if (!isExactGap(contents, byteRange)) return breached('gap-is-not-contents')
  const der = withoutPadding(contents.bytes)
  if (der === null) return breached('contents-padding')

  if (rivals > mostOfOneRevision) return breached('not-in-its-revision')
  const sealed = end === file.bytes.length ? file : openRevision(file.bytes.upTo(end))
  if (sealed === null || sealed.end !== end || !endsWithMark(sealed)) return breached('not-a-whole-revision')
  if (!holdsSignature(sealed, file, field)) return breached('not-in-its-revision')
  return {
    kind: 'sound',
    byteRange,
    contents: der,
    revisionLength: end,
    laterChanges: sealed === file ? [] : changesAfter(sealed, file),
  }
}

/** A later revision that cannot be compared is a change like any other. */
function changesAfter(sealed: PdfFile, whole: PdfFile): PdfChange[] {
  try {
    return classifyChanges(sealed, whole)
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    return [{ kind: 'other', reason: 'unreadable', object: null }]
  }
}

/** Only plain hexadecimal digits between the brackets: spaces or comments there could hide something. */
function isExactGap({ bytes, isHex, place }: PdfString, [, before, after]: ByteRange): boolean {
  return isHex && place?.start === before && place.end === after && after - before === 2 * bytes.length + 2
}

/** The one DER structure at the start; null when what follows is not zero. */
function withoutPadding(bytes: Uint8Array): Uint8Array | null {
  const first = bytes[1] ?? 0x80
  const octetCount = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || octetCount > 4) return null
  let length = first < 0x80 ? first : 0
  for (const octet of bytes.subarray(2, 2 + octetCount)) length = length * 256 + octet
  const end = 2 + octetCount + length
  return end <= bytes.length && bytes.subarray(end).every((byte) => byte === 0) ? bytes.subarray(0, end) : null
}

/** The file as it was when the covered revision was its newest; null when these bytes are no PDF. */
function openRevision(bytes: PdfBytes): PdfFile | null {
  try {
    return openPdfBytes(bytes)
  } catch (error) {
    if (error instanceof BidsealError) return null
    throw error
  }
}

const endsWithMark = ({ bytes }: PdfFile) => /%%EOF(\r\n|\r|\n)?$/.test(latin1(bytes.slice(bytes.length - 7)))

/** The same field with the same signature object at the same place. */
function holdsSignature(sealed: PdfFile, whole: PdfFile, { ref, value }: FormField): boolean {
  return readSignedFields(sealed).some((field) => {
    if (field.ref.number !== ref.number || !isKind(field.value, 'ref') || !isKind(value, 'ref')) return false
    const [was, is] = [sealed.entries.get(field.value.number), whole.entries.get(value.number)]
    return field.value.number === value.number && was?.kind === 'at' && is?.kind === 'at' && was.offset === is.offset
  })
}

/** On which pages, by their index, each annotation of the fields is listed. Every list is gone through once. */
function pagesOfWidgets(file: PdfFile, pages: readonly PdfPage[], fields: readonly FormField[]) {
  const found = new Map(
    fields.flatMap(({ widgets }) => widgets.map(({ number }) => [number, new Map<number, PdfPage>()] as const)),
  )
  let left = maxAnnotations
  for (const [index, page] of found.size === 0 ? [] : pages.entries()) {
    const annotations = file.resolve(page.dict.entries.get('Annots'))
    for (const item of isArray(annotations) ? annotations : []) {
      // ⚔ Thousands of pages may have one list of a million in common.
      if (left-- === 0) file.refuse('too many annotations')
      if (isKind(item, 'ref')) found.get(item.number)?.set(index, page)
    }
  }
  return found
}

function placesOf(file: PdfFile, widget: PdfRef, on: ReadonlyMap<number, PdfPage>): SealInFile['places'] {
  const area = readRectangle(file, file.dict(widget).entries.get('Rect'))
  if (area === null) return []
  return [...on].map(([index, page]) => ({
    page: index,
    shown: readAppearance(file, page, widget),
    ...fromUserSpace(page, area),
  }))
}

function nameIn(file: PdfFile, dict: PdfDict, key: string): string | null {
  const value = file.resolve(dict.entries.get(key))
  return isKind(value, 'name') ? value.name : null
}

function textIn(file: PdfFile, dict: PdfDict, key: string): string | null {
  const value = file.resolve(dict.entries.get(key))
  return isKind(value, 'string') ? readText(value) : null
}

/** A date of ISO 32000-1, clause 7.9.4; null when it does not name its zone or does not exist. */
function readTime(text: string | null): Date | null {
  const parts = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)'?)/.exec(text ?? '')
  if (parts === null) return null
  const [, year, month, day, hour, minute, second, zoneHour, zoneMinute] = parts
  const zone = zoneHour === undefined ? 'Z' : `${zoneHour}:${zoneMinute}`
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(time.getTime()) ? null : time
}
