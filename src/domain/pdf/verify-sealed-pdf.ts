import { BidsealError, type Failure } from '../failure.ts'
import { readSesSignature, type SesSignature } from '../seal/ses-signature.ts'
import { type ChainVerifier, type SesReport, verifySesSignature } from '../seal/verify-seal.ts'
import type { OnDigested } from './byte-range.ts'
import type { PdfInput } from './pdf-bytes.ts'
import { isPictureOf } from './read-appearance.ts'
import { type CoverageBreach, type FoundSeal, readSeals } from './read-seals.ts'
import { sealPropertyInfo } from './seal-property.ts'

export interface PdfSealReport {
  found: FoundSeal
  verdict: PdfSealVerdict
}

export type PdfSealVerdict =
  /** What came later stands in `found.coverage.laterChanges` and must be judged too. */
  | Extract<SesReport, { kind: 'valid' }>
  | { kind: 'not-covered'; breach: CoverageBreach }
  /** Made by a key token or by others: see `found.format`. */
  | { kind: 'not-a-seal' }
  | { kind: 'unreadable'; failure: Failure }
  /** The signature was made for another field or range. */
  | { kind: 'property-differs' }
  /** What is seen is not the seal that signed, or not in its size. */
  | { kind: 'picture-differs'; page: number }
  | { kind: 'refused'; report: Exclude<SesReport, { kind: 'valid' }> }

const sizeToleranceMm = 0.1

interface Verifiers {
  verifySigner: ChainVerifier
  verifyMaker: ChainVerifier
  /** When it was signed; without it the time that the signature claims counts. */
  momentOf?: (signature: SesSignature) => Date
}

/**
 * Every seal of a PDF with its verdict. Fails as `openPdf` when the file cannot be read at all.
 * A file is as good as all of its verdicts and later changes together: one valid seal says nothing of the others.
 */
export async function verifySealedPdf(
  question: Verifiers & { pdf: PdfInput; onDigested?: OnDigested },
): Promise<PdfSealReport[]> {
  const reports: PdfSealReport[] = []
  for (const found of readSeals(question.pdf, question.onDigested))
    reports.push({ found, verdict: await judge(found, question) })
  return reports
}

async function judge(found: FoundSeal, { verifySigner, verifyMaker, momentOf }: Verifiers): Promise<PdfSealVerdict> {
  const { coverage } = found
  if (coverage.kind === 'breached') return { kind: 'not-covered', breach: coverage.breach }
  if (found.format !== 'ses') return { kind: 'not-a-seal' }
  try {
    const signature = readSesSignature(coverage.contents)
    const at = momentOf?.(signature) ?? signature.signingTime
    const report = verifySesSignature({ signature, signedBytesDigest: coverage.digest, at, verifySigner, verifyMaker })
    if (report.kind !== 'valid') return { kind: 'refused', report }
    if (signature.propertyInfo !== sealPropertyInfo(coverage.byteRange, found.fieldName))
      return { kind: 'property-differs' }
    const differing = await placeWithOtherPicture(found, signature)
    return differing === null ? report : { kind: 'picture-differs', page: differing }
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
    return { kind: 'unreadable', failure: error.failure }
  }
}

/** The page, from 0, on which something else is shown than the seal's own picture in its own size; null when none. */
async function placeWithOtherPicture({ places }: FoundSeal, { seal }: SesSignature): Promise<number | null> {
  const { data, widthMm, heightMm } = seal.picture
  // A seal across hundreds of pages shows one image object: it is compared once.
  const known = new Set<unknown>()
  for (const { page, shown } of places) {
    const isRealSize =
      shown !== null &&
      Math.abs(shown.widthMm - widthMm) < sizeToleranceMm &&
      Math.abs(shown.heightMm - heightMm) < sizeToleranceMm
    if (!isRealSize) return page
    if (known.has(shown.image)) continue
    if (!(await isPictureOf(shown, data))) return page
    known.add(shown.image)
  }
  return null
}
