import type { PdfFile } from './open-pdf.ts'
import { isArray, isKind, type PdfDict, type PdfObject, type PdfRef } from './pdf-objects.ts'

/** Page content that is shown: crop box, in default user space units. */
export interface VisibleBox {
  left: number
  bottom: number
  right: number
  top: number
}

export interface PdfPage {
  ref: PdfRef
  dict: PdfDict
  box: VisibleBox
  /** Clockwise turn when shown, in degrees: 0, 90, 180 or 270. */
  rotation: number
  /** Length of one user space unit in millimetres; 25.4 / 72 unless the page says otherwise. */
  unitInMm: number
  /** As shown, after the turn. */
  widthMm: number
  heightMm: number
}

/** A rectangle on the page as shown: millimetres from its top left corner. */
export interface PlaceMm {
  xMm: number
  yMm: number
  widthMm: number
  heightMm: number
}

const maxPages = 20_000
const inherited = ['MediaBox', 'CropBox', 'Rotate']
const a4: VisibleBox = { left: 0, bottom: 0, right: 595.276, top: 841.89 }

/** All pages in order, sizes with crop box, rotation and user unit considered. Fails with `pdf.damaged`. */
export function readPages(file: PdfFile): PdfPage[] {
  const pages: PdfPage[] = []
  const visited = new Set<number>()
  const visit = (object: PdfObject, above: ReadonlyMap<string, PdfObject>, depth: number): void => {
    if (!isKind(object, 'ref') || visited.has(object.number) || depth > 64) file.refuse('the page tree is malformed')
    visited.add(object.number)
    const dict = file.dict(object)
    const attributes = new Map(above)
    for (const key of inherited) if (dict.entries.has(key)) attributes.set(key, dict.entries.get(key)!)
    if (dict.entries.has('Kids'))
      for (const kid of file.array(dict.entries.get('Kids'))) visit(kid, attributes, depth + 1)
    else if (pages.length === maxPages) file.refuse('too many pages')
    else pages.push(measure(file, object, dict, attributes))
  }
  visit(file.catalog.entries.get('Pages') ?? null, new Map(), 0)
  if (pages.length === 0) file.refuse('the file has no pages')
  return pages
}

function measure(file: PdfFile, ref: PdfRef, dict: PdfDict, attributes: ReadonlyMap<string, PdfObject>): PdfPage {
  const media = readBox(file, attributes.get('MediaBox')) ?? a4
  const crop = readBox(file, attributes.get('CropBox')) ?? media
  const common: VisibleBox = {
    left: Math.max(media.left, crop.left),
    bottom: Math.max(media.bottom, crop.bottom),
    right: Math.min(media.right, crop.right),
    top: Math.min(media.top, crop.top),
  }
  // Viewers show the media box when the crop box lies outside it.
  const box = common.right > common.left && common.top > common.bottom ? common : media
  const turn = file.resolve(attributes.get('Rotate'))
  if (turn !== null && (typeof turn !== 'number' || turn % 90 !== 0)) file.refuse('a page has an impossible rotation')
  const rotation = (((turn ?? 0) % 360) + 360) % 360
  const unit = file.resolve(dict.entries.get('UserUnit')) ?? 1
  if (typeof unit !== 'number' || unit <= 0) file.refuse('a page has an impossible unit')
  const unitInMm = (unit * 25.4) / 72
  const [across, up] = [(box.right - box.left) * unitInMm, (box.top - box.bottom) * unitInMm]
  const [widthMm, heightMm] = rotation % 180 === 0 ? [across, up] : [up, across]
  return { ref, dict, box, rotation, unitInMm, widthMm, heightMm }
}

function readBox(file: PdfFile, object: PdfObject | undefined): VisibleBox | null {
  const numbers = readRectangle(file, object)
  return numbers !== null && numbers.right > numbers.left && numbers.top > numbers.bottom ? numbers : null
}

/** A rectangle given by any two opposite corners (ISO 32000-1, clause 7.9.5); null when it is none. */
export function readRectangle(file: PdfFile, object: PdfObject | undefined): VisibleBox | null {
  const resolved = file.resolve(object)
  if (!isArray(resolved) || resolved.length !== 4) return null
  const [x1, y1, x2, y2] = resolved.map((item) => file.resolve(item))
  if (typeof x1 !== 'number' || typeof y1 !== 'number' || typeof x2 !== 'number' || typeof y2 !== 'number') return null
  return { left: Math.min(x1, x2), bottom: Math.min(y1, y2), right: Math.max(x1, x2), top: Math.max(y1, y2) }
}

/** Where a place of the page as shown lies in user space. */
export function toUserSpace({ box, rotation, unitInMm }: PdfPage, place: PlaceMm): VisibleBox {
  const corner = (xMm: number, yMm: number): [number, number] => {
    const [x, y] = [xMm / unitInMm, yMm / unitInMm]
    if (rotation === 90) return [box.left + y, box.bottom + x]
    if (rotation === 180) return [box.right - x, box.bottom + y]
    if (rotation === 270) return [box.right - y, box.top - x]
    return [box.left + x, box.top - y]
  }
  const [x1, y1] = corner(place.xMm, place.yMm)
  const [x2, y2] = corner(place.xMm + place.widthMm, place.yMm + place.heightMm)
  return { left: Math.min(x1, x2), bottom: Math.min(y1, y2), right: Math.max(x1, x2), top: Math.max(y1, y2) }
}

/** The inverse of `toUserSpace`. */
export function fromUserSpace({ box, rotation, unitInMm }: PdfPage, area: VisibleBox): PlaceMm {
  const [x, y, width, height] =
    rotation === 90
      ? [area.bottom - box.bottom, area.left - box.left, area.top - area.bottom, area.right - area.left]
      : rotation === 180
        ? [box.right - area.right, area.bottom - box.bottom, area.right - area.left, area.top - area.bottom]
        : rotation === 270
          ? [box.top - area.top, box.right - area.right, area.top - area.bottom, area.right - area.left]
          : [area.left - box.left, box.top - area.top, area.right - area.left, area.top - area.bottom]
  return { xMm: x * unitInMm, yMm: y * unitInMm, widthMm: width * unitInMm, heightMm: height * unitInMm }
}
