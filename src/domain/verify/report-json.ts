import type { VerificationRecord } from './examine.ts'
import { findingSentence } from './finding-sentences.ts'
import type { Check, PdfReport, Report } from './report.ts'

/** Rises when a member changes its meaning; new members and kinds of findings do not raise it. */
const version = 1

/**
 * The report as data for other programs (`docs/formats/verification-report.md`): the record with its report's members
 * beside them, each check with its reason in words.
 */
export function reportJson({ tool, verifiedAt, file, basis, report }: VerificationRecord) {
  return { format: 'bidseal-verification-report', version, tool, verifiedAt, file, basis, ...withReasons(report) }
}

function withReasons(report: Report) {
  if (report.kind === 'pdf') return withSealReasons(report)
  const checks = report.checks.map(withReason)
  if (report.kind !== 'plain-copy') return { ...report, checks }
  const documents = report.documents.map(({ path, report }) => ({ path, report: withSealReasons(report) }))
  return { ...report, checks, documents }
}

function withSealReasons({ seals, checks, ...report }: PdfReport) {
  const explained = seals.map((seal) => ({ ...seal, checks: seal.checks.map(withReason) }))
  return { ...report, checks: checks.map(withReason), seals: explained }
}

const withReason = ({ topic, outcome, finding }: Check) => ({
  topic,
  outcome,
  reason: findingSentence(finding),
  finding,
})
