import { fail } from '../failure.ts'
import type { PdfInspection } from './inspect-pdf.ts'
import type { SealAppearance } from './seal-appearance.ts'

export interface CrossPageSeal {
  pageSizes: PdfInspection['pageSizes']
  /** Ascending, from 0; at least two. */
  pages: readonly number[]
  png: Uint8Array
  /** Of the whole seal. */
  widthMm: number
  heightMm: number
  /** Top of the seal on every page. */
  yMm: number
  /** A seal is cut into at most this many strips; more pages get further whole seals. */
  maxStripsPerSeal?: number
}

/**
 * 骑缝章: the seal cut into one strip for each page, standing at the right edge, so that the fanned pages show it whole.
 * Pages are shared out evenly when they need several seals. Fails with `pdf.cross-page-needs-two` for one page.
 */
export function crossPageSeal(seal: CrossPageSeal): SealAppearance[] {
  const { pages, pageSizes, png, widthMm, heightMm, yMm, maxStripsPerSeal = 20 } = seal
  if (pages.length < 2) fail('pdf.cross-page-needs-two', {})
  // A single page left over would show a whole seal that joins it to nothing.
  const sealCount = Math.min(Math.ceil(pages.length / maxStripsPerSeal), Math.floor(pages.length / 2))
  return pages.map((page, i) => {
    const size = pageSizes[page]
    if (size === undefined) fail('pdf.no-such-page', { page: page + 1, pageCount: pageSizes.length })
    const group = Math.floor((i * sealCount) / pages.length)
    const first = Math.ceil((group * pages.length) / sealCount)
    const stripCount = Math.ceil(((group + 1) * pages.length) / sealCount) - first
    const strip = { from: (i - first) / stripCount, to: (i - first + 1) / stripCount }
    const stripWidthMm = widthMm / stripCount
    return { page, png, xMm: size.widthMm - stripWidthMm, yMm, widthMm: stripWidthMm, heightMm, strip }
  })
}
