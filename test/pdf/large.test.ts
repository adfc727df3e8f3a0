import { describe, expect, test } from 'vitest'
import { element } from '../../src/domain/asn1/write-der.ts'
import { hexOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { digestRanges } from '../../src/domain/pdf/byte-range.ts'
import { fillSeal } from '../../src/domain/pdf/fill-seal.ts'
import { inspectPdf } from '../../src/domain/pdf/inspect-pdf.ts'
import { maxPdfBytes } from '../../src/domain/pdf/open-pdf.ts'
import { prepareSeal } from '../../src/domain/pdf/prepare-seal.ts'
import { findSeals, readSeals } from '../../src/domain/pdf/read-seals.ts'
import { createSm3, sm3 } from '../../src/domain/sm/sm3.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { type CrossReferences, hollowSource, makeHollowPdf } from '../kit/hollow-pdf.ts'
import { checkWithQpdf, makePdf } from '../kit/pdfs.ts'
import { requestSeal, seal } from '../kit/sealed-pdfs.ts'

const signature = element(0x30, utf8Bytes('signature'))
const request = await requestSeal({ pdf: new Uint8Array() })
/** Stands for SM3 over gigabytes: what is tested here is what else is read. */
const previousDigest = createSm3().save()

describe.each<CrossReferences>(['table', 'stream', 'object streams', 'hybrid'])('a file with %s', (kind) => {
  test('of nine gigabytes is sealed and read back without what it does not point to', async () => {
    const pdf = makeHollowPdf(9_000_000_000, kind)
    const before = hollowSource(pdf)
    const prepared = await prepareSeal({ ...request, pdf: before, previousDigest })
    const after = hollowSource(pdf, fillSeal(prepared, signature))
    expect(findSeals(after)).toMatchObject([
      { coverage: { kind: 'sound', byteRange: prepared.byteRange, contents: signature, laterChanges: [] } },
    ])
    expect([before.bytesRead() < 300_000, after.bytesRead() < 300_000]).toEqual([true, true])
  })

  test('is sealed as qpdf and the digest of the whole want it', async () => {
    const pdf = makeHollowPdf(100_000, kind)
    const source = hollowSource(pdf)
    const sealed = await seal(source.readSync(0, source.sizeInBytes))
    expect(checkWithQpdf(sealed)).toContain('No syntax or stream encoding errors found')
    expect(readSeals(sealed)).toMatchObject([{ coverage: { kind: 'sound', laterChanges: [] } }])
  })
})

test('a file whose offsets would not fit into ten digits is refused by its size', async () => {
  const pdf = hollowSource(makeHollowPdf(maxPdfBytes - 2000, 'table'))
  expect([
    inspectPdf(pdf).pageCount,
    await failureOfAsync(() => prepareSeal({ ...request, pdf, previousDigest })),
  ]).toEqual([1, { code: 'pdf.too-large', details: { sizeInBytes: expect.any(Number), limitInBytes: maxPdfBytes } }])
})

test('the bytes that several seals cover are digested once, and each digest is that of its own range', async () => {
  const once = await seal(await makePdf())
  const twice = await seal(once, { fieldName: 'seal-2' })
  const ranges = readSeals(twice).flatMap(({ coverage }) => (coverage.kind === 'sound' ? [coverage.byteRange] : []))
  let digested = 0
  const digests = digestRanges(twice, ranges.toReversed(), (bytes) => {
    digested += bytes
  })
  const expected = ranges.map(([, before, after, length]) =>
    sm3(twice.subarray(0, before), twice.subarray(after, after + length)),
  )
  expect(digests.toReversed().map(hexOf)).toEqual(expected.map(hexOf))
  expect(digested).toBeLessThan(twice.length + once.length)
})
