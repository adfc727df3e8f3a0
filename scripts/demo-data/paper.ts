import { createHash } from 'node:crypto'
import * as fontkit from '@cantoo/fontkit'
import { PDFDocument, PDFHexString } from '@cantoo/pdf-lib'
import { sans, serif } from './fonts.ts'
import { black, blue, breakLines, type Font, grey, Pen, pale } from './pen.ts'
import { signatureLines } from './places.ts'

const point = 72 / 25.4
const issuedAt = new Date('2026-09-01T01:00:00Z')
const margin = { left: 25, right: 25, top: 28, bottom: 24 }

type Table = { widths: number[]; align: string; rows: string[][]; size?: number; boldLast?: boolean }

/** A document that flows over numbered pages: headings, paragraphs, tables, figures. Millimetres, top to bottom. */
export class Paper {
  readonly document: PDFDocument
  readonly body: Font
  readonly bold: Font
  readonly width: number
  readonly height: number
  pen!: Pen
  y = 0
  private readonly header: string
  private readonly pens: { pen: Pen; bare: boolean }[] = []

  private constructor(
    document: PDFDocument,
    fonts: { body: Font; bold: Font },
    look: { header: string; landscape: boolean },
  ) {
    this.document = document
    this.body = fonts.body
    this.bold = fonts.bold
    this.header = look.header
    this.width = look.landscape ? 297 : 210
    this.height = look.landscape ? 210 : 297
  }

  static async start(
    title: string,
    author: string,
    look: { header?: string; landscape?: boolean } = {},
  ): Promise<Paper> {
    const document = await PDFDocument.create({ updateMetadata: false })
    document.registerFontkit(fontkit)
    document.setTitle(title)
    document.setAuthor(author)
    document.setProducer('Bidseal demo data')
    document.setCreationDate(issuedAt)
    document.setModificationDate(issuedAt)
    const id = PDFHexString.of(createHash('sha256').update(`${title} ${author}`).digest('hex').slice(0, 32))
    document.context.trailerInfo.ID = document.context.obj([id, id])
    const embed = async (face: typeof sans) => ({
      face,
      embedded: await document.embedFont(face.bytes, { subset: true }),
    })
    const fonts = { body: await embed(sans), bold: await embed(serif) }
    return new Paper(document, fonts, { header: look.header ?? title, landscape: look.landscape ?? false })
  }

  get columnWidth(): number {
    return this.width - margin.left - margin.right
  }

  /** Starts a page; a bare one carries no header and no number, as covers do. */
  newPage(bare = false): void {
    const page = this.document.addPage([this.width * point, this.height * point])
    this.pen = new Pen(page, this.height)
    this.pens.push({ pen: this.pen, bare })
    this.y = margin.top
  }

  /** Makes room for `height` mm, on a new page when this one is full. */
  need(height: number): void {
    if (this.pens.length === 0 || this.y + height > this.height - margin.bottom) this.newPage()
  }

  space(height: number): void {
    this.y += height
  }

  title(text: string): void {
    this.need(24)
    this.y += 8
    this.pen.text(this.bold, text, this.width / 2, this.y, { size: 20, align: 'center' })
    this.y += 14
  }

  heading(level: number, text: string): void {
    const [size, before, after] = level === 2 ? [16, 4, 10] : level === 3 ? [13, 3, 8] : [11.5, 2, 7]
    this.need(before + after + 24)
    this.y += before + size / point
    const centred = level === 2
    this.pen.text(this.bold, text, centred ? this.width / 2 : margin.left, this.y, {
      size,
      align: centred ? 'center' : 'left',
    })
    this.y += after - 3
  }

  paragraph(text: string, look: { indent?: number; size?: number; align?: 'left' | 'center' | 'right' } = {}): void {
    const size = look.size ?? 11
    const align = look.align ?? 'left'
    const indent = look.indent ?? (align === 'left' ? (2 * size) / point : 0)
    for (const [i, line] of breakLines(this.body.face, text, size, this.columnWidth, indent).entries()) {
      this.need(7.2)
      this.y += 7.2
      const left =
        align === 'left'
          ? margin.left + (i === 0 ? indent : 0)
          : align === 'center'
            ? this.width / 2
            : this.width - margin.right
      this.pen.text(this.body, line, left, this.y - 1.8, { size, align })
    }
    this.y += 1
  }

  /** A ruled table; its first row is the head and comes again on every page it runs over. */
  table({ widths, align, rows, size = 9.5, boldLast = false }: Table): void {
    const total = widths.reduce((sum, width) => sum + width, 0)
    const columns = widths.map((width) => (width / total) * this.columnWidth)
    const leading = size * 0.3528 * 1.42
    const laid = rows.map((row) =>
      columns.map((width, i) => breakLines(this.body.face, row[i] ?? '', size, width - 2.4)),
    )
    const heightOf = (row: string[][]) => Math.max(...row.map((lines) => lines.length), 1) * leading + 2.8
    this.y += 2
    const draw = (row: string[][], strong: boolean) => {
      const height = heightOf(row)
      let x = margin.left
      for (const [i, lines] of row.entries()) {
        const width = columns[i]!
        this.pen.rectangle(x, this.y, width, height, { stroke: grey, width: 0.15, ...(strong ? { fill: pale } : {}) })
        const side = strong ? 'c' : (align[i] ?? 'l')
        const at = side === 'c' ? x + width / 2 : side === 'r' ? x + width - 1.2 : x + 1.2
        const top = this.y + (height - lines.length * leading) / 2
        for (const [n, line] of lines.entries())
          this.pen.text(strong ? this.bold : this.body, line, at, top + (n + 0.76) * leading, {
            size,
            align: side === 'c' ? 'center' : side === 'r' ? 'right' : 'left',
          })
        x += width
      }
      this.y += height
    }
    for (const [i, row] of laid.entries()) {
      const needed = heightOf(row) + (i === 0 && laid[1] ? heightOf(laid[1]) : 0)
      const pagesBefore = this.pens.length
      this.need(needed)
      if (i > 0 && this.pens.length > pagesBefore) draw(laid[0]!, true)
      draw(row, i === 0 || (boldLast && i === laid.length - 1))
    }
    this.y += 4
  }

  /** A drawing `height` mm high over the column's width, with its caption below. */
  figure(height: number, caption: string, draw: (pen: Pen, x: number, y: number, width: number) => void): void {
    this.need(height + 14)
    this.y += 3
    draw(this.pen, margin.left, this.y, this.columnWidth)
    this.y += height + 6
    this.pen.text(this.bold, caption, this.width / 2, this.y, { size: 10, align: 'center' })
    this.y += 6
  }

  /** The lines to be sealed, at the places the tender names, on this page or the next. */
  signatureBlock(lines: string[]): void {
    if (this.y > signatureLines.top) {
      this.newPage()
      this.paragraph('（本页为签署页，以下无正文）', { align: 'center' })
    }
    const baselines = [signatureLines.first, signatureLines.second, signatureLines.third]
    for (const [i, line] of lines.entries())
      this.pen.text(this.body, line, signatureLines.left, baselines[i]!, { size: 11.5 })
    this.y = this.height
  }

  cover(kicker: string, title: string[], lines: string[]): void {
    this.newPage(true)
    this.pen.text(this.body, kicker, this.width / 2, 52, { size: 14, align: 'center', color: grey })
    this.pen.line(margin.left, 60, this.width - margin.right, 60, { stroke: blue, width: 0.6 })
    for (const [i, line] of title.entries())
      this.pen.text(this.bold, line, this.width / 2, 92 + i * 17, { size: i === 0 ? 22 : 30, align: 'center' })
    for (const [i, line] of lines.entries())
      this.pen.text(this.body, line, this.width / 2, 152 + i * 10, { size: 13, align: 'center' })
    this.y = signatureLines.top
  }

  /** Adds headers and page numbers, and returns the file: classic cross-reference table, fixed dates and id. */
  async finish(): Promise<Uint8Array> {
    const numbered = this.pens.filter(({ bare }) => !bare)
    for (const [i, { pen }] of numbered.entries()) {
      pen.text(this.body, this.header, margin.left, 17, { size: 9, color: grey })
      pen.line(margin.left, 19.5, this.width - margin.right, 19.5, { stroke: grey, width: 0.15 })
      pen.text(this.body, `第 ${i + 1} 页 共 ${numbered.length} 页`, this.width / 2, this.height - 12, {
        size: 9,
        align: 'center',
        color: grey,
      })
    }
    return this.document.save({ useObjectStreams: false })
  }

  get pageCount(): number {
    return this.pens.length
  }

  readonly ink = black
}
