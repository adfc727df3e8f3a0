import { PDFDocument, PDFName, StandardFonts } from '@cantoo/pdf-lib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { inspectPdf } from '../../src/domain/pdf/inspect-pdf.ts'
import { latin1 } from '../../src/domain/pdf/pdf-bytes.ts'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { failureOf } from '../kit/failure-of.ts'
import { checkWithQpdf, convertWithQpdf, makePdf } from '../kit/pdfs.ts'
import { seal } from '../kit/sealed-pdfs.ts'

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const sizes = (pdf: Uint8Array) =>
  inspectPdf(pdf).pageSizes.map(({ widthMm, heightMm }) => [Math.round(widthMm), Math.round(heightMm)])

describe('pages are measured as they are shown', () => {
  test('A4', async () => {
    expect(sizes(await makePdf({ pageCount: 2 }))).toEqual([
      [210, 297],
      [210, 297],
    ])
  })
  test('turned', async () => expect(sizes(await makePdf({ rotation: 90 }))).toEqual([[297, 210]]))
  test('turned backwards', async () => expect(sizes(await makePdf({ rotation: -90 }))).toEqual([[297, 210]]))
  test('cropped and turned', async () =>
    expect(sizes(await makePdf({ rotation: 270, cropBox: [72, 72, 144, 288] }))).toEqual([[102, 51]]))
  test('cropped beyond the paper', async () =>
    expect(sizes(await makePdf({ cropBox: [-100, -100, 5000, 5000] }))).toEqual([[210, 297]]))
  test('with a unit of its own', async () => {
    const document = await PDFDocument.create()
    document.addPage([297.638, 420.945]).node.set(PDFName.of('UserUnit'), document.context.obj(2))
    expect(sizes(new Uint8Array(await document.save()))).toEqual([[210, 297]])
  })
})

describe('what cannot be sealed is refused by name', () => {
  test('no PDF at all', () => {
    expect(failureOf(() => inspectPdf(utf8Bytes('PK\u0003\u0004 a ZIP')))).toEqual({ code: 'pdf.not-pdf', details: {} })
  })
  test.each([
    ['a password', ['--encrypt', 'user', 'owner', '256', '--']],
    ['permissions only', ['--encrypt', '', 'owner', '256', '--']],
  ])('encrypted with %s', async (_, options) => {
    const pdf = convertWithQpdf(await makePdf(), ...options)
    expect(failureOf(() => inspectPdf(pdf))).toEqual({ code: 'pdf.encrypted', details: {} })
  })
  test('a dynamic form', async () => {
    const document = await PDFDocument.load(await makePdf())
    document.catalog.set(PDFName.of('AcroForm'), document.context.obj({ Fields: [], XFA: [] }))
    const pdf = new Uint8Array(await document.save({ updateFieldAppearances: false }))
    expect(failureOf(() => inspectPdf(pdf))).toEqual({ code: 'pdf.xfa', details: {} })
  })
  test('a certified file that allows no change', async () => {
    const document = await PDFDocument.load(await makePdf())
    const reference = { TransformMethod: 'DocMDP', TransformParams: { Type: 'TransformParams', P: 1 } }
    document.catalog.set(PDFName.of('Perms'), document.context.obj({ DocMDP: { Type: 'Sig', Reference: [reference] } }))
    const pdf = new Uint8Array(await document.save())
    expect(failureOf(() => inspectPdf(pdf))).toEqual({ code: 'pdf.locked', details: {} })
  })
  test.each([
    ['cut short', (pdf: Uint8Array) => pdf.slice(0, pdf.length - 200)],
    ['whose offsets are wrong', (pdf: Uint8Array) => concatBytes(pdf.slice(0, 20), ascii('% x\n'), pdf.slice(20))],
    ['with a long tail of something else', (pdf: Uint8Array) => concatBytes(pdf, new Uint8Array(5000))],
  ])('a file %s', async (_, damage) => {
    const pdf = damage(await makePdf())
    expect(failureOf(() => inspectPdf(pdf))).toMatchObject({ code: 'pdf.damaged' })
  })
  test('a circle of revisions', async () => {
    const pdf = await makePdf()
    const start = Number(/startxref\s+(\d+)/.exec(latin1(pdf))![1])
    const trailer = `xref\n0 0\ntrailer <</Size 99 /Root 1 0 R /Prev ${pdf.length}>>\nstartxref\n${pdf.length}\n%%EOF\n`
    expect(start).toBeGreaterThan(0)
    expect(failureOf(() => inspectPdf(concatBytes(pdf, ascii(trailer))))).toMatchObject({
      code: 'pdf.damaged',
      details: { reason: 'the revisions form a circle' },
    })
  })
})

test('a hybrid file, as office programs write it, is read and can be sealed', async () => {
  const hybrid = makeHybrid()
  checkWithQpdf(hybrid)
  expect(inspectPdf(hybrid)).toMatchObject({ pageCount: 1, sealCount: 0 })
  const sealed = await seal(hybrid)
  expect(checkWithQpdf(sealed)).toContain('No syntax or stream encoding errors')
  expect(readSeals(sealed)).toMatchObject([{ coverage: { kind: 'sound', laterChanges: [] } }])
})

test('forms and annotations that were there stay there', async () => {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  const field = document.getForm().createTextField('总价')
  field.addToPage(document.addPage([595.276, 841.89]), { x: 50, y: 50, width: 200, height: 20, font })
  const sealed = await seal(new Uint8Array(await document.save()))
  const fields = (await PDFDocument.load(sealed)).getForm().getFields()
  expect(fields.map((each) => each.getName())).toEqual(['总价', 'seal-1'])
})

test('no damage makes the reader throw anything but a failure', async () => {
  const pdf = await seal(convertWithQpdf(await makeSmallPdf(), '--object-streams=generate'))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(pdf.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), (changes) => {
      const damaged = pdf.slice()
      for (const [at, byte] of changes) damaged[at] = byte
      failureOf(() => readSeals(damaged))
      failureOf(() => inspectPdf(damaged))
    }),
    { numRuns: 300 },
  )
})

async function makeSmallPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([595.276, 841.89])
  return new Uint8Array(await document.save({ useObjectStreams: false }))
}

/** ISO 32000-1, clause 7.5.8.4: a table for old readers, whose free entry 4 stands in a stream for the others. */
function makeHybrid(): Uint8Array {
  const objects = [
    '<</Type /Catalog /Pages 2 0 R /Metadata 4 0 R>>',
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595.276 841.89]>>',
    '<</Type /Metadata /Subtype /XML /Length 2>>\nstream\n  \nendstream',
  ]
  let text = '%PDF-1.5\n'
  const offsets = objects.map((body, i) => {
    const offset = text.length
    text += `${i + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const stream = text.length
  const place = (offset: number) => String.fromCharCode(1, offset >> 8, offset & 255, 0)
  const entries = place(offsets[3]!) + place(stream)
  text += `5 0 obj\n<</Type /XRef /Size 6 /W [1 2 1] /Index [4 2] /Length 8 /Root 1 0 R>>\nstream\n${entries}\nendstream\nendobj\n`
  const table = text.length
  const rows = offsets.slice(0, 3).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  text += `xref\n0 5\n0000000004 65535 f \n${rows.join('')}0000000000 00000 f \n`
  text += `trailer\n<</Size 6 /Root 1 0 R /XRefStm ${stream}>>\nstartxref\n${table}\n%%EOF\n`
  return ascii(text)
}
