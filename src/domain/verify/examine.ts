import { type ByteSource, piecesOf, syncSourceOf } from '../byte-source.ts'
import { hexOf } from '../bytes.ts'
import { fail } from '../failure.ts'
import { maxPdfBytes } from '../pdf/open-pdf.ts'
import { createSm3 } from '../sm/sm3.ts'
import { type CertificateFacts, certificateFacts, type RevocationListFacts, revocationListFacts } from './facts.ts'
import { recognizeFile } from './recognize.ts'
import { failed, type Report } from './report.ts'
import type { Trust } from './trust.ts'
import { verifyBidFile } from './verify-bid-file.ts'
import { verifyPdf } from './verify-pdf.ts'
import { verifyPlainCopy } from './verify-plain-copy.ts'
import { verifyTenderFile } from './verify-tender-file.ts'

/** A report with what it is about: what is shown, saved and handed on (验证报告). */
export interface VerificationRecord {
  /** Name and version of the program. */
  tool: string
  verifiedAt: string
  /** `sm3` has 64 characters: a report belongs to the file with this digest and to no other. */
  file: { name: string; sizeInBytes: number; sm3: string }
  /** What was relied on. Whoever doubts a root doubts the report. */
  basis: { roots: CertificateFacts[]; revocationLists: RevocationListFacts[] }
  report: Report
}

export interface ExamineOptions {
  signal?: AbortSignal
  /** Of twice the file's size: the verifier reads it, and it is digested as a whole. */
  onProgress?: (doneInBytes: number) => void
}

/** Verifies a file of any kind. Fails with `pdf.too-large` and `task.cancelled`; everything else is in the report. */
export async function examineFile(
  subject: { source: ByteSource; fileName: string; tool: string; now: Date },
  trust: Trust,
  { signal, onProgress }: ExamineOptions = {},
): Promise<VerificationRecord> {
  const { source, fileName, tool, now } = subject
  const report = await verifyAny(source, trust, {
    ...(signal && { signal }),
    onProgress: (done) => onProgress?.(Math.min(done, source.sizeInBytes)),
  })
  const digest = createSm3()
  let done = source.sizeInBytes
  for await (const piece of piecesOf(source)) {
    if (signal?.aborted) fail('task.cancelled', {})
    digest.update(piece)
    done += piece.length
    onProgress?.(done)
  }
  return {
    tool,
    verifiedAt: now.toISOString(),
    file: { name: fileName, sizeInBytes: source.sizeInBytes, sm3: hexOf(digest.digest()) },
    basis: {
      roots: trust.roots.map(certificateFacts),
      revocationLists: trust.revocationLists.map(revocationListFacts),
    },
    report,
  }
}

async function verifyAny(
  source: ByteSource,
  trust: Trust,
  options: { signal?: AbortSignal; onProgress: (doneInBytes: number) => void },
): Promise<Report> {
  let digested = 0
  const progress = (bytes: number) => {
    if (options.signal?.aborted) fail('task.cancelled', {})
    digested += bytes
    options.onProgress(digested)
  }
  switch (await recognizeFile(source)) {
    case 'pdf':
      if (source.sizeInBytes > maxPdfBytes)
        fail('pdf.too-large', { sizeInBytes: source.sizeInBytes, limitInBytes: maxPdfBytes })
      return verifyPdf(await syncSourceOf(source), trust, progress)
    case 'bid-file':
      return verifyBidFile(source, trust, options)
    case 'plain-copy':
      return verifyPlainCopy(source, trust, options.signal ? { signal: options.signal } : {})
    case 'tender-file':
      return verifyTenderFile(source, trust)
    case null: {
      const finding = { kind: 'failure', failure: { code: 'verify.unknown-file', details: {} } } as const
      return { kind: 'unknown', verdict: 'unreadable', checks: [failed('format', finding)] }
    }
  }
}
