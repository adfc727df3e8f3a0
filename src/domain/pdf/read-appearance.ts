import { equalBytes } from '../bytes.ts'
import { decodeStream } from './decode-stream.ts'
import { embedPicture } from './embed-picture.ts'
import type { PdfFile } from './open-pdf.ts'
import { type PdfPage, readRectangle } from './pages.ts'
import { latin1 } from './pdf-bytes.ts'
import {
  equalContents,
  equalObjects,
  isKind,
  isName,
  type PdfObject,
  type PdfRef,
  type PdfStream,
} from './pdf-objects.ts'
import { appearanceStream, type PictureStrip } from './seal-appearance.ts'

/** What a seal's annotation shows, when it shows one picture upright and nothing else. */
export interface ShownPicture {
  image: PdfStream
  /** Its transparency. */
  mask: PdfStream | null
  /** Of the whole picture, also where only a strip of it is shown. */
  widthMm: number
  heightMm: number
  strip: PictureStrip
}

const hiddenFlags = 1 + 2 + 32
const pattern = /^q ([\d.]+) 0 0 ([\d.]+) (-?[\d.]+) 0 cm \/Im Do Q$/

/**
 * Null when the annotation is hidden or shows anything that `prepareSeal` would not have written: a form may draw
 * whatever it likes, so the picture alone proves nothing about what is seen.
 */
export function readAppearance(file: PdfFile, page: PdfPage, widget: PdfRef): ShownPicture | null {
  const annotation = file.dict(widget)
  const flags = file.resolve(annotation.entries.get('F'))
  const appearances = file.resolve(annotation.entries.get('AP'))
  const form = isKind(appearances, 'dict') ? file.resolve(appearances.entries.get('N')) : null
  const area = readRectangle(file, annotation.entries.get('Rect'))
  if (typeof flags !== 'number' || (flags & hiddenFlags) !== 0 || !isKind(form, 'stream') || area === null) return null
  // Optional content can be switched off; of a key that stands twice readers take the one or the other.
  if (annotation.entries.has('OC') || annotation.repeatedKeys.length > 0) return null
  // Others are drawn in their own ways, and what else /AP holds is shown under the mouse.
  if (!isName(file.resolve(annotation.entries.get('Subtype')), 'Widget') || !isNormalOnly(appearances)) return null
  const drawing =
    form.content.sizeInBytes < 200 ? pattern.exec(latin1(form.content.readSync(0, form.content.sizeInBytes))) : null
  if (drawing === null) return null
  const [fullWidth, height, shift] = drawing.slice(1).map(Number) as [number, number, number]
  const [width, areaHeight] =
    page.rotation % 180 === 0
      ? [area.right - area.left, area.top - area.bottom]
      : [area.top - area.bottom, area.right - area.left]
  const strip = { from: -shift / fullWidth, to: (width - shift) / fullWidth }
  const image = imageIn(file, form)
  if (image === null || Math.abs(areaHeight - height) > 0.001) return null
  const place = { xMm: 0, yMm: 0, widthMm: width * page.unitInMm, heightMm: height * page.unitInMm }
  const expected = appearanceStream(page, { ...place, page: 0, png: new Uint8Array(), strip }, image.ref)
  if (!isSameForm(form, expected)) return null
  return { ...image, widthMm: fullWidth * page.unitInMm, heightMm: height * page.unitInMm, strip }
}

const isNormalOnly = (appearances: PdfObject) =>
  isKind(appearances, 'dict') && appearances.entries.size === 1 && appearances.repeatedKeys.length === 0

/** The picture that the form's only resource names. */
function imageIn(file: PdfFile, form: PdfStream): { ref: PdfRef; image: PdfStream; mask: PdfStream | null } | null {
  const resources = form.dict.entries.get('Resources') ?? null
  const objects = isKind(resources, 'dict') ? (resources.entries.get('XObject') ?? null) : null
  const ref = isKind(objects, 'dict') ? (objects.entries.get('Im') ?? null) : null
  const image = file.resolve(ref)
  if (!isKind(ref, 'ref') || !isKind(image, 'stream')) return null
  const mask = file.resolve(image.dict.entries.get('SMask'))
  return { ref, image, mask: isKind(mask, 'stream') ? mask : null }
}

/** Equal but for rounding in the box. */
function isSameForm(form: PdfStream, expected: PdfStream): boolean {
  const isClose = (left: PdfObject, right: PdfObject) =>
    typeof left === 'number' && typeof right === 'number' && Math.abs(left - right) < 0.001
  return (
    form.dict.repeatedKeys.length === 0 &&
    form.dict.entries.size === expected.dict.entries.size &&
    [...expected.dict.entries].every(([key, value]) => {
      const found = form.dict.entries.get(key) ?? null
      if (key === 'Length') return true
      if (key !== 'BBox') return equalObjects(found, value)
      return (
        Array.isArray(found) &&
        Array.isArray(value) &&
        found.length === 4 &&
        value.every((n, i) => isClose(n, found[i]!))
      )
    })
  )
}

/** Whether the shown picture is this PNG, pixel by pixel. Fails with `pdf.picture-invalid` when it is no PNG. */
export async function isPictureOf({ image, mask }: ShownPicture, png: Uint8Array): Promise<boolean> {
  let number = 0
  const objects = [...(await embedPicture(png, () => number++)).values()]
  const expected = objects.at(-1)!
  const expectedMask = objects.length > 1 ? objects[0]! : null
  return (
    isSameImage(image, expected) &&
    (expectedMask === null ? mask === null : mask !== null && isSameImage(mask, expectedMask))
  )
}

function isSameImage(image: PdfStream, expected: PdfObject): boolean {
  if (!isKind(expected, 'stream')) return false
  const written = new Set([...expected.dict.entries.keys(), ...image.dict.entries.keys()])
  const isAlike = [...written].every(
    (key) =>
      key === 'Length' ||
      key === 'SMask' ||
      equalObjects(image.dict.entries.get(key) ?? null, expected.dict.entries.get(key) ?? null),
  )
  // The same encoder writes the same bytes; another may compress the same pixels otherwise.
  return (
    isAlike &&
    (equalContents(image.content, expected.content) || equalBytes(decodeStream(image), decodeStream(expected)))
  )
}
