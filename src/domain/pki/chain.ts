import { equalBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { type Certificate, holderOf, isUsableFor, isUsableForTimeStamps, type Usage } from './certificate.ts'
import { oid } from './object-identifiers.ts'
import type { Revocation, RevocationReason } from './revocation-entries.ts'
import { findRevocation, isRevocationListOf, type RevocationList } from './revocation-list.ts'
import { hasRole, type Role } from './roles.ts'
import { isSignedBy } from './signed-structure.ts'

// RFC 5280, clause 6, without policies and name constraints: those, when critical, make a certificate unacceptable.

/** Certificates in one path, leaf and root included. */
const pathLimit = 8
/** Signatures tried in one verification, so that crossed certificates cannot make it run for ever. */
const attemptLimit = 64

export interface ChainQuestion {
  leaf: Certificate
  /** In any order; those that do not belong to the path do no harm. */
  intermediates: readonly Certificate[]
  /** Trusted as they are. Empty means that nothing is trusted. */
  roots: readonly Certificate[]
  /** Unverified, in any order; lists that no authority of the path signed are passed over. */
  revocationLists: readonly RevocationList[]
  /** The moment for which the question is asked, such as the time of signing. */
  at: Date
  /** What the leaf is to be used for; without it any use will do. */
  usage?: Usage | 'timeStamp'
  /** What the leaf must have been issued for; without it any role will do. */
  role?: Role
}

export type ChainReport =
  | {
      kind: 'valid'
      /** From the leaf to the root. */
      path: readonly Certificate[]
      /** Those for which there was no current list of their issuer: nobody knows whether they were revoked. */
      unchecked: readonly Certificate[]
    }
  | ({ certificate: Certificate } & ChainProblem)

/** What is wrong, first of all with the `certificate` beside it. */
export type ChainProblem =
  | { kind: 'unknown-issuer' }
  | { kind: 'name-mismatch' }
  /** Signed with another algorithm than SM2 with SM3, such as the RSA certificates of older key tokens. */
  | { kind: 'unsupported-algorithm' }
  | { kind: 'bad-signature' }
  | { kind: 'expired'; at: Date }
  | { kind: 'not-yet-valid'; at: Date }
  | { kind: 'revoked'; at: Date; reason: RevocationReason }
  | { kind: 'not-an-authority' }
  | { kind: 'path-too-long' }
  | { kind: 'wrong-key-usage' }
  /** Issued for something else, such as an enterprise's certificate under a receipt. */
  | { kind: 'wrong-role' }
  | { kind: 'unhandled-extension'; extension: string }

type InvalidReport = Exclude<ChainReport, { kind: 'valid' }>

/**
 * Looks for a path from the leaf to one of the roots in which everything holds. When there is none, reports the
 * problem of the path that came furthest. Certificates are found by name, then by key; loops and crossings end.
 */
export function verifyChain(question: ChainQuestion): ChainReport {
  const { leaf, usage, role } = question
  const isUsable = usage === 'timeStamp' ? isUsableForTimeStamps(leaf) : usage === undefined || isUsableFor(leaf, usage)
  if (!isUsable) return { kind: 'wrong-key-usage', certificate: leaf }
  if (role !== undefined && !hasRole(leaf, role)) return { kind: 'wrong-role', certificate: leaf }
  return extendPath(question, [leaf], { count: 0 })
}

/** `path` holds from the leaf up to its last certificate, whose own state and issuer are still to be looked at. */
function extendPath(question: ChainQuestion, path: readonly Certificate[], attempts: { count: number }): ChainReport {
  const certificate = path.at(-1)!
  const isTimeStamper = path.length === 1 && question.usage === 'timeStamp'
  const problem = problemOf(certificate, question.at, isTimeStamper ? [oid.extendedKeyUsage] : [])
  if (problem !== null) return { certificate, ...problem }
  if (question.roots.some((root) => isSame(root, certificate))) return reportRevocation(question, path)
  if (path.length === pathLimit) return { kind: 'path-too-long', certificate }

  let furthest: InvalidReport = { kind: 'unknown-issuer', certificate }
  let furthestRank = 0
  for (const issuer of issuersOf(certificate, question)) {
    if (path.some((below) => isSame(below, issuer)) || attempts.count === attemptLimit) continue
    attempts.count++
    const linkProblem = problemOfLink(path, issuer)
    const report = linkProblem === null ? extendPath(question, [...path, issuer], attempts) : linkProblem
    if (report.kind === 'valid') return report
    const rank = linkProblem === null ? (report.kind === 'unknown-issuer' ? 2 : 3) : 1
    if (rank > furthestRank) [furthest, furthestRank] = [report, rank]
  }
  return furthest
}

function problemOf(
  { notBefore, notAfter, unhandledCriticalExtensions }: Certificate,
  at: Date,
  handled: readonly string[],
): ChainProblem | null {
  const extension = unhandledCriticalExtensions.find((type) => !handled.includes(type))
  if (extension !== undefined) return { kind: 'unhandled-extension', extension }
  if (at < notBefore) return { kind: 'not-yet-valid', at: notBefore }
  if (at > notAfter) return { kind: 'expired', at: notAfter }
  return null
}

/** Whether `issuer` may stand above the path, and does. */
function problemOfLink(path: readonly Certificate[], issuer: Certificate): InvalidReport | null {
  const certificate = path.at(-1)!
  if (!equalBytes(certificate.issuer.der, issuer.subject.der)) return { kind: 'name-mismatch', certificate }
  if (certificate.signature === null) return { kind: 'unsupported-algorithm', certificate }
  if (!isSignedBy(certificate, issuer.publicKey)) return { kind: 'bad-signature', certificate }
  if (issuer.basicConstraints?.isAuthority !== true) return { kind: 'not-an-authority', certificate: issuer }
  if (issuer.keyUsage !== null && !issuer.keyUsage.has('keyCertSign'))
    return { kind: 'wrong-key-usage', certificate: issuer }
  // Authorities between this issuer and the leaf; those that issued to themselves do not count (clause 6.1.4 l).
  const between = path.slice(1).filter(({ subject, issuer }) => !equalBytes(subject.der, issuer.der))
  const { pathLength } = issuer.basicConstraints
  if (pathLength !== null && between.length > pathLength) return { kind: 'path-too-long', certificate: issuer }
  return null
}

/** Candidates by name; when there is none, by key identifier, to say that the names differ. Roots come first. */
function issuersOf(certificate: Certificate, { roots, intermediates }: ChainQuestion): Certificate[] {
  const candidates = [...roots, ...intermediates]
  const named = candidates.filter(({ subject }) => equalBytes(subject.der, certificate.issuer.der))
  if (named.length > 0) return named
  const wanted = certificate.authorityKeyIdentifier
  return candidates.filter(({ subjectKeyIdentifier: found }) => wanted && found && equalBytes(wanted, found))
}

/** For these a key ends without anybody else having it; "unspecified" is not among them (RFC 3161, clause 4). */
const harmlessReasons: readonly RevocationReason[] = ['affiliationChanged', 'superseded', 'cessationOfOperation']

/**
 * Every certificate below the root against the lists of its issuer, which this path has proven. ⚔ Who has stolen the key of
 * a time-stamp authority writes any time: of its stamps those before the revocation hold only when no key was lost.
 */
function reportRevocation(question: ChainQuestion, path: readonly Certificate[]): ChainReport {
  const unchecked: Certificate[] = []
  for (const [i, certificate] of path.slice(0, -1).entries()) {
    const status = revocationStatus(certificate, path[i + 1]!, question)
    if (status.kind === 'revoked') return { kind: 'revoked', certificate, ...status.revocation }
    if (question.usage === 'timeStamp' && status.later !== null && !harmlessReasons.includes(status.later.reason))
      return { kind: 'revoked', certificate, ...status.later }
    if (status.kind === 'unknown') unchecked.push(certificate)
  }
  return { kind: 'valid', path, unchecked }
}

/** What the lists of its issuer say of one certificate at a moment, and which list says it. */
export type RevocationStatus =
  | { kind: 'revoked'; list: RevocationList; revocation: Revocation }
  /** `later` is a revocation after the moment; null when there is none on these lists. */
  | { kind: 'not-revoked'; list: RevocationList; later: Revocation | null }
  /** No list of the issuer was in force at the moment; `newest` is what there was instead, if anything. */
  | { kind: 'unknown'; newest: RevocationList | null; later: Revocation | null }

/** Asks the lists that `issuer` signed; all others are passed over. `issuer` must have been proven. */
export function revocationStatus(
  certificate: Certificate,
  issuer: Certificate,
  { revocationLists, at }: Pick<ChainQuestion, 'revocationLists' | 'at'>,
): RevocationStatus {
  const lists = revocationLists.filter((list) => isRevocationListOf(list, issuer))
  let later: Revocation | null = null
  for (const list of lists) {
    const revocation = findRevocation(list, certificate)
    if (revocation !== null && revocation.at <= at) return { kind: 'revoked', list, revocation }
    later ??= revocation
  }
  const newest = lists.reduce<RevocationList | null>(
    (best, list) => (best === null || list.thisUpdate > best.thisUpdate ? list : best),
    null,
  )
  const isInForce = ({ nextUpdate }: RevocationList) => nextUpdate !== null && at <= nextUpdate
  // The earliest list that covers the moment is the one that was in force then, or the first one after it.
  const inForce = lists.filter(isInForce).sort((a, b) => a.thisUpdate.getTime() - b.thisUpdate.getTime())
  const before = inForce.filter(({ thisUpdate }) => thisUpdate <= at).at(-1)
  const list = before ?? inForce[0]
  return list === undefined ? { kind: 'unknown', newest, later } : { kind: 'not-revoked', list, later }
}

const isSame = (left: Certificate, right: Certificate) => equalBytes(left.der, right.der)

/**
 * The path of a valid report all of whose certificates were checked for revocation. Otherwise fails with the failure of
 * its problem, `certificate.` and the problem's kind, or with `certificate.revocation-unknown` ⚔ whoever delivers the
 * lists could otherwise revive a revoked certificate by withholding one.
 */
export function trustedPath(report: ChainReport): readonly Certificate[] {
  if (report.kind === 'valid') {
    const [unchecked] = report.unchecked
    if (unchecked !== undefined) fail('certificate.revocation-unknown', { name: holderOf(unchecked).name })
    return report.path
  }
  const { name } = holderOf(report.certificate)
  return 'at' in report
    ? fail(`certificate.${report.kind}`, { name, at: report.at.toISOString() })
    : fail(`certificate.${report.kind}`, { name })
}

/** Prepares the key of an authority that will verify many certificates: several times faster from then on. */
export function precomputeKey({ publicKey }: Certificate): void {
  publicKey?.precompute()
}
