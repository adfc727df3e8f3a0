import fontkit from '@cantoo/fontkit'
import { PDFDocument, type PDFFont, type PDFPage, type RGB, rgb } from '@cantoo/pdf-lib'

const millimetre = 72 / 25.4
const pageHeight = 297 * millimetre
const pageWidth = 210 * millimetre
const margin = 20 * millimetre
const footerHeight = 12 * millimetre

export const ink = rgb(0.1, 0.1, 0.1)
export const grey = rgb(0.4, 0.4, 0.4)

export interface TextStyle {
  size: number
  color?: RGB
  /** Points from the left margin. */
  indent?: number
  /** Points; to the right margin when absent. */
  width?: number
}

/** A4 pages that are written from top to bottom and break by themselves. Lengths are points. */
export interface Paper {
  readonly width: number
  /** Writes a text at the cursor, broken into lines, and moves below it. */
  text(text: string, style: TextStyle): void
  /** Several texts side by side; the cursor moves below the longest. */
  columns(texts: readonly (readonly [string, TextStyle])[]): void
  band(color: RGB, height: number): void
  line(): void
  space(height: number): void
  /** Breaks the page unless this much room is left. */
  keep(height: number): void
  finish(footer: string): Promise<Uint8Array>
}

/** Begins a document with a Chinese font of which it embeds what it uses. */
export async function startPaper(font: Uint8Array, { title, at }: { title: string; at: Date }): Promise<Paper> {
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit)
  pdf.setTitle(title)
  pdf.setCreationDate(at)
  pdf.setModificationDate(at)
  const face = await pdf.embedFont(font, { subset: true })
  const width = pageWidth - 2 * margin
  const widthOf = measure(face)
  let page = pdf.addPage([pageWidth, pageHeight])
  let y = pageHeight - margin

  function keep(height: number) {
    if (y - height >= margin + footerHeight) return
    page = pdf.addPage([pageWidth, pageHeight])
    y = pageHeight - margin
  }

  function columns(texts: readonly (readonly [string, TextStyle])[]) {
    const blocks = texts.map(([text, style]) => {
      const room = style.width ?? width - (style.indent ?? 0)
      return { lines: brokenLines(text, room / style.size, widthOf), ...style }
    })
    const rows = Math.max(...blocks.map(({ lines }) => lines.length))
    const lineHeight = Math.max(...blocks.map(({ size }) => size)) * 1.5
    for (let row = 0; row < rows; row++) {
      keep(lineHeight)
      for (const { lines, size, color = ink, indent = 0 } of blocks) {
        const line = lines[row]
        if (line) page.drawText(line, { x: margin + indent, y: y - lineHeight + size * 0.4, size, font: face, color })
      }
      y -= lineHeight
    }
  }

  return {
    width,
    keep,
    columns,
    text: (text, style) => columns([[text, style]]),
    band: (color, height) => page.drawRectangle({ x: margin - 6, y: y - height, width: width + 12, height, color }),
    line: () => page.drawLine({ start: { x: margin, y }, end: { x: margin + width, y }, thickness: 0.5, color: grey }),
    space: (height) => {
      y -= height
    },
    finish(footer) {
      for (const [i, each] of pdf.getPages().entries())
        drawFooter(each, `${footer}　　第 ${i + 1} 页，共 ${pdf.getPageCount()} 页`, face)
      return pdf.save({ useObjectStreams: false })
    },
  }
}

function drawFooter(page: PDFPage, text: string, font: PDFFont) {
  page.drawText(text, { x: margin, y: margin - 2 * millimetre, size: 8, font, color: grey })
}

/** Widths of letters at size 1, each measured once: shaping a text again for each letter of it would take minutes. */
function measure(font: PDFFont): (letter: string) => number {
  const widths = new Map<string, number>()
  return (letter) => {
    const known = widths.get(letter) ?? font.widthOfTextAtSize(letter, 1)
    widths.set(letter, known)
    return known
  }
}

/** Never at the head of a line. */
const closing = '，。、；：！？）”》…'

/** What does not break: a date, a number, a Latin word. A digest has to. */
const words = /[A-Za-z0-9][A-Za-z0-9.:_-]{0,33}|./gsu

/** Chinese may break anywhere; what closes stays with what it closes. */
function brokenLines(text: string, room: number, widthOf: (letter: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const [word] of text.matchAll(words)) {
    const width = [...word].reduce((sum, letter) => sum + widthOf(letter), 0)
    if (line !== '' && taken + width > room && !closing.includes(word)) {
      lines.push(line)
      line = ''
      taken = 0
    }
    line += word
    taken += width
  }
  return [...lines, line]
}
