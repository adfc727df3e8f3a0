import type { Failure } from '../failure.ts'
import type { CoverageBreach } from '../pdf/read-seals.ts'
import type { NamedRecipient } from './recipients.ts'

/** The questions a clerk asks about a file. */
export type Topic =
  | 'format'
  | 'integrity'
  | 'coverage'
  | 'statement'
  | 'recipients'
  | 'files'
  | 'contents'
  | 'chain'
  | 'revocation'
  | 'seal'
  | 'algorithm'

/** `unsure` does not make a file invalid: something outside the file is missing, such as a current revocation list. */
export type Outcome = 'passed' | 'unsure' | 'failed' | 'not-done'

/** What was found, as plain data; `findingSentence` says it to a person. Times are ISO 8601. */
export type Finding =
  | { kind: 'failure'; failure: Failure }
  | { kind: 'readable' }
  | { kind: 'intact' }
  | { kind: 'digest-differs' }
  | { kind: 'bad-signature' }
  | { kind: 'covers-whole-file' }
  | { kind: 'sealed-again-later'; seals: number }
  | { kind: 'changed-later'; forms: number; others: string[] }
  | { kind: 'coverage-breached'; breach: CoverageBreach }
  | { kind: 'no-seals' }
  | { kind: 'statement-signed'; bidder: string; created: string }
  | { kind: 'recipients-signed'; recipients: NamedRecipient[] }
  | { kind: 'files-listed'; count: number }
  | { kind: 'tender-signed'; signer: string }
  | { kind: 'tender-signed-by-another'; signer: string }
  | { kind: 'not-decrypted' }
  | { kind: 'trusted'; path: string[] }
  | { kind: 'unknown-issuer'; name: string; issuer: string }
  | { kind: 'chain-unknown' }
  | { kind: 'not-revoked' }
  | { kind: 'revocation-unknown'; names: string[] }
  | { kind: 'seal-valid'; seal: string; maker: string }
  | { kind: 'seal-forged'; seal: string }
  | { kind: 'seal-not-yet-valid'; seal: string; from: string }
  | { kind: 'seal-expired'; seal: string; until: string }
  | { kind: 'seal-of-another'; seal: string; signer: string }
  | { kind: 'property-differs' }
  | { kind: 'picture-differs'; page: number }
  | { kind: 'algorithm-known'; algorithm: string }
  | { kind: 'algorithm-unsupported'; algorithm: string }

export interface Check {
  topic: Topic
  outcome: Outcome
  finding: Finding
}

/** `unreadable` says that this program cannot judge: another kind of file, a newer version, a foreign algorithm. */
export type Verdict = 'valid' | 'invalid' | 'unreadable'

/** One seal (签章) in a PDF. Everything but `checks` is what the file claims. */
export interface SealReport {
  field: string
  signer: string | null
  signedAt: string | null
  pages: number[]
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

export type Report = PdfReport | BidFileReport | PlainCopyReport | TenderFileReport

export const passed = (topic: Topic, finding: Finding): Check => ({ topic, outcome: 'passed', finding })
export const failed = (topic: Topic, finding: Finding): Check => ({ topic, outcome: 'failed', finding })

/**
 * The verdict over all checks: a failed one makes the file invalid, but a format or an algorithm that this program does
 * not know makes it unreadable, because nothing is proven either way.
 */
export function verdictOf(checks: readonly Check[]): Verdict {
  const failures = checks.filter(({ outcome }) => outcome === 'failed')
  if (failures.some(({ topic }) => topic !== 'format' && topic !== 'algorithm')) return 'invalid'
  return failures.length > 0 ? 'unreadable' : 'valid'
}
