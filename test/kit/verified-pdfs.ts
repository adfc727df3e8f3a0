import { PdfUpdate } from '../../src/domain/pdf/append-update.ts'
import { fillSeal } from '../../src/domain/pdf/fill-seal.ts'
import { openPdf, type PdfFile } from '../../src/domain/pdf/open-pdf.ts'
import { prepareSeal, type SealRequest, sealPropertyInfo } from '../../src/domain/pdf/prepare-seal.ts'
import type { SealFields } from '../../src/domain/seal/seal-fields.ts'
import type { Identity } from './authorities.ts'
import { makePdf } from './pdfs.ts'
import { requestSeal } from './sealed-pdfs.ts'
import { builder, makeSeal, sealMaker, signWithSeal } from './seals.ts'

export interface Sealing extends Partial<SealRequest> {
  sealFields?: Partial<SealFields>
  maker?: Identity
  signer?: Identity
  signedBytesDigest?: Uint8Array
  propertyInfo?: string
  signingTime?: Date
  /** What is done to the signature before it is put into the document. */
  changeSignature?: (der: Uint8Array) => Uint8Array
}

/** One page, made once: setting Chinese text takes longer than everything that is done to it. */
export const page = await makePdf()

/** A document sealed with a real signature, wrong in the ways that the options say. */
export async function sealPdf(pdf: Uint8Array, options: Sealing = {}): Promise<Uint8Array> {
  const { sealFields, maker = sealMaker, signer = builder.sign, signedBytesDigest, changeSignature, ...rest } = options
  const { propertyInfo, signingTime, ...request } = rest
  const prepared = await prepareSeal(await requestSeal({ holeSizeInBytes: 8000, ...request, pdf }))
  const signed = {
    seal: makeSeal(sealFields, maker),
    signedBytesDigest: signedBytesDigest ?? prepared.digest,
    propertyInfo: propertyInfo ?? sealPropertyInfo(prepared.byteRange, request.fieldName ?? 'seal-1'),
    ...(signingTime && { signingTime }),
  }
  const signature = signWithSeal(signed, signer)
  return fillSeal(prepared, changeSignature?.(signature) ?? signature)
}

/** A further revision with what `change` puts into it. */
export function revise(pdf: Uint8Array, change: (update: PdfUpdate, file: PdfFile) => void): Uint8Array {
  const file = openPdf(pdf)
  const update = new PdfUpdate(file)
  change(update, file)
  return update.append().pdf
}
