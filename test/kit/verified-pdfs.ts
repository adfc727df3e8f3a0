import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { PdfUpdate } from '../../src/domain/pdf/append-update.ts'
import { digestRanges } from '../../src/domain/pdf/byte-range.ts'
import { openPdf, type PdfFile } from '../../src/domain/pdf/open-pdf.ts'
import { readPages } from '../../src/domain/pdf/pages.ts'
import { dictFrom, type PdfRef } from '../../src/domain/pdf/pdf-objects.ts'
import type { PreparedSeal } from '../../src/domain/pdf/prepare-seal.ts'
import { sealPropertyInfo } from '../../src/domain/pdf/seal-property.ts'
import type { SealFields } from '../../src/domain/seal/seal-fields.ts'
import type { Identity } from './authorities.ts'
import { makePdf } from './pdfs.ts'
import { fillSeal, prepareSeal, requestSeal, type SealRequest } from './sealed-pdfs.ts'
import { builder, makeSeal, sealMaker, signWithSeal } from './seals.ts'

type Prepared = PreparedSeal & { pdf: Uint8Array }

export interface Sealing extends Partial<SealRequest> {
  sealFields?: Partial<SealFields>
  maker?: Identity
  signer?: Identity
  signedBytesDigest?: Uint8Array
  propertyInfo?: string
  signingTime?: Date
  /** The field is on no page. */
  isUnseen?: boolean
  /** What is done to the signature before it is put into the document. */
  changeSignature?: (der: Uint8Array) => Uint8Array
}

/** One page, made once: setting Chinese text takes longer than everything that is done to it. */
export const page = await makePdf()

/** A document sealed with a real signature, wrong in the ways that the options say. */
export async function sealPdf(pdf: Uint8Array, options: Sealing = {}): Promise<Uint8Array> {
  const { sealFields, maker = sealMaker, signer = builder.sign, signedBytesDigest, changeSignature, ...rest } = options
  const { propertyInfo, signingTime, isUnseen = false, ...request } = rest
  const made = await prepareSeal(await requestSeal({ holeSizeInBytes: 8000, ...request, pdf }))
  const prepared = isUnseen ? withoutAnnotation(made) : made
  const signed = {
    seal: makeSeal(sealFields, maker),
    signedBytesDigest: signedBytesDigest ?? prepared.digest,
    propertyInfo: propertyInfo ?? sealPropertyInfo(prepared.byteRange, request.fieldName ?? 'seal-1'),
    ...(signingTime && { signingTime }),
  }
  const signature = signWithSeal(signed, signer)
  return fillSeal(prepared, changeSignature?.(signature) ?? signature)
}

/** The same update with the seal taken from its page, at the same length. */
function withoutAnnotation(made: Prepared): Prepared {
  const text = Buffer.from(made.appended).toString('latin1')
  const unseen = text.replace(/\/Annots \[\d+ 0 R\]/, (shown) => '/Annots []'.padEnd(shown.length))
  const appended = Uint8Array.from(Buffer.from(unseen, 'latin1'))
  const pdf = concatBytes(made.pdf.subarray(0, made.previousLength), appended)
  const [digest] = digestRanges(pdf, [made.byteRange])
  return { ...made, appended, pdf, digest: digest! }
}

/** Puts other content onto the first page. */
export function forgedPage(update: PdfUpdate, file: PdfFile): void {
  const content = utf8Bytes('1 0 0 rg 50 400 300 300 re f')
  const [old] = file.array(readPages(file)[0]!.dict.entries.get('Contents'))
  update.put(old as PdfRef, {
    kind: 'stream',
    dict: dictFrom({ Length: content.length }),
    content: sourceOfBytes(content),
  })
}

/** A further revision with what `change` puts into it. */
export function revise(pdf: Uint8Array, change: (update: PdfUpdate, file: PdfFile) => void): Uint8Array {
  const file = openPdf(pdf)
  const update = new PdfUpdate(file)
  change(update, file)
  return concatBytes(pdf, update.append().appended)
}
