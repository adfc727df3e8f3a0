import { element } from '../../src/domain/asn1/write-der.ts'
import { utf8Bytes } from '../../src/domain/bytes.ts'
import { fillSeal } from '../../src/domain/pdf/fill-seal.ts'
import { prepareSeal, type SealRequest } from '../../src/domain/pdf/prepare-seal.ts'
import type { SealAppearance } from '../../src/domain/pdf/seal-appearance.ts'
import { makePdf, makeSealPng } from './pdfs.ts'

const png = makeSealPng()

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
