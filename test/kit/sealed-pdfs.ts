import { element } from '../../src/domain/asn1/write-der.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { fillSeal as fillUpdate } from '../../src/domain/pdf/fill-seal.ts'
import {
  type PreparedSeal,
  prepareSeal as prepareUpdate,
  type SealRequest as UpdateRequest,
} from '../../src/domain/pdf/prepare-seal.ts'
import type { SealAppearance } from '../../src/domain/pdf/seal-appearance.ts'
import { makePdf, makeSealPng } from './pdfs.ts'

const png = makeSealPng()

export type SealRequest = UpdateRequest & { pdf: Uint8Array }

/** `prepareSeal` with the whole file in memory. */
export async function prepareSeal(request: SealRequest): Promise<PreparedSeal & { pdf: Uint8Array }> {
  const prepared = await prepareUpdate(request)
  return { ...prepared, pdf: concatBytes(request.pdf, prepared.appended) }
}

/** The whole sealed file. */
export const fillSeal = (prepared: PreparedSeal & { pdf: Uint8Array }, der: Uint8Array): Uint8Array =>
  concatBytes(prepared.pdf.subarray(0, prepared.previousLength), fillUpdate(prepared, der))

/** A round seal of 42 mm, 20 mm from the left and 200 mm from the top of the first page. */
export const placeSeal = (changed: Partial<SealAppearance> = {}): SealAppearance => ({
  page: 0,
  xMm: 20,
  yMm: 200,
  widthMm: 42,
  heightMm: 42,
  png,
  ...changed,
})

export const requestSeal = async (changed: Partial<SealRequest> = {}): Promise<SealRequest> => ({
  pdf: changed.pdf ?? (await makePdf()),
  appearances: [placeSeal()],
  fieldName: 'seal-1',
  name: '某某建设集团有限公司',
  reason: '投标文件签章',
  signingTime: new Date('2026-11-21T08:30:00.000Z'),
  holeSizeInBytes: 512,
  ...changed,
})

/** Seals with a structure that stands for a signature: what matters here is what it covers. */
export async function seal(pdf: Uint8Array, changed: Partial<SealRequest> = {}): Promise<Uint8Array> {
  return fillSeal(await prepareSeal(await requestSeal({ ...changed, pdf })), element(0x30, utf8Bytes('signature')))
}
