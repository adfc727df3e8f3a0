import { type ByteSource, bytesOf } from '../domain/byte-source.ts'
import { fail } from '../domain/failure.ts'
import { maxPdfBytes } from '../domain/pdf/open-pdf.ts'
import { recognizeFile } from '../domain/verify/recognize.ts'
import type { Report, Verdict } from '../domain/verify/report.ts'
import type { Trust } from '../domain/verify/trust.ts'
import { verifyBidFile } from '../domain/verify/verify-bid-file.ts'
import { verifyPdf } from '../domain/verify/verify-pdf.ts'
import { verifyPlainCopy } from '../domain/verify/verify-plain-copy.ts'

import { verifyTenderFile } from '../domain/verify/verify-tender-file.ts'

import { readTrustFolder } from './read-trust.ts'
import { reportText } from './report-text.ts'
import { withFile } from './with-file.ts'

/** What a command prints, in one of two forms, and the exit code it ends with. */
export interface CommandResult {
  text: string
  json: unknown
  exitCode: number
}

const exitCodes: Record<Verdict, number> = { valid: 0, invalid: 1, unreadable: 2 }

/** Verifies a file of any kind that is recognized; anything else fails with `verify.unknown-file`. */
export async function verifyFile(path: string, trustFolder: string | null): Promise<CommandResult> {
  const trust = await readTrustFolder(trustFolder)
  const report = await withFile(path, (source) => verifySource(source, trust))
  return { text: reportText(report), json: report, exitCode: exitCodes[report.verdict] }
}

async function verifySource(source: ByteSource, trust: Trust): Promise<Report> {
  switch (await recognizeFile(source)) {
    case 'bid-file':
      return verifyBidFile(source, trust)
    case 'plain-copy':
      return verifyPlainCopy(source, trust)
    case 'tender-file':
      return verifyTenderFile(source, trust)
    case 'pdf':
      if (source.sizeInBytes > maxPdfBytes)
        fail('pdf.too-large', { sizeInBytes: source.sizeInBytes, limitInBytes: maxPdfBytes })
      return verifyPdf(await bytesOf(source), trust)
    case null:
      fail('verify.unknown-file', {})
  }
}
