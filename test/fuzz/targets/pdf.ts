import { deflateSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import fc from 'fast-check'
import { concatBytes, utf8Bytes } from '../../../src/domain/bytes.ts'
import { embedPicture } from '../../../src/domain/pdf/embed-picture.ts'
import { sealPropertyInfo } from '../../../src/domain/pdf/seal-property.ts'
import { makeSealPng } from '../../kit/pdfs.ts'
import { fillSeal, placeSeal, prepareSeal, requestSeal } from '../../kit/sealed-pdfs.ts'
import { authorities, makeSeal, signWithSeal } from '../../kit/seals.ts'
import { trustIn } from '../../kit/trust.ts'
import type { Mutation } from '../mutate-bytes.ts'
import type { FuzzTarget } from '../target.ts'
import { inspectWhole, provenSeals, readWhole } from './pdf-readers.ts'

const png = makeSealPng(4)
const picture = { type: 'PNG', data: png, widthMm: 42, heightMm: 42 }
const trust = trustIn(authorities)

async function makeSmallPdf(useObjectStreams: boolean): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([595.276, 841.89])
  return new Uint8Array(await document.save({ useObjectStreams }))
}

async function sealed(pdf: Uint8Array, fieldName: string): Promise<Uint8Array> {
  const appearances = [placeSeal({ png }), placeSeal({ png, xMm: 90 })]
  const prepared = await prepareSeal(await requestSeal({ holeSizeInBytes: 2200, pdf, fieldName, appearances }))
  const propertyInfo = sealPropertyInfo(prepared.byteRange, fieldName)
  return fillSeal(
    prepared,
    signWithSeal({ seal: makeSeal({ picture }), signedBytesDigest: prepared.digest, propertyInfo }),
  )
}

const plain = await makeSmallPdf(false)
const once = await sealed(plain, 'seal-1')
const twice = await sealed(await sealed(await makeSmallPdf(true), 'seal-1'), 'seal-2')

/** A number, name or keyword in the place of another of the same length: nothing moves, so every offset still holds. */
const swapWords: Mutation = (input, dice) => {
  const changed = input.slice()
  const at = dice.below(input.length)
  const words = [
    '/Kids',
    '/Prev',
    '/Root',
    '/Type',
    '/Size',
    '0 0 R',
    '9 0 R',
    '1 0 R',
    '<<>>',
    '[]',
    'null',
    'true',
    '-1',
    '1',
    '0',
  ]
  changed.set(utf8Bytes(dice.pick(words)).subarray(0, input.length - at), at)
  return changed
}

/** A further revision that puts something else in the place of some object. */
const appendRevision: Mutation = (input, dice) => {
  const text = String.fromCharCode(...input.subarray(-60))
  const previous = /startxref\s+(\d+)/.exec(text)?.[1] ?? '0'
  const number = dice.below(14)
  const bodies = [
    'null',
    '<<>>',
    '[1 0 R]',
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Length 3>>\nstream\nabc\nendstream',
    '<</Type/Page/Parent 2 0 R>>',
    `${dice.below(14)} 0 R`,
    '<</Kids[1 0 R 2 0 R]/Count 2/Type/Pages>>',
    '<</FT/Sig/T(x)/V 3 0 R>>',
  ]
  const object = `${number} 0 obj\n${dice.pick(bodies)}\nendobj\n`
  const at = String(input.length).padStart(10, '0')
  const root = dice.pick(['/Root 1 0 R', '/Root 2 0 R', '', `/Root ${dice.below(14)} 0 R`])
  const table = `xref\n${number} 1\n${at} 00000 n \ntrailer\n<</Size ${dice.pick([20, 20, 20, 3, 9000000])} ${root} /Prev ${previous}>>\n`
  return concatBytes(input, utf8Bytes(`${object}${table}startxref\n${input.length + object.length}\n%%EOF\n`))
}

interface GrownObject {
  text: string
}

/** Whole files of a few objects of any kind, with right offsets. */
const grownPdfs = fc
  .record({
    objects: fc.array(
      fc
        .letrec<{ object: string; row: string[] }>((tie) => ({
          object: fc.oneof(
            { maxDepth: 4 },
            fc.constantFrom(
              'null',
              'true',
              '0',
              '-1',
              '1.5',
              '1 0 R',
              '2 0 R',
              '3 0 R',
              '4 0 R',
              '(a(b)\\051)',
              '<00ff>',
              '/Page',
              '/Pages',
              '/Catalog',
              '/Sig',
              '[0 0 9 9]',
            ),
            tie('row').map((items) => `[${items.join(' ')}]`),
            fc
              .tuple(
                fc.array(
                  fc.constantFrom(
                    'Type',
                    'Kids',
                    'Pages',
                    'Parent',
                    'AcroForm',
                    'Fields',
                    'FT',
                    'T',
                    'V',
                    'Annots',
                    'MediaBox',
                    'Rotate',
                    'UserUnit',
                    'Length',
                    'N',
                    'First',
                    'Filter',
                    'DecodeParms',
                    'ByteRange',
                    'Contents',
                    'Perms',
                  ),
                  { maxLength: 6 },
                ),
                tie('row'),
              )
              .map(([keys, items]) => `<<${keys.map((key, i) => `/${key} ${items[i] ?? 'null'}`).join(' ')}>>`),
          ),
          row: fc.array(tie('object'), { maxLength: 6 }),
        }))
        .object.map((text): GrownObject => ({ text })),
      { maxLength: 5 },
    ),
    hasPages: fc.constantFrom(true, true, true, false),
    packed: fc.boolean(),
  })
  .map(({ objects, hasPages, packed }) =>
    (packed ? packedPdfOf : plainPdfOf)(hasPages ? [...pageTree, ...objects] : objects),
  )

const pageTree: GrownObject[] = [
  { text: '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>' },
  { text: '<</Type/Pages/Kids[3 0 R]/Count 1>>' },
  { text: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>' },
]

function plainPdfOf(objects: readonly GrownObject[]): Uint8Array {
  let text = '%PDF-1.5\n'
  const rows = objects.map((object, i) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n \n`
    text += `${i + 1} 0 obj\n${object.text}\nendobj\n`
    return row
  })
  const table = `xref\n1 ${rows.length}\n${rows.join('')}trailer\n<</Size ${rows.length + 1}/Root 1 0 R>>\n`
  return utf8Bytes(`${text}${table}startxref\n${text.length}\n%%EOF\n`)
}

/** The same with object stream and cross-reference stream. */
function packedPdfOf(objects: readonly GrownObject[]): Uint8Array {
  const container = objects.length + 1
  let [index, body] = ['', '']
  for (const [i, { text }] of objects.entries()) {
    index += `${i + 1} ${body.length} `
    body += `${text} `
  }
  const compressed = deflateSync(utf8Bytes(index + body))
  const start = utf8Bytes('%PDF-1.5\n')
  const dict = `/Type/ObjStm/N ${objects.length}/First ${index.length}/Filter/FlateDecode/Length ${compressed.length}`
  const stream = concatBytes(
    utf8Bytes(`${container} 0 obj\n<<${dict}>>\nstream\n`),
    compressed,
    utf8Bytes('\nendstream\nendobj\n'),
  )
  const at = start.length + stream.length
  const rows = [...objects.flatMap((_, i) => [2, 0, container, i]), 1, 0, start.length, 0, 1, at >> 8, at & 255, 0]
  const section = `/Type/XRef/W[1 2 1]/Size ${container + 2}/Index[1 ${container + 1}]/Root 1 0 R/Length ${rows.length}`
  return concatBytes(
    start,
    stream,
    utf8Bytes(`${container + 1} 0 obj\n<<${section}>>\nstream\n`),
    Uint8Array.from(rows),
    utf8Bytes(`\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`),
  )
}

export const pdfTargets: readonly FuzzTarget[] = [
  {
    name: 'pdf',
    seeds: [once, twice],
    mutations: [swapWords, swapWords, appendRevision],
    grown: grownPdfs,
    cases: 400,
    async read(input) {
      await readWhole(input)
      return () => provenSeals(input, trust)
    },
  },
  {
    name: 'pdf-inspected',
    seeds: [plain, once],
    mutations: [swapWords, appendRevision],
    grown: grownPdfs,
    cases: 1_500,
    async read(input) {
      await inspectWhole(input)
      return null
    },
  },
  {
    name: 'picture',
    seeds: [png],
    cases: 3_000,
    async read(input) {
      let number = 1
      await embedPicture(input, () => number++)
      return null
    },
  },
]
