import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { concatBytes } from '../../src/domain/bytes.ts'
import { encodePicture } from '../../src/domain/pdf/embed-picture.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { makeSealPng } from '../kit/pdfs.ts'

const png = makeSealPng(4)
/** In front of the rows: signature and header. In front of the end: signature, header and rows. */
const [headLength, endLength] = [33, 12]
const failureOfEmbedding = (bytes: Uint8Array) => failureOfAsync(() => encodePicture(bytes))
const damaged = { code: 'pdf.picture-invalid', details: { reason: 'damaged' } }

function withRows(rows: Uint8Array): Uint8Array {
  const compressed = new Uint8Array(deflateSync(rows))
  const chunk = concatBytes(new Uint8Array(4), new TextEncoder().encode('IDAT'), compressed, new Uint8Array(4))
  new DataView(chunk.buffer).setUint32(0, compressed.length)
  return concatBytes(png.subarray(0, headLength), chunk, png.subarray(png.length - endLength))
}

test.each([
  ['whose end is missing', png.subarray(0, png.length - endLength)],
  ['whose rows reach into its end', concatBytes(png.subarray(0, 45), png.subarray(49))],
  ['with something behind its end', concatBytes(png, new Uint8Array(1))],
  ['of fewer rows than it says', withRows(new Uint8Array(3 * 17))],
  ['of more rows than it says', withRows(new Uint8Array(5 * 17))],
  ['whose rows name a filter that there is not', withRows(new Uint8Array(4 * 17).fill(9))],
])('⚔ a picture %s is refused before anything decodes it', async (_, bytes) => {
  expect(await failureOfEmbedding(bytes)).toEqual(damaged)
})

test('⚔ a picture of a few bytes that says it is large is refused before there is room for it', async () => {
  const large = png.slice()
  new DataView(large.buffer).setUint32(16, 4000)
  expect(await failureOfEmbedding(large)).toEqual(damaged)
})

test('a picture whose rows are as many and as long as it says is taken', async () => {
  expect(await failureOfEmbedding(withRows(new Uint8Array(4 * 17)))).toBeNull()
})
