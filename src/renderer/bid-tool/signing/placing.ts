import type { PaperSize } from '../../kit/paper.ts'

/** Millimetres from the top-left corner of the page as shown; of a seal, its centre. */
export interface Point {
  xMm: number
  yMm: number
}

export interface Snapped extends Point {
  /** Where a line shows what the seal keeps to. */
  guides: { xMm: number | null; yMm: number | null }
  /** It lies where the tender wants it. */
  isSuggested: boolean
}

interface Surroundings {
  page: PaperSize
  seal: PaperSize
  /** Where the node wants this kind of seal. */
  suggested: readonly Point[]
  /** Centres of the other seals on the page. */
  others: readonly Point[]
  toleranceMm: number
}

const steps = { small: 0.5, large: 5 } as const
const tenth = (millimetres: number) => Math.round(millimetres * 10) / 10

/** The nearest centre that keeps the whole seal on the page. */
export function clamped(point: Point, page: PaperSize, seal: PaperSize): Point {
  const within = (value: number, half: number, whole: number) =>
    half * 2 >= whole ? whole / 2 : Math.min(Math.max(value, half), whole - half)
  return {
    xMm: tenth(within(point.xMm, seal.widthMm / 2, page.widthMm)),
    yMm: tenth(within(point.yMm, seal.heightMm / 2, page.heightMm)),
  }
}

/**
 * Where a dragged seal comes to lie. The node's own place takes it whole; page centre and other seals draw each
 * coordinate alone, so that seals line up.
 */
export function snapped(point: Point, { page, seal, suggested, others, toleranceMm }: Surroundings): Snapped {
  const place = suggested.find(({ xMm, yMm }) => Math.hypot(xMm - point.xMm, yMm - point.yMm) <= toleranceMm * 1.5)
  if (place !== undefined)
    return { ...clamped(place, page, seal), guides: { xMm: place.xMm, yMm: place.yMm }, isSuggested: true }
  const centre = { xMm: page.widthMm / 2, yMm: page.heightMm / 2 }
  const xMm = nearest(
    point.xMm,
    [centre, ...others].map((other) => other.xMm),
    toleranceMm,
  )
  const yMm = nearest(
    point.yMm,
    [centre, ...others].map((other) => other.yMm),
    toleranceMm,
  )
  const lies = clamped({ xMm: xMm ?? point.xMm, yMm: yMm ?? point.yMm }, page, seal)
  return { ...lies, guides: { xMm, yMm }, isSuggested: false }
}

function nearest(value: number, lines: readonly number[], toleranceMm: number): number | null {
  let best: number | null = null
  for (const line of lines) {
    const distance = Math.abs(line - value)
    if (distance <= toleranceMm && (best === null || distance < Math.abs(best - value))) best = line
  }
  return best
}

/** An arrow key moves half a millimetre, with Shift five; null for any other key. */
export function nudged(point: Point, key: string, isLarge: boolean): Point | null {
  const step = isLarge ? steps.large : steps.small
  switch (key) {
    case 'ArrowLeft':
      return { ...point, xMm: point.xMm - step }
    case 'ArrowRight':
      return { ...point, xMm: point.xMm + step }
    case 'ArrowUp':
      return { ...point, yMm: point.yMm - step }
    case 'ArrowDown':
      return { ...point, yMm: point.yMm + step }
    default:
      return null
  }
}
