import type { SealFacts } from './facts.ts'
import type { Finding, Topic } from './finding.ts'

/** `unsure` does not make a file invalid: something outside the file is missing, such as a current revocation list. */
export type Outcome = 'passed' | 'unsure' | 'failed' | 'not-done'

export interface Check {
  topic: Topic
  outcome: Outcome
  finding: Finding
}

/** `unreadable` says that this program cannot judge: another kind of file, a newer version, a foreign algorithm. */
export type Verdict = 'valid' | 'invalid' | 'unreadable'

/** One seal (签章) in a PDF. Everything but `verdict` and `checks` is what the file claims. */
export interface SealReport {
  field: string
  signer: string | null
  signedAt: string | null
  /** From 1, in the order of the file. */
  pages: number[]
  /** Null when the structure could not be read. */
  seal: SealFacts | null
  verdict: Verdict
  checks: Check[]
}

export interface PdfReport {
  kind: 'pdf'
  verdict: Verdict
  checks: Check[]
  seals: SealReport[]
}

/** Whose bid it is, as the signed statement says. */
export interface BidClaims {
  tender: string
  section: string
  bidder: string
  socialCreditCode: string
  created: string
}

export interface BidFileReport {
  kind: 'bid-file'
  verdict: Verdict
  checks: Check[]
  /** Null when no statement could be read. */
  claims: BidClaims | null
}

export interface PlainCopyReport {
  kind: 'plain-copy'
  verdict: Verdict
  checks: Check[]
  claims: BidClaims | null
  documents: { path: string; report: PdfReport }[]
}

/** What a tender file says of itself. */
export interface TenderClaims {
  tender: string
  projectName: string
  tenderer: string
  issued: string
  /** Number of the addendum (答疑文件); null for the tender file itself. */
  addendum: number | null
}

export interface TenderFileReport {
  kind: 'tender-file'
  verdict: Verdict
  checks: Check[]
  claims: TenderClaims | null
}

/** On a file that is none of these. */
export interface UnknownFileReport {
  kind: 'unknown'
  verdict: 'unreadable'
  checks: Check[]
}

export type Report = PdfReport | BidFileReport | PlainCopyReport | TenderFileReport | UnknownFileReport

export const passed = (topic: Topic, finding: Finding): Check => ({ topic, outcome: 'passed', finding })
export const failed = (topic: Topic, finding: Finding): Check => ({ topic, outcome: 'failed', finding })
export const unsure = (topic: Topic, finding: Finding): Check => ({ topic, outcome: 'unsure', finding })
export const notDone = (topic: Topic, finding: Finding): Check => ({ topic, outcome: 'not-done', finding })

/**
 * The verdict over all checks: a failed one makes the file invalid, but a format or an algorithm that this program does
 * not know makes it unreadable, because nothing is proven either way.
 */
export function verdictOf(checks: readonly Check[]): Verdict {
  const failures = checks.filter(({ outcome }) => outcome === 'failed')
  if (failures.some(({ topic }) => topic !== 'format' && topic !== 'algorithm')) return 'invalid'
  return failures.length > 0 ? 'unreadable' : 'valid'
}

/** The time that the signer's own clock told (签名时间): a claim, until a time stamp proves it. */
export const ownClock = (at: Date): Check => notDone('time', { kind: 'own-clock', at: at.toISOString() })
