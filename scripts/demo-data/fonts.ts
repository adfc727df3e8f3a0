import { readFileSync } from 'node:fs'
import * as fontkit from '@cantoo/fontkit'

export type Face = { bytes: Uint8Array; outlines: fontkit.Font }

const load = (path: string): Face => {
  const bytes = readFileSync(new URL(path, import.meta.url))
  const outlines = fontkit.create(bytes)
  if (!('glyphForCodePoint' in outlines)) throw new Error(`${path} is a collection`)
  return { bytes, outlines }
}

export const sans = load('../../resources/fonts/NotoSansSC-Regular.ttf')
export const serif = load('./fonts/NotoSerifSC-SemiBold.ttf')
export const hand = load('./fonts/ZhiMangXing-Regular.ttf')

/** A glyph of the face; throws when the face would show a box instead. */
export function glyphOf(face: Face, character: string): fontkit.Glyph {
  const codePoint = character.codePointAt(0)!
  const glyph = face.outlines.hasGlyphForCodePoint(codePoint) ? face.outlines.glyphForCodePoint(codePoint) : null
  if (glyph === null) throw new Error(`no glyph for ${character}`)
  return glyph
}

/** Width of a text set solid at `size`, in the unit of `size`. */
export function widthOf(face: Face, text: string, size: number): number {
  let width = 0
  for (const character of text) width += glyphOf(face, character).advanceWidth
  return (width * size) / face.outlines.unitsPerEm
}
