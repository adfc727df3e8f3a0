import { sourceOfBytes } from '../byte-source.ts'
import { utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { type PdfPage, type PlaceMm, toUserSpace } from './pages.ts'
import { dictFrom, nameOf, type PdfObject, type PdfRef, type PdfStream } from './pdf-objects.ts'

/** Which part of the picture's width is shown, as fractions; the whole picture when absent. */
export interface PictureStrip {
  from: number
  to: number
}

/** One seal picture on one page. Its place is that of the shown part, upright on the page as shown. */
export interface SealAppearance extends PlaceMm {
  /** From 0. */
  page: number
  png: Uint8Array
  strip?: PictureStrip
}

const toleranceMm = 0.05

/** Fails with `pdf.no-such-page` or `pdf.seal-outside-page`. */
export function pageOf(pages: readonly PdfPage[], appearance: SealAppearance): PdfPage {
  const page = pages[appearance.page]
  const number = appearance.page + 1
  if (page === undefined) fail('pdf.no-such-page', { page: number, pageCount: pages.length })
  const { xMm, yMm, widthMm, heightMm } = appearance
  const fits =
    xMm >= -toleranceMm &&
    yMm >= -toleranceMm &&
    widthMm > 0 &&
    heightMm > 0 &&
    xMm + widthMm <= page.widthMm + toleranceMm &&
    yMm + heightMm <= page.heightMm + toleranceMm
  if (!fits) fail('pdf.seal-outside-page', { page: number })
  return page
}

/** The form XObject that shows the picture, or its strip: clipped by its box, so every strip shares one image. */
export function appearanceStream(
  page: PdfPage,
  { widthMm, heightMm, strip }: SealAppearance,
  image: PdfRef,
): PdfStream {
  const { from, to } = strip ?? { from: 0, to: 1 }
  const [width, height] = [widthMm / page.unitInMm, heightMm / page.unitInMm]
  const fullWidth = width / (to - from)
  const content = utf8Bytes(`q ${fixed(fullWidth)} 0 0 ${fixed(height)} ${fixed(-from * fullWidth)} 0 cm /Im Do Q`)
  return {
    kind: 'stream',
    dict: dictFrom({
      Type: nameOf('XObject'),
      Subtype: nameOf('Form'),
      BBox: [0, 0, width, height],
      Matrix: uprightMatrix(page.rotation),
      Resources: dictFrom({ XObject: dictFrom({ Im: image }) }),
      Length: content.length,
    }),
    content: sourceOfBytes(content),
  }
}

/** Turns against the page, so that the picture stands upright on the page as shown. */
function uprightMatrix(rotation: number): number[] {
  if (rotation === 90) return [0, 1, -1, 0, 0, 0]
  if (rotation === 180) return [-1, 0, 0, -1, 0, 0]
  if (rotation === 270) return [0, -1, 1, 0, 0, 0]
  return [1, 0, 0, 1, 0, 0]
}

/** The entries of the annotation that shows a seal: printed and locked (ISO 32000-1, clause 12.5.3). */
export function widgetEntries(page: PdfPage, appearance: SealAppearance, form: PdfRef): Record<string, PdfObject> {
  const { left, bottom, right, top } = toUserSpace(page, appearance)
  return {
    Type: nameOf('Annot'),
    Subtype: nameOf('Widget'),
    Rect: [left, bottom, right, top],
    P: page.ref,
    F: 4 + 128,
    MK: dictFrom(page.rotation === 0 ? {} : { R: page.rotation }),
    AP: dictFrom({ N: form }),
  }
}

const fixed = (value: number): string => (value === 0 ? '0' : value.toFixed(6))
