import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import { expect, test } from 'vitest'
import { makeBidderDocument } from '../../scripts/demo-data/bidder-documents.ts'
import { makeCreditLibrary } from '../../scripts/demo-data/credit.ts'
import { glyphOf, hand } from '../../scripts/demo-data/fonts.ts'
import { makeIcons } from '../../scripts/demo-data/icons.ts'
import { capitalYuan } from '../../scripts/demo-data/money.ts'
import { makeSeals } from '../../scripts/demo-data/seals.ts'
import { makeEquipmentTender } from '../../scripts/demo-data/tender-files.ts'
import { bidders, documents, library, resource, resourcePaths, seals, template, tenderFolders } from './resources.ts'

const sm3 = (bytes: Uint8Array) => createHash('sm3').update(bytes).digest('hex')
const fromStart = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

test('seals, icons, a tender, a bid document and a credit library come out byte for byte as committed', async () => {
  const made = [
    ...makeSeals(),
    ...makeIcons(),
    ...(await makeEquipmentTender()),
    await makeBidderDocument('bidder-a', 'bid-letter'),
    await makeBidderDocument('bidder-b', 'construction-plan'),
    ...(await makeCreditLibrary('bidder-b')),
  ]
  const differing = made.filter(({ path, bytes }) => Buffer.compare(resource(path), bytes) !== 0)
  expect(differing.map(({ path }) => path)).toEqual([])
})

test('every PDF parses, has pages, stays under 400 KB and needs no font from outside', async () => {
  for (const path of resourcePaths('demo').filter((one) => one.endsWith('.pdf'))) {
    const bytes = resource(path)
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    const raw = Buffer.from(bytes).toString('latin1')
    const fonts = raw.match(/\/FontDescriptor \d+ 0 R/g)?.length ?? 0
    expect({
      path,
      pages: document.getPageCount() > 0,
      small: bytes.length < 400 * 1024,
      embedded: (raw.match(/\/FontFile2 \d+ 0 R/g)?.length ?? 0) === fonts,
    }).toEqual({ path, pages: true, small: true, embedded: true })
  }
})

test('the demo world weighs less than 15 MB', () => {
  const total = resourcePaths('demo').reduce((sum, path) => sum + resource(path).length, 0)
  expect(total).toBeLessThan(15 * 1024 * 1024)
})

/** The first pixel of a PNG: whatever its row's filter is, nothing stands before it (PNG third edition, 9.2). */
function cornerPixel(png: Uint8Array): number[] {
  const data: Uint8Array[] = []
  for (let at = 8; at < png.length; ) {
    const length = fromStart(png).getUint32(at)
    if (Buffer.from(png.subarray(at + 4, at + 8)).toString('latin1') === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return [...inflateSync(Buffer.concat(data)).subarray(1, 5)]
}

test('a seal picture has as many pixels as its millimetres at 600 dpi, says so, and is transparent around the ink', () => {
  for (const seal of seals()) {
    const png = resource(`demo/seals/${seal.file}`)
    const view = fromStart(png)
    const pixels = (millimetres: number) => Math.round((millimetres / 25.4) * 600)
    expect({
      width: view.getUint32(16),
      height: view.getUint32(20),
      corner: cornerPixel(png),
      perMetre: view.getUint32(41),
    }).toEqual({ width: pixels(seal.widthMm), height: pixels(seal.heightMm), corner: [0, 0, 0, 0], perMetre: 23622 })
  }
})

test('every kind of seal that a sign node asks for exists for both bidders', () => {
  const asked = tenderFolders.flatMap((folder) =>
    template(folder).nodes.flatMap((node) =>
      node.signNodes.flatMap((signNode) => signNode.seals.map((seal) => seal.kind)),
    ),
  )
  const kinds = [...new Set(asked)].sort()
  expect(kinds).toEqual(['legalRepresentative', 'legalRepresentativeSignature', 'official'])
  for (const bidder of bidders) {
    const owned = seals().filter((seal) => seal.enterprise === bidder)
    expect([...new Set(owned.map((seal) => seal.kind))].sort()).toEqual(kinds)
  }
})

test('sign nodes point inside the pages of the bidders documents', async () => {
  for (const bidder of bidders) {
    for (const { node, file, pages } of documents(bidder).documents) {
      const document = await PDFDocument.load(resource(`demo/bidders/${bidder}/${file}`), { updateMetadata: false })
      const places =
        template('school-building')
          .nodes.find((one) => one.id === node)
          ?.signNodes.flatMap((one) => one.seals) ?? []
      expect(document.getPageCount()).toBe(pages)
      for (const { place } of places) {
        const { width, height } = document.getPage(place.page === 'last' ? pages - 1 : place.page - 1).getSize()
        expect(place.xMm < (width * 25.4) / 72 && place.yMm < (height * 25.4) / 72).toBe(true)
      }
    }
  }
})

test('listed files are there with the size and digest they are listed with', () => {
  const listed = [
    ...tenderFolders.flatMap((folder) =>
      template(folder).files.map((file) => ({ ...file, path: `demo/tenders/${folder}/${file.path}` })),
    ),
    ...bidders.flatMap((bidder) =>
      library(bidder).records.flatMap((record) =>
        record.attachments.map((one) => ({ ...one, path: `demo/credit/${bidder}/${one.file}` })),
      ),
    ),
  ]
  for (const { path, sizeInBytes, sm3: digest } of listed) {
    const bytes = resource(path)
    expect([bytes.length, sm3(bytes)]).toEqual([sizeInBytes, digest])
  }
})

test('a character the face does not have is refused instead of drawn as a box', () => {
  expect(() => glyphOf(hand, '\u{20000}')).toThrow('no glyph')
})

test('amounts are written in capital numerals with the zeros where clerks write them', () => {
  const amounts = [100, 1_000_00, 10_500_00, 5_895_186_220, 100_000_001_00, 1005, 1050, 10_0020_0300_05]
  expect(amounts.map(capitalYuan)).toEqual([
    '人民币壹元整',
    '人民币壹仟元整',
    '人民币壹万零伍佰元整',
    '人民币伍仟捌佰玖拾伍万壹仟捌佰陆拾贰元贰角整',
    '人民币壹亿零壹元整',
    '人民币壹拾元零伍分',
    '人民币壹拾元伍角整',
    '人民币壹拾亿零贰拾万零叁佰元零伍分',
  ])
})
