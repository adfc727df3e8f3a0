import type { BidFileHeader } from '../../domain/bid-file/header.ts'
import type { SignedStatement } from '../../domain/bid-file/trailer.ts'
import { type ByteSource, syncSourceOf } from '../../domain/byte-source.ts'
import { maxPdfBytes } from '../../domain/pdf/open-pdf.ts'
import { namedRecipients } from '../../domain/verify/recipients.ts'
import { type Check, type PdfReport, passed, type Verdict } from '../../domain/verify/report.ts'
import type { Trust } from '../../domain/verify/trust.ts'
import { checkAlgorithms, checkStatement, checkStatementSigner } from '../../domain/verify/verify-bid-file.ts'
import { verifyPdf } from '../../domain/verify/verify-pdf.ts'

/** What the verifier says of a bid that was opened: of the bid itself, and of every PDF with a seal in it. */
export interface OpenedReport {
  verdict: Verdict
  checks: Check[]
  documents: { path: string; report: PdfReport }[]
}

/**
 * What the verifier says of a bid whose chunks, archive and files have all been let through: those would have failed on
 * anything that is not what was signed.
 */
export function judgeBid(
  { header, signed }: { header: BidFileHeader; signed: SignedStatement },
  fileCount: number,
  trust: Trust,
): Check[] {
  return [
    passed('format', { kind: 'readable' }),
    checkStatement(signed),
    passed('recipients', { kind: 'recipients-signed', recipients: namedRecipients(signed) }),
    passed('integrity', { kind: 'intact' }),
    passed('files', { kind: 'files-listed', count: fileCount }),
    ...checkStatementSigner(signed, trust),
    checkAlgorithms(header),
  ]
}

/**
 * The seals of a PDF in an opened bid; null when it has none, which is no fault: which ones must be sealed is the tender's
 * business. What is larger than any PDF may be has none either.
 */
export async function judgePdf({
  source,
  signed,
  trust,
}: {
  source: ByteSource
  signed: SignedStatement
  trust: Trust
}): Promise<PdfReport | null> {
  if (source.sizeInBytes > maxPdfBytes) return null
  const report = await verifyPdf(await syncSourceOf(source), withChain(trust, signed))
  return report.seals.length > 0 ? report : null
}

/** A seal carries its signer's certificate alone; the authorities above it may have come with the bid. */
function withChain(trust: Trust, { certificates }: SignedStatement): Trust {
  return { ...trust, intermediates: [...trust.intermediates, ...certificates] }
}
