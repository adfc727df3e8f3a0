import { crc32 } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'
import { type Face, glyphOf, widthOf } from './fonts.ts'

const round = (value: number) => Math.round(value * 1000) / 1000

/** An SVG path of one glyph fitted into a box centred at the origin: the ink fills width × height exactly. */
export function glyphInBox(face: Face, character: string, width: number, height: number): string {
  const { path } = glyphOf(face, character)
  const { minX, minY, maxX, maxY } = path.bbox
  const [sx, sy] = [width / (maxX - minX), height / (maxY - minY)]
  const [cx, cy] = [(minX + maxX) / 2, (minY + maxY) / 2]
  return path
    .translate(-cx, -cy)
    .scale(sx, -sy)
    .mapPoints((x, y) => [round(x), round(y)])
    .toSVG()
}

/** An SVG path of one glyph in its own proportions, baseline origin at (0, 0). */
export function glyphAt(face: Face, character: string, size: number): string {
  const scale = size / face.outlines.unitsPerEm
  return glyphOf(face, character)
    .path.scale(scale, -scale)
    .mapPoints((x, y) => [round(x), round(y)])
    .toSVG()
}

type Text = {
  face: Face
  text: string
  x: number
  y: number
  size: number
  color?: string
  align?: 'left' | 'center' | 'right'
  spacing?: number
}

/** A line of text as outlines, `y` being its baseline. */
export function textLine({ face, text, x, y, size, color = '#222', align = 'left', spacing = 0 }: Text): string {
  const width = widthOf(face, text, size) + spacing * ([...text].length - 1)
  let pen = x - (align === 'center' ? width / 2 : align === 'right' ? width : 0)
  let outlines = ''
  for (const character of text) {
    const outline = glyphAt(face, character, size)
    if (outline) outlines += `<path transform="translate(${round(pen)} ${round(y)})" d="${outline}"/>`
    pen += widthOf(face, character, size) + spacing
  }
  return `<g fill="${color}">${outlines}</g>`
}

/** Pixels of a length at a resolution. */
const pixels = (millimetres: number, dpi: number) => Math.round((millimetres / 25.4) * dpi)

/** Renders an SVG whose view box is in millimetres; the PNG carries its resolution. */
export function renderPng(svg: string, widthMm: number, dpi: number): Uint8Array {
  const png = new Resvg(svg, {
    fitTo: { mode: 'width', value: pixels(widthMm, dpi) },
    font: { loadSystemFonts: false },
  })
    .render()
    .asPng()
  return withResolution(png, dpi)
}

export function svgDocument(widthMm: number, heightMm: number, dpi: number, content: string): string {
  const [width, height] = [pixels(widthMm, dpi), pixels(heightMm, dpi)]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${widthMm} ${heightMm}" preserveAspectRatio="none">${content}</svg>`
}

/** Inserts the pHYs chunk right after IHDR (PNG third edition, 11.3.4.3). */
function withResolution(png: Uint8Array, dpi: number): Uint8Array {
  const chunk = Buffer.alloc(21)
  chunk.writeUInt32BE(9, 0)
  chunk.write('pHYs', 4, 'latin1')
  const perMetre = Math.round(dpi / 0.0254)
  chunk.writeUInt32BE(perMetre, 8)
  chunk.writeUInt32BE(perMetre, 12)
  chunk[16] = 1
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17)
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)])
}
