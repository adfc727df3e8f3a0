const millimetresPerInch = 25.4
/** CSS pixels of one millimetre at 100 %, which is the paper's real size as far as the screen tells. */
export const cssPixelsPerMm = 96 / millimetresPerInch

/** Points are a PDF's unit, 72 to an inch. */
export function mmOfPoints(points: number): number {
  return (points / 72) * millimetresPerInch
}

export interface PaperSize {
  widthMm: number
  heightMm: number
}

/** What a page is taken for until it was read. */
export const a4: PaperSize = { widthMm: 210, heightMm: 297 }

export interface PageBox extends PaperSize {
  page: number
  topPx: number
  heightPx: number
  widthPx: number
}

/** Where each page lies in a scrolled column, `gapPx` apart. Pages not read yet are as large as the first. */
export function columnOfPages(
  pageCount: number,
  sizes: ReadonlyMap<number, PaperSize>,
  { pxPerMm, gapPx }: { pxPerMm: number; gapPx: number },
): { boxes: PageBox[]; heightPx: number } {
  const usual = sizes.get(1) ?? a4
  const boxes: PageBox[] = []
  let topPx = gapPx
  for (let page = 1; page <= pageCount; page += 1) {
    const size = sizes.get(page) ?? usual
    const heightPx = size.heightMm * pxPerMm
    boxes.push({ ...size, page, topPx, heightPx, widthPx: size.widthMm * pxPerMm })
    topPx += heightPx + gapPx
  }
  return { boxes, heightPx: topPx }
}

/** The pages worth drawing: those seen, and half a window above and below. */
export function pagesNear(boxes: readonly PageBox[], scrollTop: number, windowPx: number): PageBox[] {
  const from = scrollTop - windowPx / 2
  const to = scrollTop + windowPx * 1.5
  return boxes.filter((box) => box.topPx + box.heightPx > from && box.topPx < to)
}

/** The page that lies across a third of the window: the one being read. */
export function pageAt(boxes: readonly PageBox[], scrollTop: number, windowPx: number): number {
  const line = scrollTop + windowPx / 3
  return boxes.findLast((box) => box.topPx <= line)?.page ?? 1
}
