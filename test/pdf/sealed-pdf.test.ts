import { expect, test } from 'vitest'
import { crossPageSeal } from '../../src/domain/pdf/cross-page-seal.ts'
import { type FormField, readSignedFields } from '../../src/domain/pdf/form-fields.ts'
import { inspectPdf } from '../../src/domain/pdf/inspect-pdf.ts'
import { readPages } from '../../src/domain/pdf/pages.ts'
import { nameOf, type PdfDict, type PdfObject, refOf, withEntries } from '../../src/domain/pdf/pdf-objects.ts'
import { findSeals } from '../../src/domain/pdf/read-seals.ts'
import type { SealAppearance } from '../../src/domain/pdf/seal-appearance.ts'
import { sealPropertyInfo } from '../../src/domain/pdf/seal-property.ts'
import { verifySealedPdf } from '../../src/domain/pdf/verify-sealed-pdf.ts'
import { sesSignatureUpperBound } from '../../src/domain/seal/ses-signature.ts'
import type { Identity } from '../kit/authorities.ts'
import { makeCornerPng, makePdf } from '../kit/pdfs.ts'
import { fillSeal, placeSeal, prepareSeal, requestSeal } from '../kit/sealed-pdfs.ts'
import { builder, makeSeal, rival, sealFields, signWithSeal, verifyTrusted } from '../kit/seals.ts'
import { revise } from '../kit/verified-pdfs.ts'

interface Sealing {
  fieldName?: string
  appearances?: SealAppearance[]
  signer?: Identity
  propertyInfo?: string
}

/** The whole way: hole, digest, signature over it, filled. */
async function sealPdf(pdf: Uint8Array, options: Sealing = {}): Promise<Uint8Array> {
  const { fieldName = 'seal-1', appearances = [placeSeal()], signer = builder.sign } = options
  const seal = makeSeal()
  const holeSizeInBytes = sesSignatureUpperBound({
    sealSizeInBytes: seal.length,
    certificateSizeInBytes: signer.certificate.der.length,
    propertyInfoLength: 80,
  })
  const prepared = await prepareSeal(await requestSeal({ pdf, fieldName, appearances, holeSizeInBytes }))
  const propertyInfo = options.propertyInfo ?? sealPropertyInfo(prepared.byteRange, fieldName)
  return fillSeal(prepared, signWithSeal({ seal, signedBytesDigest: prepared.digest, propertyInfo }, signer))
}

const verdictsOf = async (pdf: Uint8Array) =>
  (await verifySealedPdf({ pdf, verifySigner: verifyTrusted, verifyMaker: verifyTrusted })).map(
    ({ verdict }) => verdict,
  )

test.each([0, 90])(
  'two seals, one of them across the pages, are valid on pages turned by %i degrees',
  async (rotation) => {
    const pdf = await makePdf({ pageCount: 3, rotation })
    const { pageSizes } = inspectPdf(pdf)
    const across = crossPageSeal({
      ...sealFields().picture,
      png: sealFields().picture.data,
      pageSizes,
      pages: [0, 1, 2],
      yMm: 50,
    })
    const sealed = await sealPdf(await sealPdf(pdf, { appearances: [placeSeal({ yMm: 20 })] }), {
      fieldName: 'seal-2',
      appearances: [...across, placeSeal({ page: 2, xMm: 10, yMm: 10 })],
    })
    expect((await verdictsOf(sealed)).map(({ kind }) => kind)).toEqual(['valid', 'valid'])
  },
)

test('a seal whose field shows another picture is told apart', async () => {
  const sealed = await sealPdf(await makePdf(), { appearances: [placeSeal({ png: makeCornerPng() })] })
  expect(await verdictsOf(sealed)).toEqual([{ kind: 'picture-differs', page: 0 }])
})

test('a seal shown larger than it is is told apart', async () => {
  const sealed = await sealPdf(await makePdf(), { appearances: [placeSeal({ widthMm: 60, heightMm: 60 })] })
  expect(await verdictsOf(sealed)).toEqual([{ kind: 'picture-differs', page: 0 }])
})

test.each<[string, (annotation: PdfDict) => Record<string, PdfObject>]>([
  ['valid', () => ({})],
  ['picture-differs', () => ({ Subtype: nameOf('Stamp') })],
  ['picture-differs', ({ entries }) => ({ AP: withEntries(entries.get('AP') as PdfDict, { R: refOf(900) }) })],
])(
  'an annotation of the same kind that shows one picture, also under the mouse, is asked for: %s',
  async (expected, change) => {
    const changed = revise(await sealPdf(await makePdf()), (update, file) => {
      const [{ ref, dict }] = readSignedFields(file) as [FormField]
      update.put(ref, withEntries(dict, change(dict)))
    })
    expect((await verdictsOf(changed)).map(({ kind }) => kind)).toEqual([expected])
  },
)

test('a seal is told of every page that lists its annotation', async () => {
  const twice = revise(await sealPdf(await makePdf({ pageCount: 2 })), (update, file) => {
    const { ref, dict } = readPages(file)[1]!
    update.put(ref, withEntries(dict, { Annots: [readSignedFields(file)[0]!.ref] }))
  })
  expect(findSeals(twice).map(({ places }) => places.map(({ page }) => page))).toEqual([[0, 1]])
})

test('a seal used by somebody else is refused', async () => {
  const sealed = await sealPdf(await makePdf(), { signer: rival.sign })
  expect(await verdictsOf(sealed)).toEqual([{ kind: 'refused', report: { kind: 'signer-not-in-seal' } }])
})

test('a signature made for another field is refused', async () => {
  const sealed = await sealPdf(await makePdf(), { propertyInfo: 'ByteRange=[0 1 2 3];Field=seal-1' })
  expect(await verdictsOf(sealed)).toEqual([{ kind: 'property-differs' }])
})

test('a changed byte of the document is noticed', async () => {
  const sealed = await sealPdf(await makePdf())
  sealed[600]! ^= 1
  expect(await verdictsOf(sealed)).not.toContainEqual(expect.objectContaining({ kind: 'valid' }))
})

test('what is in the hole but no seal signature is reported as unreadable', async () => {
  const prepared = await prepareSeal(await requestSeal())
  expect(await verdictsOf(fillSeal(prepared, Uint8Array.of(0x30, 1, 5)))).toMatchObject([
    { kind: 'unreadable', failure: { code: 'seal-signature.unreadable' } },
  ])
})
