import type { Failure } from '../failure.ts'
import type { ChangeReason } from '../pdf/classify-changes.ts'
import type { CoverageBreach } from '../pdf/read-seals.ts'
import type { RevocationReason } from '../pki/revocation-entries.ts'
import type { TimeReport } from '../seal/verify-time.ts'
import type { CertificateFacts, RevocationListFacts } from './facts.ts'
import type { NamedRecipient } from './recipients.ts'

/** The questions a clerk asks about a file, in the order in which they are answered. */
export type Topic =
  | 'format'
  | 'statement'
  | 'recipients'
  | 'files'
  | 'integrity'
  | 'coverage'
  | 'chain'
  | 'revocation'
  | 'seal'
  | 'holder'
  | 'appearance'
  | 'algorithm'
  | 'time'
  | 'contents'

/**
 * One thing that was added after a seal. `revision` counts the updates after that seal, from 1, and is null when the
 * change stands in none; `pages` are from 1 and empty when the change is on no page or on one that cannot be told.
 */
export type LaterChange = { revision: number | null; pages: number[] } & (
  | { kind: 'seal'; field: string; signer: string | null }
  | { kind: 'form'; field: string }
  | { kind: 'other'; reason: ChangeReason; object: number | null }
)

/** What a seal covers and what came after. `changes` are the first 200 of `changeCount`. */
export interface Coverage {
  coveredBytes: number
  sizeInBytes: number
  changes: LaterChange[]
  changeCount: number
}

/** One certificate of a path and the list that was asked about it. */
export interface RevocationAnswer {
  name: string
  /** Null when there was none of its issuer at all. */
  list: RevocationListFacts | null
  /** Whether the list was in force at the moment, or came after it and before the certificate ran out. */
  isCovered: boolean
}

export interface Revoked {
  name: string
  at: string
  reason: RevocationReason
}

/** Why a time stamp proves nothing. */
export type TimeStampProblem = Extract<TimeReport, { kind: 'time-stamp-bad' }>['problem']['kind']

/** What was found, as plain data; `findingSentence` says it to a person. Times are ISO 8601, digests hexadecimal. */
export type Finding =
  | { kind: 'failure'; failure: Failure }
  // format
  | { kind: 'readable' }
  | { kind: 'no-seals' }
  // integrity: `digest` is what was signed, null when several digests were
  | { kind: 'intact'; digest?: string }
  | { kind: 'digest-differs'; signed: string; found: string }
  | { kind: 'bad-signature' }
  | { kind: 'property-differs'; signed: string; expected: string }
  // coverage
  | { kind: 'covers-whole-file'; coveredBytes: number }
  | ({ kind: 'sealed-again-later' } & Coverage)
  | ({ kind: 'changed-later' } & Coverage)
  | { kind: 'coverage-breached'; breach: CoverageBreach }
  // statement, recipients, files, contents
  | { kind: 'statement-signed'; bidder: string; created: string }
  | { kind: 'recipients-signed'; recipients: NamedRecipient[] }
  | { kind: 'files-listed'; count: number }
  | { kind: 'tender-signed'; signer: string }
  | { kind: 'tender-signed-by-another'; signer: string }
  | { kind: 'not-decrypted' }
  // chain: `path` is from the signer up, as far as it was found
  | { kind: 'trusted'; path: CertificateFacts[] }
  | { kind: 'untrusted'; failure: Failure; path: CertificateFacts[] }
  | { kind: 'unknown-issuer'; name: string; issuer: string; path: CertificateFacts[] }
  // revocation
  | { kind: 'chain-unknown' }
  | { kind: 'not-revoked'; answers: RevocationAnswer[] }
  | { kind: 'revoked'; revoked: Revoked; list: RevocationListFacts }
  | { kind: 'revoked-later'; revoked: Revoked; answers: RevocationAnswer[] }
  | { kind: 'revocation-unknown'; names: string[]; answers: RevocationAnswer[] }
  // seal, holder, appearance
  | { kind: 'seal-valid'; seal: string; maker: string; path: CertificateFacts[] }
  | { kind: 'seal-maker-unchecked'; seal: string; maker: string; names: string[]; path: CertificateFacts[] }
  | { kind: 'seal-maker-revoked-later'; seal: string; maker: string; revoked: Revoked; path: CertificateFacts[] }
  | { kind: 'seal-forged'; seal: string }
  | { kind: 'seal-not-yet-valid'; seal: string; from: string }
  | { kind: 'seal-expired'; seal: string; until: string }
  | { kind: 'signer-may-use'; seal: string; signer: string; holders: number }
  | { kind: 'seal-of-another'; seal: string; signer: string; holders: number }
  | { kind: 'picture-shown'; pages: number[]; widthMm: number; heightMm: number }
  | { kind: 'picture-differs'; page: number }
  | { kind: 'not-shown' }
  | { kind: 'not-examined' }
  // algorithm
  | { kind: 'algorithm-known'; algorithm: string }
  | { kind: 'algorithm-unsupported'; algorithm: string }
  // time
  | { kind: 'own-clock'; at: string }
  /** `at` is the time stamp's, `claimed` the signer's; `path` leads from the time-stamp authority up, `names` are those of it without a list. */
  | { kind: 'time-stamped'; at: string; claimed: string; authority: string; path: CertificateFacts[]; names: string[] }
  | { kind: 'time-stamp-bad'; at: string; problem: TimeStampProblem }
