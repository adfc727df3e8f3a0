import type { Color, PDFFont, PDFImage, PDFPage } from '@cantoo/pdf-lib'
import { rgb } from '@cantoo/pdf-lib'
import { type Face, widthOf } from './fonts.ts'

const point = 72 / 25.4
export const black = rgb(0.1, 0.1, 0.12)
export const grey = rgb(0.45, 0.47, 0.5)
export const pale = rgb(0.92, 0.94, 0.97)
export const blue = rgb(0.12, 0.31, 0.55)
export const red = rgb(0.78, 0.12, 0.16)

export type Font = { face: Face; embedded: PDFFont }
type Shape = { fill?: Color; stroke?: Color; width?: number }

/** Draws on one page in millimetres from its top-left corner. */
export class Pen {
  readonly page: PDFPage
  readonly height: number
  constructor(page: PDFPage, heightMm: number) {
    this.page = page
    this.height = heightMm
  }

  /** A line of text; `y` is its baseline, `size` in points, `x` the left end, centre or right end. */
  text(
    font: Font,
    text: string,
    x: number,
    y: number,
    look: { size: number; color?: Color; align?: 'left' | 'center' | 'right' },
  ): void {
    if (text === '') return
    const width = widthOf(font.face, text, look.size) / point
    const left = look.align === 'center' ? x - width / 2 : look.align === 'right' ? x - width : x
    this.page.drawText(text, {
      font: font.embedded,
      size: look.size,
      color: look.color ?? black,
      x: left * point,
      y: (this.height - y) * point,
    })
  }

  line(x1: number, y1: number, x2: number, y2: number, look: Shape & { dash?: number[] } = {}): void {
    this.page.drawLine({
      start: { x: x1 * point, y: (this.height - y1) * point },
      end: { x: x2 * point, y: (this.height - y2) * point },
      thickness: (look.width ?? 0.2) * point,
      color: look.stroke ?? black,
      ...(look.dash ? { dashArray: look.dash } : {}),
    })
  }

  rectangle(x: number, y: number, width: number, height: number, look: Shape = { stroke: black }): void {
    this.page.drawRectangle({
      x: x * point,
      y: (this.height - y - height) * point,
      width: width * point,
      height: height * point,
      ...(look.fill ? { color: look.fill } : {}),
      ...(look.stroke ? { borderColor: look.stroke, borderWidth: (look.width ?? 0.2) * point } : {}),
    })
  }

  circle(x: number, y: number, radius: number, look: Shape = { stroke: black }): void {
    this.page.drawCircle({
      x: x * point,
      y: (this.height - y) * point,
      size: radius * point,
      ...(look.fill ? { color: look.fill } : {}),
      ...(look.stroke ? { borderColor: look.stroke, borderWidth: (look.width ?? 0.2) * point } : {}),
    })
  }

  arrow(x1: number, y1: number, x2: number, y2: number, look: Shape = {}): void {
    this.line(x1, y1, x2, y2, look)
    const angle = Math.atan2(y2 - y1, x2 - x1)
    for (const side of [-0.4, 0.4])
      this.line(x2, y2, x2 - 2.4 * Math.cos(angle + side), y2 - 2.4 * Math.sin(angle + side), look)
  }

  image(image: PDFImage, x: number, y: number, width: number, height: number): void {
    this.page.drawImage(image, {
      x: x * point,
      y: (this.height - y - height) * point,
      width: width * point,
      height: height * point,
    })
  }
}

const neverFirst = new Set('，。、；：！？）》」』”’】%‰℃…～·')
const neverLast = new Set('（《「『“‘【')

/** Breaks a text into lines no wider than `width` mm; Latin words and numbers stay whole, Chinese punctuation never leads. */
export function breakLines(face: Face, text: string, size: number, width: number, indent = 0): string[] {
  const words = text.match(/[A-Za-z0-9.,+\-/~㎡]+|\s|./gu) ?? []
  const lines: string[] = []
  let line = ''
  let room = width - indent
  for (const word of words) {
    const fits = widthOf(face, line + word, size) / point <= room
    if (fits || line === '' || (neverFirst.has(word) && widthOf(face, line, size) / point <= room)) {
      line += word
      continue
    }
    const tail = line.slice(-1)
    const carried = neverLast.has(tail) ? tail : ''
    lines.push(line.slice(0, line.length - carried.length))
    line = carried + (word === ' ' ? '' : word)
    room = width
  }
  return line === '' ? lines : [...lines, line]
}
