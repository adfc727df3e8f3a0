import { describe, expect, it } from 'vitest'
import { clamped, nudged, snapped } from '../../../src/renderer/bid-tool/signing/placing.ts'
import { a4 } from '../../../src/renderer/kit/paper.ts'

const official = { widthMm: 40, heightMm: 40 }
const around = { page: a4, seal: official, suggested: [{ xMm: 132, yMm: 212 }], others: [], toleranceMm: 3 }

describe('a dragged seal', () => {
  it('falls exactly on the place that the tender asks for', () => {
    expect(snapped({ xMm: 129.4, yMm: 214 }, around)).toEqual({
      xMm: 132,
      yMm: 212,
      guides: { xMm: 132, yMm: 212 },
      isSuggested: true,
    })
  })

  it('lines up with another seal in one direction and moves freely in the other', () => {
    expect(snapped({ xMm: 61, yMm: 100 }, { ...around, others: [{ xMm: 60, yMm: 250 }] })).toEqual({
      xMm: 60,
      yMm: 100,
      guides: { xMm: 60, yMm: null },
      isSuggested: false,
    })
  })

  it('keeps to the centre of the page', () => {
    expect(snapped({ xMm: 104, yMm: 147 }, around)).toEqual({
      xMm: 105,
      yMm: 148.5,
      guides: { xMm: 105, yMm: 148.5 },
      isSuggested: false,
    })
  })

  it('chooses the nearer of two lines', () => {
    const others = [
      { xMm: 60, yMm: 250 },
      { xMm: 62, yMm: 250 },
    ]
    expect(snapped({ xMm: 61.4, yMm: 100 }, { ...around, others }).xMm).toBe(62)
  })

  it('stays on the page as a whole', () => {
    expect(snapped({ xMm: -5, yMm: 400 }, around)).toEqual({
      xMm: 20,
      yMm: 277,
      guides: { xMm: null, yMm: null },
      isSuggested: false,
    })
  })

  it('lies in the middle of a page that is smaller than it', () => {
    expect(clamped({ xMm: 3, yMm: 3 }, { widthMm: 30, heightMm: 300 }, official)).toEqual({ xMm: 15, yMm: 20 })
  })
})

describe('arrow keys', () => {
  const point = { xMm: 100, yMm: 100 }

  it('move half a millimetre', () => {
    expect(nudged(point, 'ArrowLeft', false)).toEqual({ xMm: 99.5, yMm: 100 })
  })

  it('move five millimetres with Shift', () => {
    expect(nudged(point, 'ArrowDown', true)).toEqual({ xMm: 100, yMm: 105 })
  })

  it('are the only keys that move', () => {
    expect(nudged(point, 'Enter', false)).toBeNull()
  })
})
