import { readFile } from 'node:fs/promises'
import fontkit from '@cantoo/fontkit'
import { PDFDocument, type PDFFont, type PDFPage, rgb } from '@cantoo/pdf-lib'
import { amountInWords } from '../../domain/project/amount-in-words.ts'
import { groupedAmount } from '../../domain/project/opening-form.ts'
import type { OpeningFormColumn } from '../../domain/project/tender.ts'

const millimetre = 72 / 25.4
const [pageWidth, pageHeight] = [210 * millimetre, 297 * millimetre]
const margin = 25 * millimetre
const labelWidth = 50 * millimetre
const ink = rgb(0.1, 0.1, 0.1)

export interface OpeningFormPage {
  tenderName: string
  tenderCode: string
  sectionName: string
  bidderName: string
  columns: readonly OpeningFormColumn[]
  values: Readonly<Record<string, string>>
  createdAt: Date
}

/**
 * 开标一览表 as one A4 page with its font embedded. The lines for seals stand where tenders place them: 投标人（盖章）
 * around 212 mm and 法定代表人 around 241 mm from the top.
 */
export async function openingFormPdf(form: OpeningFormPage, fontPath: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit)
  pdf.setTitle('开标一览表')
  pdf.setCreationDate(form.createdAt)
  pdf.setModificationDate(form.createdAt)
  const font = await pdf.embedFont(await readFile(fontPath), { subset: true })
  const page = pdf.addPage([pageWidth, pageHeight])
  const write = writer(page, font)
  write.centred('开标一览表', { yMm: 32, size: 20 })
  write.line(`项目名称：${form.tenderName}`, { xMm: 25, yMm: 48, size: 11 })
  write.line(`招标编号：${form.tenderCode}    标段：${form.sectionName}`, { xMm: 25, yMm: 56, size: 11 })
  drawTable(page, rowsOf(form), { font, topMm: 66 })
  write.line(`投标人：${form.bidderName}（盖章）`, { xMm: 75, yMm: 214, size: 11 })
  write.line('法定代表人（签字或盖章）：', { xMm: 75, yMm: 243, size: 11 })
  write.line('日期：以电子签章时间为准', { xMm: 75, yMm: 262, size: 11 })
  return pdf.save({ useObjectStreams: false })
}

function rowsOf({ columns, values }: OpeningFormPage): [string, string][] {
  return columns.flatMap((column): [string, string][] => {
    const value = values[column.id] ?? ''
    if (column.kind !== 'amount' || value === '') return [[column.title, value]]
    return [
      [column.title, groupedAmount(value)],
      ['大写', amountInWords(value) ?? ''],
    ]
  })
}

function drawTable(
  page: PDFPage,
  rows: readonly [string, string][],
  { font, topMm }: { font: PDFFont; topMm: number },
) {
  const size = 11
  const padding = 2.5 * millimetre
  const valueWidth = pageWidth - 2 * margin - labelWidth
  let top = pageHeight - topMm * millimetre
  for (const [label, value] of rows) {
    const labelLines = wrapped(label, { font, size, width: labelWidth - 2 * padding })
    const valueLines = wrapped(value, { font, size, width: valueWidth - 2 * padding })
    const height = Math.max(labelLines.length, valueLines.length) * size * 1.5 + 2 * padding
    const box = { y: top - height, height, borderColor: ink, borderWidth: 0.6 }
    page.drawRectangle({ ...box, x: margin, width: labelWidth, color: rgb(0.96, 0.97, 0.98) })
    page.drawRectangle({ ...box, x: margin + labelWidth, width: valueWidth })
    for (const [lines, x] of [
      [labelLines, margin],
      [valueLines, margin + labelWidth],
    ] as const)
      for (const [i, text] of lines.entries())
        page.drawText(text, { x: x + padding, y: top - padding - size * (1.1 + 1.5 * i), size, font, color: ink })
    top -= height
  }
}

/** Breaks a text into lines that fit; Chinese may break anywhere. */
function wrapped(text: string, { font, size, width }: { font: PDFFont; size: number; width: number }): string[] {
  const lines: string[] = []
  let line = ''
  for (const letter of text) {
    if (letter === '\n' || (line !== '' && font.widthOfTextAtSize(line + letter, size) > width)) {
      lines.push(line)
      line = letter === '\n' ? '' : letter
    } else line += letter
  }
  return [...lines, line]
}

function writer(page: PDFPage, font: PDFFont) {
  const line = (text: string, { xMm, yMm, size }: { xMm: number; yMm: number; size: number }) =>
    page.drawText(text, { x: xMm * millimetre, y: pageHeight - yMm * millimetre, size, font, color: ink })
  return {
    line,
    centred: (text: string, { yMm, size }: { yMm: number; size: number }) =>
      line(text, { xMm: (pageWidth - font.widthOfTextAtSize(text, size)) / 2 / millimetre, yMm, size }),
  }
}
