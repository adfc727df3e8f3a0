import { describe, expect, it } from 'vitest'
import { a4, columnOfPages, cssPixelsPerMm, pageAt, pagesNear } from '../../../src/renderer/kit/paper.ts'
import { nextZoom, pxPerMmOf } from '../../../src/renderer/kit/pdf/zoom.ts'

const tall = columnOfPages(1000, new Map([[1, a4]]), { pxPerMm: 2, gapPx: 10 })

describe('a column of pages', () => {
  it('draws only the few that are near, however many there are', () => {
    expect(pagesNear(tall.boxes, 604 * 500, 800).map((box) => box.page)).toEqual([500, 501, 502])
  })

  it('knows which page is being read', () => {
    expect([pageAt(tall.boxes, 0, 800), pageAt(tall.boxes, 604 * 500, 800)]).toEqual([1, 501])
  })

  it('gives a page of another size its own room', () => {
    const mixed = columnOfPages(2, new Map([[2, { widthMm: 420, heightMm: 297 }]]), { pxPerMm: 1, gapPx: 10 })
    expect(mixed.boxes.map(({ widthPx, topPx }) => [widthPx, topPx])).toEqual([
      [210, 10],
      [420, 317],
    ])
  })
})

describe('zoom', () => {
  it('fits the widest page into the window', () => {
    expect(
      pxPerMmOf(
        'width',
        840,
        new Map([
          [1, a4],
          [2, { widthMm: 420, heightMm: 297 }],
        ]),
      ),
    ).toBe(2)
  })

  it('shows the real size at 100 %', () => {
    expect(pxPerMmOf(1, 840, new Map())).toBe(cssPixelsPerMm)
  })

  it('goes to the next level from wherever it is', () => {
    expect([nextZoom(0.65 * cssPixelsPerMm, 1), nextZoom(0.65 * cssPixelsPerMm, -1)]).toEqual([0.75, 0.5])
  })
})
