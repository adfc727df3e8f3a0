import { concatBytes, utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { sm3 } from '../sm/sm3.ts'
import { PdfUpdate } from './append-update.ts'
import { embedPicture } from './embed-picture.ts'
import { readFields, readForm } from './form-fields.ts'
import { openForSealing } from './inspect-pdf.ts'
import { maxPdfBytes, type PdfFile } from './open-pdf.ts'
import type { PdfPage } from './pages.ts'
import {
  dictFrom,
  isKind,
  nameOf,
  type PdfObject,
  type PdfRef,
  refOf,
  stringOf,
  textOf,
  withEntries,
} from './pdf-objects.ts'
import { appearanceStream, pageOf, type SealAppearance, widgetEntries } from './seal-appearance.ts'
import { type SignatureFormat, signatureFormats } from './signature-formats.ts'
import { writeObject } from './write-objects.ts'

export type ByteRange = readonly [0, number, number, number]

export interface SealRequest {
  pdf: Uint8Array
  /** At least one. */
  appearances: readonly SealAppearance[]
  /** Unique in the file, in ASCII: see `PdfInspection.freeFieldName`. */
  fieldName: string
  /** Of the signer, as readers show it. */
  name: string
  reason: string
  signingTime: Date
  /** Upper bound of the signature's DER length. */
  holeSizeInBytes: number
  /** `ses` unless a key token signs. */
  format?: SignatureFormat
}

export interface PreparedSeal {
  /** The whole file with an empty hole. */
  pdf: Uint8Array
  byteRange: ByteRange
  /** SM3 over the two ranges, 32 bytes. */
  digest: Uint8Array
  /** Length of the file before: its bytes are the beginning of the new file. */
  previousLength: number
  holeSizeInBytes: number
}

/** Wide enough for three offsets below 10^10. */
const byteRangeWidth = 40

/**
 * Appends one revision with one signature field, one widget for each appearance and an empty hole for the signature.
 * Earlier bytes stay, so earlier seals stay valid. Fails as `inspectPdf`, and with `pdf.field-exists`,
 * `pdf.no-such-page`, `pdf.seal-outside-page` or `pdf.picture-invalid`.
 */
export async function prepareSeal(request: SealRequest): Promise<PreparedSeal> {
  const { pdf, appearances, holeSizeInBytes } = request
  if (appearances.length === 0 || holeSizeInBytes < 1) throw new TypeError('a seal needs a picture and a hole')
  const { file, pages } = openForSealing(pdf)
  if (readFields(file).some(({ name }) => name === request.fieldName))
    fail('pdf.field-exists', { fieldName: request.fieldName })
  const places = appearances.map((appearance) => ({ appearance, page: pageOf(pages, appearance) }))
  const update = new PdfUpdate(file)
  const signature = signatureNotation(request)
  const signatureRef = update.putBytes(
    refOf(update.takeNumber()),
    concatBytes(signature.head, emptyHole(holeSizeInBytes), signature.tail),
  )
  const { field, widgets } = await addWidgets(update, places, {
    FT: nameOf('Sig'),
    T: textOf(request.fieldName),
    V: signatureRef,
  })
  addAnnotations(update, file, places, widgets)
  addField(update, file, field)
  const appended = update.append()
  if (appended.pdf.length > maxPdfBytes)
    fail('pdf.too-large', { sizeInBytes: appended.pdf.length, limitInBytes: maxPdfBytes })
  const holeStart = appended.bodyOffsets.get(signatureRef.number)! + signature.head.length
  const holeEnd = holeStart + 2 * holeSizeInBytes + 2
  const byteRange: ByteRange = [0, holeStart, holeEnd, appended.pdf.length - holeEnd]
  const notation = utf8Bytes(`[${byteRange.join(' ')}]`.padEnd(byteRangeWidth))
  appended.pdf.set(notation, holeStart - signature.head.length + signature.byteRangeAt)
  return {
    pdf: appended.pdf,
    byteRange,
    digest: sm3(...signedParts(appended.pdf, byteRange)),
    previousLength: pdf.length,
    holeSizeInBytes,
  }
}

/** The two stretches of the file that a signature covers: views, not copies. */
export function signedParts(pdf: Uint8Array, [, before, after, length]: ByteRange): [Uint8Array, Uint8Array] {
  return [pdf.subarray(0, before), pdf.subarray(after, after + length)]
}

/** propertyInfo of the SES_Signature: ties it to this field at this place of the file. The field name must be ASCII. */
export function sealPropertyInfo(byteRange: ByteRange, fieldName: string): string {
  return `ByteRange=[${byteRange.join(' ')}];Field=${fieldName}`
}

const emptyHole = (sizeInBytes: number) => utf8Bytes(`<${'0'.repeat(2 * sizeInBytes)}>`)

/** The signature dictionary around its hole (ISO 32000-1, table 252). */
function signatureNotation(request: SealRequest): { head: Uint8Array; byteRangeAt: number; tail: Uint8Array } {
  const { filter, subFilter } = signatureFormats[request.format ?? 'ses']
  const start = `<</Type /Sig /Filter /${filter} /SubFilter /${subFilter}\n/ByteRange `
  const head = `${start}${' '.repeat(byteRangeWidth)}\n/Contents `
  const digits = request.signingTime.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '')
  const about = writeObject(
    dictFrom({
      M: stringOf(utf8Bytes(`D:${digits}Z`)),
      Name: textOf(request.name),
      Reason: textOf(request.reason),
    }),
  )
  return { head: utf8Bytes(head), byteRangeAt: start.length, tail: concatBytes(utf8Bytes('\n'), about.subarray(2)) }
}

interface PlacedAppearance {
  appearance: SealAppearance
  page: PdfPage
}

/** One widget is merged with its field, several become the field's kids. */
async function addWidgets(
  update: PdfUpdate,
  places: readonly PlacedAppearance[],
  fieldEntries: Record<string, PdfObject>,
): Promise<{ field: PdfRef; widgets: PdfRef[] }> {
  const images = await addPictures(update, places)
  const annotations = places.map(({ appearance, page }) => {
    const form = update.add(appearanceStream(page, appearance, images.get(pictureKey(appearance.png))!))
    return widgetEntries(page, appearance, form)
  })
  if (annotations.length === 1) {
    const field = update.add(dictFrom({ ...annotations[0]!, ...fieldEntries }))
    return { field, widgets: [field] }
  }
  const field = refOf(update.takeNumber())
  const widgets = annotations.map((entries) => update.add(dictFrom({ ...entries, Parent: field })))
  update.put(field, dictFrom({ ...fieldEntries, Kids: widgets }))
  return { field, widgets }
}

/** Each different picture once, however often it is shown. */
async function addPictures(update: PdfUpdate, places: readonly PlacedAppearance[]): Promise<Map<string, PdfRef>> {
  const images = new Map<string, PdfRef>()
  for (const { appearance } of places) {
    const key = pictureKey(appearance.png)
    if (images.has(key)) continue
    const objects = await embedPicture(appearance.png, update.takeNumber)
    for (const [number, object] of objects) images.set(key, update.put(refOf(number), object))
  }
  return images
}

const pictureKey = (png: Uint8Array) => sm3(png).join()

function addAnnotations(
  update: PdfUpdate,
  file: PdfFile,
  places: readonly PlacedAppearance[],
  widgets: readonly PdfRef[],
): void {
  for (const page of new Set(places.map((place) => place.page))) {
    const added = widgets.filter((_, i) => places[i]!.page === page)
    const known = page.dict.entries.get('Annots') ?? null
    const annotations = [...file.array(known), ...added]
    if (isKind(known, 'ref') && file.resolve(known) !== null) update.put(known, annotations)
    else update.put(page.ref, withEntries(page.dict, { Annots: annotations }))
  }
}

/** Adds the field to the form, and the form to the catalog where there is none. */
function addField(update: PdfUpdate, file: PdfFile, field: PdfRef): void {
  const form = readForm(file) ?? dictFrom({})
  const knownForm = file.catalog.entries.get('AcroForm') ?? null
  const knownFields = form.entries.get('Fields') ?? null
  const fields = [...file.array(knownFields), field]
  const flags = file.resolve(form.entries.get('SigFlags'))
  const changed = { SigFlags: (typeof flags === 'number' ? flags : 0) | 3 }
  const fieldsStandApart = isKind(knownFields, 'ref') && file.resolve(knownFields) !== null
  if (fieldsStandApart) update.put(knownFields, fields)
  const newForm = withEntries(form, fieldsStandApart ? changed : { ...changed, Fields: fields })
  if (isKind(knownForm, 'ref') && file.resolve(knownForm) !== null) update.put(knownForm, newForm)
  else update.put(file.rootRef, withEntries(file.catalog, { AcroForm: update.add(newForm) }))
}
