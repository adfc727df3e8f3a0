import type { BidContents } from '../../domain/bid-file/contents.ts'
import type { SignedStatement } from '../../domain/bid-file/trailer.ts'
import { type ByteSource, bytesOf } from '../../domain/byte-source.ts'
import { namedRecipients } from '../../domain/verify/recipients.ts'
import { type Check, type PdfReport, passed, type Verdict, verdictOf } from '../../domain/verify/report.ts'
import type { Trust } from '../../domain/verify/trust.ts'
import { checkStatement, checkStatementSigner } from '../../domain/verify/verify-bid-file.ts'
import { verifyPdf } from '../../domain/verify/verify-pdf.ts'
import { contentOf } from '../../domain/zip/read-zip.ts'

/** What the verifier says of a bid that was opened: of the bid itself, and of every PDF with a seal in it. */
export interface OpenedReport {
  verdict: Verdict
  checks: Check[]
  documents: { path: string; report: PdfReport }[]
}

/**
 * The report on contents that `openBid` and `requireBid` have let through: those would have failed on anything that is
 * not what was signed. A PDF without a seal is no fault: which ones must be sealed is the tender's business.
 */
export async function verifyOpened(
  {
    source,
    contents,
    signed,
    trust,
  }: { source: ByteSource; contents: BidContents; signed: SignedStatement; trust: Trust },
  onProgress: (filesDone: number) => void,
): Promise<OpenedReport> {
  const { manifest, entries } = contents
  const checks: Check[] = [
    passed('format', { kind: 'readable' }),
    checkStatement(signed),
    passed('recipients', { kind: 'recipients-signed', recipients: namedRecipients(signed) }),
    passed('integrity', { kind: 'intact' }),
    passed('files', { kind: 'files-listed', count: manifest.files.length }),
    ...checkStatementSigner(signed, trust),
    passed('algorithm', { kind: 'algorithm-known', algorithm: 'SM2-SM3, SM4-GCM' }),
  ]
  const documents: OpenedReport['documents'] = []
  for (const [done, { path }] of manifest.files.entries()) {
    const entry = entries.get(path)
    if (entry !== undefined && path.toLowerCase().endsWith('.pdf')) {
      const report = await verifyPdf(await bytesOf(contentOf(source, entry)), withChain(trust, signed))
      if (report.seals.length > 0) documents.push({ path, report })
    }
    onProgress(done + 1)
  }
  const sealed = documents.flatMap(({ report }) => report.seals.flatMap((seal) => seal.checks))
  return { verdict: verdictOf([...checks, ...sealed]), checks, documents }
}

/** A seal carries its signer's certificate alone; the authorities above it may have come with the bid. */
function withChain(trust: Trust, { certificates }: SignedStatement): Trust {
  return { ...trust, intermediates: [...trust.intermediates, ...certificates] }
}
