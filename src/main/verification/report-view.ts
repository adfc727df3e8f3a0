import type { z } from 'zod'
import type { CheckView, Verification, VerificationView } from '../../contract/bid-output.ts'
import type { VerificationRecord } from '../../domain/verify/examine.ts'
import type { Check, Outcome, PdfReport, Verdict } from '../../domain/verify/report.ts'
import { type OutlinedSection, outlineCheck, outlineOf, outlineSeal } from '../../domain/verify/report-outline.ts'

type CheckLine = z.infer<typeof CheckView>
type SealLine = VerificationView['seals'][number]

const outcomes: Record<Outcome, CheckLine['outcome']> = {
  passed: 'ok',
  unsure: 'warning',
  failed: 'bad',
  'not-done': 'not-checked',
}
const verdicts: Record<Verdict, VerificationView['verdict']> = {
  valid: 'valid',
  invalid: 'not-valid',
  unreadable: 'unreadable',
}

/** A report of the verifier in the words of a window. */
export function verificationOf(record: VerificationRecord): Omit<Verification, 'verificationId'> {
  const outline = outlineOf(record)
  const view: VerificationView = {
    fileName: record.file.name,
    verdict: verdicts[outline.verdict],
    summary: outline.summary,
    checks: outline.file.checks.map(lineOf),
    seals: outline.seals.map((section) => sectionLine(section, record.file.name)),
  }
  return { view, facts: [...outline.facts, ...outline.file.facts], basis: outline.basis }
}

export function checkLine(check: Check): CheckLine {
  return lineOf(outlineCheck(check))
}

/** Every seal of one document. */
export function sealLines(documentName: string, { seals }: PdfReport): SealLine[] {
  return seals.map((seal, i) => sectionLine(outlineSeal(seal, null, i + 1), documentName))
}

const lineOf = ({ name, outcome, sentence, evidence }: ReturnType<typeof outlineCheck>): CheckLine => ({
  name,
  outcome: outcomes[outcome],
  sentence,
  evidence,
})

function sectionLine(section: OutlinedSection, documentName: string): SealLine {
  const { document, sealName, signer, signedAt } = section.seal ?? {}
  return {
    documentName: document ?? documentName,
    sealName: sealName ?? section.title,
    signerName: signer ?? '未知',
    signedAt: signedAt == null ? null : Date.parse(signedAt),
    verdict: verdicts[section.verdict],
    facts: section.facts,
    checks: section.checks.map(lineOf),
  }
}
