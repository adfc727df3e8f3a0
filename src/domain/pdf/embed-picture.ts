import { PDFContext, PDFName, PDFRawStream, PDFRef, PngEmbedder } from '@cantoo/pdf-lib'
import { hexOf } from '../bytes.ts'
import { fail } from '../failure.ts'
import { sm3 } from '../sm/sm3.ts'
import { latin1 } from './open-pdf.ts'
import { dictFrom, nameOf, type PdfObject, refOf } from './pdf-objects.ts'

const maxPngBytes = 8 * 1024 * 1024
const maxPixels = 4096 * 4096

/** A picture and its transparency, compressed, before they have numbers. */
interface EncodedPicture {
  image: PDFRawStream
  mask: PDFRawStream | null
}

/** A bid shows the same few seals in all of its documents, and encoding one takes half a second. */
const recentlyEncoded = new Map<string, EncodedPicture>()
const maxRecent = 4

/**
 * The image objects of a PNG, its transparency as a soft mask; the image is the last of them.
 * Numbers are taken from `takeNumber`. Fails with `pdf.picture-invalid` for what is no PNG, above 8 MiB or 16 megapixels.
 */
export async function embedPicture(png: Uint8Array, takeNumber: () => number): Promise<Map<number, PdfObject>> {
  const { image, mask } = await encodedPicture(png)
  const objects = new Map<number, PdfObject>()
  let maskNumber: number | null = null
  if (mask !== null) {
    maskNumber = takeNumber()
    objects.set(maskNumber, imageObject(mask, 'DeviceGray', null))
  }
  objects.set(takeNumber(), imageObject(image, 'DeviceRGB', maskNumber))
  return objects
}

async function encodedPicture(png: Uint8Array): Promise<EncodedPicture> {
  const key = hexOf(sm3(png))
  const encoded = recentlyEncoded.get(key) ?? (await encode(png))
  // The one that was used last stands last.
  recentlyEncoded.delete(key)
  recentlyEncoded.set(key, encoded)
  for (const [oldest] of recentlyEncoded) if (recentlyEncoded.size > maxRecent) recentlyEncoded.delete(oldest)
  return encoded
}

async function encode(png: Uint8Array): Promise<EncodedPicture> {
  const header = latin1(png.subarray(0, 16))
  if (png.length < 33 || header !== '\x89PNG\r\n\x1a\n\0\0\0\rIHDR') fail('pdf.picture-invalid', { reason: 'not-png' })
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  if (png.length > maxPngBytes || view.getUint32(16) * view.getUint32(20) > maxPixels)
    fail('pdf.picture-invalid', { reason: 'too-large' })
  const context = PDFContext.create()
  let ref: PDFRef
  try {
    ref = await (await PngEmbedder.for(png)).embedIntoContext(context)
  } catch (cause) {
    fail('pdf.picture-invalid', { reason: 'damaged' }, cause)
  }
  const image = streamAt(context, ref)
  const mask = image.dict.get(PDFName.of('SMask'))
  return { image, mask: mask instanceof PDFRef ? streamAt(context, mask) : null }
}

function streamAt(context: PDFContext, ref: PDFRef): PDFRawStream {
  const stream = context.lookup(ref)
  if (!(stream instanceof PDFRawStream)) throw new TypeError('an embedded image is a stream')
  return stream
}

function imageObject(stream: PDFRawStream, colorSpace: string, maskNumber: number | null): PdfObject {
  const number = (key: string) => Number(stream.dict.get(PDFName.of(key))?.toString())
  return {
    kind: 'stream',
    dict: dictFrom({
      Type: nameOf('XObject'),
      Subtype: nameOf('Image'),
      Width: number('Width'),
      Height: number('Height'),
      BitsPerComponent: 8,
      ColorSpace: nameOf(colorSpace),
      Filter: nameOf('FlateDecode'),
      Length: stream.contents.length,
      ...(maskNumber === null ? {} : { SMask: refOf(maskNumber) }),
    }),
    content: stream.contents,
  }
}
