import { hexOf } from '../../../src/domain/bytes.ts'
import { inspectPdf } from '../../../src/domain/pdf/inspect-pdf.ts'
import { readSeals } from '../../../src/domain/pdf/read-seals.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import type { Trust } from '../../../src/domain/verify/trust.ts'
import { verifyPdf } from '../../../src/domain/verify/verify-pdf.ts'

// Every way into the PDF reader that these cases take, in one place.

/** All seals with coverage, places and later changes. */
export async function readWhole(pdf: Uint8Array): Promise<unknown> {
  return readSeals(pdf)
}

/** What is asked of a document before it is sealed. */
export async function inspectWhole(pdf: Uint8Array): Promise<unknown> {
  return inspectPdf(pdf)
}

/**
 * What the seals of a file prove when the verifier calls it valid: the bytes that each covers, outside its hole. Null when
 * it does not. Bytes that no seal covers may only be further seals, which then prove what they cover.
 */
export async function provenSeals(pdf: Uint8Array, trust: Trust): Promise<string | null> {
  const { verdict } = await verifyPdf(pdf, trust)
  if (verdict !== 'valid') return null
  const covered = readSeals(pdf).map(({ coverage }) =>
    coverage.kind === 'sound' ? hexOf(coverage.digest) : 'breached',
  )
  return `${covered.join()} ${hexOf(sm3(covers(pdf)))}`
}

/** The whole file without the digits of its holes and without blanks at the end, which say nothing. */
function covers(pdf: Uint8Array): Uint8Array {
  const kept = pdf.slice()
  for (const { coverage } of readSeals(pdf))
    if (coverage.kind === 'sound') kept.fill(0, coverage.byteRange[1], coverage.byteRange[2])
  let end = kept.length
  while (end > 0 && [0x20, 0x0a, 0x0d].includes(kept[end - 1]!)) end--
  return kept.subarray(0, end)
}
