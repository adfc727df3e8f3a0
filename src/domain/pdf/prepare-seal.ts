import { concatBytes, hexOf, utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { createSm3, sm3 } from '../sm/sm3.ts'
import { PdfUpdate } from './append-update.ts'
import { type ByteRange, digestOfFile } from './byte-range.ts'
import { type EncodedPicture, encodePicture, imageObjects } from './embed-picture.ts'
import { readFields, readForm } from './form-fields.ts'
import { openForSealing } from './inspect-pdf.ts'
import { maxPdfBytes, type PdfFile } from './open-pdf.ts'
import type { PdfPage } from './pages.ts'
import type { PdfInput } from './pdf-bytes.ts'
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

export interface SealRequest {
  pdf: PdfInput
  /** SM3 over all of it as `Sm3.save` gives it, where that is known already. */
  previousDigest?: Uint8Array
  /** What is shown, where it was encoded before: that takes half a second. */
  encodedPicture?: EncodedPicture
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
  /** What follows the file's own bytes, with an empty hole. */
  appended: Uint8Array
  /** Length of the file before: its bytes are the beginning of the new file. */
  previousLength: number
  /** SM3 over the file before as `Sm3.save` gives it: with `appended` it names the new file without reading it again. */
  previousDigest: Uint8Array
  byteRange: ByteRange
  /** SM3 over the two ranges, 32 bytes. */
  digest: Uint8Array
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
  const images = await addPictures(update, places, request.encodedPicture)
  const fieldEntries = { FT: nameOf('Sig'), T: textOf(request.fieldName), V: signatureRef }
  const { field, widgets } = addWidgets(update, places, { images, fieldEntries })
  addAnnotations(update, file, places, widgets)
  addField(update, file, field)
  const { appended, bodyOffsets } = update.append()
  const previousLength = file.bytes.length
  const sizeInBytes = previousLength + appended.length
  if (sizeInBytes > maxPdfBytes) fail('pdf.too-large', { sizeInBytes, limitInBytes: maxPdfBytes })
  const holeStart = bodyOffsets.get(signatureRef.number)! + signature.head.length
  const holeEnd = holeStart + 2 * holeSizeInBytes + 2
  const byteRange: ByteRange = [0, holeStart, holeEnd, sizeInBytes - holeEnd]
  const notation = utf8Bytes(`[${byteRange.join(' ')}]`.padEnd(byteRangeWidth))
  appended.set(notation, holeStart - previousLength - signature.head.length + signature.byteRangeAt)
  const previousDigest = request.previousDigest ?? digestOfFile(pdf)
  const digest = createSm3(previousDigest)
    .update(appended.subarray(0, holeStart - previousLength))
    .update(appended.subarray(holeEnd - previousLength))
    .digest()
  return { appended, previousLength, previousDigest, byteRange, digest, holeSizeInBytes }
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
function addWidgets(
  update: PdfUpdate,
  places: readonly PlacedAppearance[],
  { images, fieldEntries }: { images: ReadonlyMap<string, PdfRef>; fieldEntries: Record<string, PdfObject> },
): { field: PdfRef; widgets: PdfRef[] } {
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
async function addPictures(
  update: PdfUpdate,
  places: readonly PlacedAppearance[],
  encoded: EncodedPicture | undefined,
): Promise<Map<string, PdfRef>> {
  const images = new Map<string, PdfRef>()
  for (const { appearance } of places) {
    const key = pictureKey(appearance.png)
    if (images.has(key)) continue
    const picture = encoded?.png === key ? encoded : await encodePicture(appearance.png)
    for (const [number, object] of imageObjects(picture, update.takeNumber))
      images.set(key, update.put(refOf(number), object))
  }
  return images
}

const pictureKey = (png: Uint8Array) => hexOf(sm3(png))

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
