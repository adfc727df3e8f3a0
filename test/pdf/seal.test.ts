import { describe, expect, test } from 'vitest'
import { element } from '../../src/domain/asn1/write-der.ts'
import { hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { crossPageSeal } from '../../src/domain/pdf/cross-page-seal.ts'
import { inspectPdf } from '../../src/domain/pdf/inspect-pdf.ts'
import { latin1 } from '../../src/domain/pdf/pdf-bytes.ts'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'
import {
  checkWithQpdf,
  convertWithQpdf,
  countRed,
  makeCornerPng,
  makePdf,
  makeSealPng,
  pdfsig,
  redAreaOf,
} from '../kit/pdfs.ts'
import { fillSeal, placeSeal, prepareSeal, requestSeal, seal } from '../kit/sealed-pdfs.ts'

const png = makeSealPng()

describe('a sealed file', () => {
  const kinds: [string, () => Promise<Uint8Array>][] = [
    ['a cross-reference table', () => makePdf({ pageCount: 2 })],
    ['cross-reference and object streams', () => makePdf({ pageCount: 2, useObjectStreams: true })],
    ['streams made by qpdf', async () => convertWithQpdf(await makePdf({ pageCount: 2 }), '--object-streams=generate')],
    ['a linearized layout', async () => convertWithQpdf(await makePdf({ pageCount: 2 }), '--linearize')],
    [
      'a linearized layout with streams',
      async () => convertWithQpdf(await makePdf({ pageCount: 2 }), '--linearize', '--object-streams=generate'),
    ],
  ]
  test.each(kinds)('with %s is sound for qpdf, poppler and us, and begins with the old bytes', async (_, make) => {
    const pdf = await make()
    const sealed = await seal(pdf)
    const twice = await seal(sealed, { fieldName: 'seal-2', appearances: [placeSeal({ xMm: 100 })] })
    expect(checkWithQpdf(twice)).toContain('No syntax or stream encoding errors found')
    expect(pdfsig(twice)).toContain('Signature Field Name: seal-1')
    expect(hexOf(sm3(twice.subarray(0, pdf.length)))).toBe(hexOf(sm3(pdf)))
    expect(readSeals(twice).map(({ fieldName, coverage }) => [fieldName, coverage])).toMatchObject([
      [
        'seal-1',
        { kind: 'sound', revisionLength: sealed.length, laterChanges: [{ kind: 'seal', fieldName: 'seal-2' }] },
      ],
      ['seal-2', { kind: 'sound', revisionLength: twice.length, laterChanges: [] }],
    ])
    expect(inspectPdf(twice)).toMatchObject({ pageCount: 2, sealCount: 2, freeFieldName: 'seal-3' })
  })

  test('gives back what was asked for', async () => {
    const request = await requestSeal()
    const prepared = await prepareSeal(request)
    const contents = element(0x30, utf8Bytes('signature'))
    const [found] = readSeals(fillSeal(prepared, contents))
    expect(found).toMatchObject({
      format: 'ses',
      subFilter: 'Bidseal.GBT38540.2020',
      claims: { name: request.name, reason: request.reason, signingTime: request.signingTime },
      coverage: { contents, digest: prepared.digest, byteRange: prepared.byteRange },
    })
    const [place] = found!.places
    expect([place!.page, place!.xMm.toFixed(3), place!.yMm.toFixed(3)]).toEqual([0, '20.000', '200.000'])
  })

  test('keeps the identity of the file', async () => {
    const pdf = convertWithQpdf(await makePdf(), '--static-id')
    const ids = latin1(await seal(pdf)).match(/\/ID \[[^\]]*\]/g)!
    expect(ids.map((id) => id.replaceAll(/\s/g, ''))).toEqual([ids[0], ids[0]].map((id) => id!.replaceAll(/\s/g, '')))
  })

  test('holds a picture once, however many pages show it', async () => {
    const appearances = [0, 1, 2].map((page) => placeSeal({ page }))
    const pdf = await makePdf({ pageCount: 3 })
    const update = latin1(await seal(pdf, { appearances })).slice(pdf.length)
    expect(update.match(/\/Subtype \/Image/g)).toHaveLength(2) // the picture and its transparency
  })
})

describe('a signature too long for its hole is refused', () => {
  test('and the prepared file stays as it was', async () => {
    const prepared = await prepareSeal({ ...(await requestSeal()), holeSizeInBytes: 100 })
    const before = hexOf(sm3(prepared.pdf))
    expect(await failureOfAsync(async () => fillSeal(prepared, new Uint8Array(101)))).toEqual({
      code: 'pdf.hole-too-small',
      details: { neededInBytes: 101, availableInBytes: 100 },
    })
    expect(hexOf(sm3(prepared.pdf))).toBe(before)
  })
})

describe('poppler shows the seal where it was put, in its real size', () => {
  const expected = { xMm: 20, yMm: 120, widthMm: 42, heightMm: 42 }
  const appearances = [placeSeal({ yMm: 120 })]

  test.each([0, 90, 180, 270])('on a page turned by %i degrees', async (rotation) => {
    expect(redAreaOf(await seal(await makePdf({ rotation }), { appearances }), 0)).toEqual(expected)
  })

  test.each([0, 90, 180, 270])('on a cropped page turned by %i degrees', async (rotation) => {
    const pdf = await makePdf({ rotation, cropBox: [50, 70, 500, 600] })
    expect(redAreaOf(await seal(pdf, { appearances }), 0)).toEqual(expected)
  })

  test.each([0, 90, 180, 270])('upright on a page turned by %i degrees', async (rotation) => {
    const corner = [placeSeal({ yMm: 120, png: makeCornerPng() })]
    expect(redAreaOf(await seal(await makePdf({ rotation }), { appearances: corner }), 0)).toEqual({
      xMm: 20,
      yMm: 120,
      widthMm: 21,
      heightMm: 21,
    })
  })

  test('with what lies below shining through', async () => {
    // A second ring inside the first one, from an earlier revision, still shows.
    const inner = await seal(await makePdf(), {
      appearances: [placeSeal({ xMm: 31, yMm: 131, widthMm: 20, heightMm: 20 })],
    })
    const outer = await seal(inner, { fieldName: 'seal-2', appearances })
    expect(countRed(outer) - countRed(inner)).toBe(countRed(await seal(await makePdf(), { appearances })))
  })
})

describe('a cross-page seal', () => {
  const pageSizes = Array.from({ length: 5 }, () => ({ widthMm: 210, heightMm: 297 }))
  const crossPage = (pages: number[], maxStripsPerSeal = 20) =>
    crossPageSeal({ pageSizes, pages, png, widthMm: 42, heightMm: 42, yMm: 100, maxStripsPerSeal })

  test('stands at the right edge in strips that make one seal', async () => {
    const sealed = await seal(await makePdf({ pageCount: 3 }), { appearances: crossPage([0, 1, 2]) })
    const strip = { xMm: 196, yMm: 100, widthMm: 14, heightMm: 42 }
    const [first, middle, last] = [0, 1, 2].map((page) => redAreaOf(sealed, page))
    expect(middle).toEqual(strip)
    // The outer thirds of a ring are lower than the whole ring.
    expect([first!.xMm, first!.widthMm, last!.xMm, last!.widthMm]).toEqual([196, 14, 196, 14])
    expect([first!.heightMm < 42, last!.heightMm < 42]).toEqual([true, true])
    expect(readSeals(sealed)[0]!.places.map(({ page }) => page)).toEqual([0, 1, 2])
  })

  test('becomes several whole seals when there are many pages', () => {
    expect(crossPage([0, 1, 2, 3, 4], 3).map(({ strip }) => [strip!.from.toFixed(2), strip!.to.toFixed(2)])).toEqual([
      ['0.00', '0.33'],
      ['0.33', '0.67'],
      ['0.67', '1.00'],
      ['0.00', '0.50'],
      ['0.50', '1.00'],
    ])
  })

  test('needs two pages', () => {
    expect(failureOf(() => crossPage([0]))).toEqual({ code: 'pdf.cross-page-needs-two', details: {} })
  })
})

describe('a seal that cannot be placed is refused', () => {
  test.each([
    ['beyond the right edge', { xMm: 180 }, { code: 'pdf.seal-outside-page', details: { page: 1 } }],
    ['above the page', { yMm: -1 }, { code: 'pdf.seal-outside-page', details: { page: 1 } }],
    ['on a page that does not exist', { page: 1 }, { code: 'pdf.no-such-page', details: { page: 2, pageCount: 1 } }],
    [
      'with what is no picture',
      { png: new Uint8Array(40) },
      { code: 'pdf.picture-invalid', details: { reason: 'not-png' } },
    ],
    [
      'with a damaged picture',
      { png: png.slice(0, 60) },
      { code: 'pdf.picture-invalid', details: { reason: 'damaged' } },
    ],
  ])('%s', async (_, changed, failure) => {
    const request = await requestSeal({ appearances: [placeSeal(changed)] })
    expect(await failureOfAsync(() => prepareSeal(request))).toEqual(failure)
  })

  test('under a name that is taken', async () => {
    const request = await requestSeal({ pdf: await seal(await makePdf()) })
    expect(await failureOfAsync(() => prepareSeal(request))).toEqual({
      code: 'pdf.field-exists',
      details: { fieldName: 'seal-1' },
    })
  })
})
