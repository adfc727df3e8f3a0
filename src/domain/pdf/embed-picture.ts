import { PDFContext, PDFName, PDFRawStream, PDFRef, PngEmbedder } from '@cantoo/pdf-lib'
import { sourceOfBytes } from '../byte-source.ts'
import { hexOf } from '../bytes.ts'
import { fail } from '../failure.ts'
import { sm3 } from '../sm/sm3.ts'
import { latin1 } from './pdf-bytes.ts'
import { dictFrom, nameOf, type PdfObject, refOf } from './pdf-objects.ts'
import { isWholePng } from './png-structure.ts'

const maxPngBytes = 8 * 1024 * 1024
const maxPixels = 4096 * 4096

/** A picture and its transparency as a PDF holds them. Plain data, so that another thread may have made it. */
export interface EncodedPicture {
  /** SM3 of the PNG in hexadecimal. */
  png: string
  width: number
  height: number
  /** Flate of 8-bit RGB, and of 8-bit transparency. */
  image: Uint8Array
  mask: Uint8Array | null
}

/** A bid shows the same few seals in all of its documents, and encoding one takes half a second. */
const recentlyEncoded = new Map<string, EncodedPicture>()
const maxRecent = 4

/** As `imageObjects`, from a PNG. Fails as `encodePicture`. */
export async function embedPicture(png: Uint8Array, takeNumber: () => number): Promise<Map<number, PdfObject>> {
  return imageObjects(await encodePicture(png), takeNumber)
}

/** The image objects of a picture, its transparency as a soft mask; the image is the last. Numbers come from `takeNumber`. */
export function imageObjects(picture: EncodedPicture, takeNumber: () => number): Map<number, PdfObject> {
  const { image, mask } = picture
  const objects = new Map<number, PdfObject>()
  let maskNumber: number | null = null
  if (mask !== null) {
    maskNumber = takeNumber()
    objects.set(maskNumber, imageObject(picture, { content: mask, colorSpace: 'DeviceGray', maskNumber: null }))
  }
  objects.set(takeNumber(), imageObject(picture, { content: image, colorSpace: 'DeviceRGB', maskNumber }))
  return objects
}

/** Fails with `pdf.picture-invalid` for what is no PNG, above 8 MiB or 16 megapixels. The last four are remembered. */
export async function encodePicture(png: Uint8Array): Promise<EncodedPicture> {
  const key = hexOf(sm3(png))
  const encoded = recentlyEncoded.get(key) ?? (await encode(png, key))
  // The one that was used last stands last.
  recentlyEncoded.delete(key)
  recentlyEncoded.set(key, encoded)
  for (const [oldest] of recentlyEncoded) if (recentlyEncoded.size > maxRecent) recentlyEncoded.delete(oldest)
  return encoded
}

async function encode(png: Uint8Array, key: string): Promise<EncodedPicture> {
  const header = latin1(png.subarray(0, 16))
  if (png.length < 33 || header !== '\x89PNG\r\n\x1a\n\0\0\0\rIHDR') fail('pdf.picture-invalid', { reason: 'not-png' })
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  if (png.length > maxPngBytes || view.getUint32(16) * view.getUint32(20) > maxPixels)
    fail('pdf.picture-invalid', { reason: 'too-large' })
  const context = PDFContext.create()
  let ref: PDFRef
  try {
    if (!isWholePng(png)) fail('pdf.picture-invalid', { reason: 'damaged' })
    ref = await (await PngEmbedder.for(png)).embedIntoContext(context)
  } catch (cause) {
    fail('pdf.picture-invalid', { reason: 'damaged' }, cause)
  }
  const image = streamAt(context, ref)
  const mask = image.dict.get(PDFName.of('SMask'))
  const number = (name: string) => Number(image.dict.get(PDFName.of(name))?.toString())
  return {
    png: key,
    width: number('Width'),
    height: number('Height'),
    image: image.contents,
    mask: mask instanceof PDFRef ? streamAt(context, mask).contents : null,
  }
}

function streamAt(context: PDFContext, ref: PDFRef): PDFRawStream {
  const stream = context.lookup(ref)
  if (!(stream instanceof PDFRawStream)) throw new TypeError('an embedded image is a stream')
  return stream
}

function imageObject(
  { width, height }: EncodedPicture,
  { content, colorSpace, maskNumber }: { content: Uint8Array; colorSpace: string; maskNumber: number | null },
): PdfObject {
  return {
    kind: 'stream',
    dict: dictFrom({
      Type: nameOf('XObject'),
      Subtype: nameOf('Image'),
      Width: width,
      Height: height,
      BitsPerComponent: 8,
      ColorSpace: nameOf(colorSpace),
      Filter: nameOf('FlateDecode'),
      Length: content.length,
      ...(maskNumber === null ? {} : { SMask: refOf(maskNumber) }),
    }),
    content: sourceOfBytes(content),
  }
}
