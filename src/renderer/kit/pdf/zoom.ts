import { a4, cssPixelsPerMm, type PaperSize } from '../paper.ts'

/** As wide as the window, or so many times the paper's real size. */
export type Zoom = 'width' | number

/** 1 is 100 %. */
export const zoomLevels = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]

/** CSS pixels of one millimetre of paper. */
export function pxPerMmOf(zoom: Zoom, widthPx: number, sizes: ReadonlyMap<number, PaperSize>): number {
  if (zoom !== 'width') return zoom * cssPixelsPerMm
  const widest = Math.max(...[...sizes.values()].map((size) => size.widthMm), sizes.size === 0 ? a4.widthMm : 0)
  return Math.max(0.5, widthPx / widest)
}

/** The next level up or down from what is shown now. */
export function nextZoom(pxPerMm: number, direction: 1 | -1): number {
  const now = pxPerMm / cssPixelsPerMm
  const further =
    direction === 1
      ? zoomLevels.find((level) => level > now + 0.01)
      : zoomLevels.findLast((level) => level < now - 0.01)
  return further ?? (direction === 1 ? zoomLevels.at(-1)! : zoomLevels[0]!)
}

/** 125% */
export function zoomText(zoom: number): string {
  return `${Math.round(zoom * 100)}%`
}
