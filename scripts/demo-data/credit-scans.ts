import { renderPng, svgDocument, textLine } from './drawing.ts'
import { sans, serif } from './fonts.ts'
import { Paper } from './paper.ts'
import { roundSeal } from './seals.ts'

export type Paperwork = {
  title: string
  subtitle?: string
  color: string
  fields: { label: string; value: string }[]
  closing?: string
  issuer: string
  issuedOn: string
  landscape?: boolean
}

const chineseDate = (date: string) =>
  `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`

/** A certificate as a flatbed scanner gives it: yellowed paper a little askew, marked as a demo specimen throughout. */
export function scanOf(paper: Paperwork): Uint8Array {
  const [width, height] = paper.landscape ? [297, 210] : [210, 297]
  const middle = width / 2
  const lines = paper.fields.flatMap(({ label, value }, i) => {
    const y = (paper.landscape ? 76 : 108) + i * (paper.landscape ? 12.5 : 16)
    return [
      textLine({ face: serif, text: label, x: 68, y, size: 5.2, align: 'right', spacing: 0.3 }),
      textLine({ face: sans, text: value, x: 76, y, size: 5 }),
      `<line x1="74" x2="${width - 34}" y1="${y + 2.4}" y2="${y + 2.4}" stroke="#999" stroke-width="0.15"/>`,
    ]
  })
  const specimens = [0.3, 0.55, 0.8].map(
    (part) =>
      `<g transform="translate(${middle} ${height * part}) rotate(-24)" opacity="0.13">${textLine({ face: serif, text: '演示样本　不作证明', x: 0, y: 0, size: 13, color: '#555', align: 'center' })}</g>`,
  )
  const frame = [8, 10.5, 12]
    .map(
      (inset, i) =>
        `<rect x="${inset + 4}" y="${inset + 4}" width="${width - 2 * inset - 8}" height="${height - 2 * inset - 8}" fill="none" stroke="${paper.color}" stroke-width="${[1.6, 0.3, 0.6][i]}"/>`,
    )
    .join('')
  const bottom = height - 40
  const body = [
    frame,
    textLine({
      face: serif,
      text: paper.title,
      x: middle,
      y: paper.landscape ? 44 : 62,
      size: 14,
      color: paper.color,
      align: 'center',
      spacing: 3,
    }),
    paper.subtitle
      ? textLine({
          face: sans,
          text: paper.subtitle,
          x: middle,
          y: paper.landscape ? 56 : 78,
          size: 5,
          align: 'center',
        })
      : '',
    ...lines,
    paper.closing ? textLine({ face: sans, text: paper.closing, x: 40, y: bottom - 36, size: 5 }) : '',
    ...specimens,
    `<g transform="translate(${width - 92} ${bottom - 26})" opacity="0.85">${roundSeal(paper.issuer, '演示样本')}</g>`,
    textLine({ face: sans, text: paper.issuer, x: width - 72, y: bottom - 4, size: 5, align: 'center' }),
    textLine({ face: sans, text: chineseDate(paper.issuedOn), x: width - 72, y: bottom + 6, size: 5, align: 'center' }),
  ].join('')
  const sheet = `<rect width="${width}" height="${height}" fill="#e9e6df"/><g transform="rotate(0.35 ${middle} ${height / 2})"><rect x="2.5" y="2.5" width="${width - 5}" height="${height - 5}" fill="#fbf8ef"/>${body}</g>`
  return renderPng(svgDocument(width, height, 110, sheet), width, 110)
}

/** The same scan as a one-page PDF, as office scanners send it. */
export async function scannedPdf(paper: Paperwork, owner: string): Promise<Uint8Array> {
  const sheet = await Paper.start(`${paper.title}扫描件`, owner, { landscape: paper.landscape ?? false })
  sheet.newPage(true)
  sheet.pen.image(await sheet.document.embedPng(scanOf(paper)), 0, 0, sheet.width, sheet.height)
  return sheet.finish()
}
