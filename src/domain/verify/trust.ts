import { equalBytes } from '../bytes.ts'
import { BidsealError } from '../failure.ts'
import { type Certificate, holderOf, readCertificate } from '../pki/certificate.ts'
import { type ChainReport, revocationStatus, trustedPath, verifyChain } from '../pki/chain.ts'
import { describeName } from '../pki/names.ts'
import type { Revocation } from '../pki/revocation-entries.ts'
import { type RevocationList, readRevocationList } from '../pki/revocation-list.ts'
import { isSignedBy } from '../pki/signed-structure.ts'
import { certificateFacts, revocationListFacts } from './facts.ts'
import type { Finding, Revoked } from './finding.ts'
import { type Check, failed, notDone, passed, unsure } from './report.ts'

/** What a verification relies on. Only the roots are believed; the rest is verified against them. */
export interface Trust {
  roots: readonly Certificate[]
  intermediates: readonly Certificate[]
  revocationLists: readonly RevocationList[]
}

/** Whose chain, at which moment. `alongside` are certificates that came with the file. */
export interface ChainQuestion {
  leaf: Certificate
  at: Date
  alongside?: readonly Certificate[]
  /** A time stamp proves the moment: what was revoked later had signed before. */
  isProven?: boolean
}

/** Reads trust from DER. Fails with `certificate.unreadable` or `revocation-list.unreadable`. */
export function readTrust(der: { [K in keyof Trust]: readonly Uint8Array[] }): Trust {
  return {
    roots: der.roots.map(readCertificate),
    intermediates: der.intermediates.map(readCertificate),
    revocationLists: der.revocationLists.map(readRevocationList),
  }
}

/** The chain of a signer, or of a seal's maker. */
export function chainAt(trust: Trust, { leaf, at, alongside = [] }: ChainQuestion): ChainReport {
  return verifyChain({ ...trust, leaf, intermediates: [...alongside, ...trust.intermediates], at, usage: 'sign' })
}

/**
 * Two answers about a signer: can the certificate be traced to a root, and was anything in the path revoked at that time.
 * An unknown authority is told apart from everything that is wrong, and a foreign algorithm makes it unjudged.
 */
export function checkSigner(trust: Trust, question: ChainQuestion): Check[] {
  const report = chainAt(trust, question)
  if (report.kind === 'valid')
    return [
      passed('chain', { kind: 'trusted', path: report.path.map(certificateFacts) }),
      checkRevocation(trust, report.path, question),
    ]
  const unrevoked = report.kind === 'revoked' ? chainAt({ ...trust, revocationLists: [] }, question) : report
  if (unrevoked.kind === 'valid')
    return [
      passed('chain', { kind: 'trusted', path: unrevoked.path.map(certificateFacts) }),
      checkRevocation(trust, unrevoked.path, question),
    ]
  const unasked = notDone('revocation', { kind: 'chain-unknown' })
  const finding = chainFinding(trust, question, unrevoked)
  if (unrevoked.kind === 'unsupported-algorithm')
    return [failed('algorithm', finding), notDone('chain', { kind: 'not-examined' }), unasked]
  return [failed('chain', finding), unasked]
}

/** What the lists say of every certificate below the root. */
function checkRevocation(
  { revocationLists }: Trust,
  path: readonly Certificate[],
  { at, isProven = false }: ChainQuestion,
): Check {
  const statuses = path.slice(0, -1).map((certificate, i) => ({
    name: holderOf(certificate).name,
    notAfter: certificate.notAfter,
    ...revocationStatus(certificate, path[i + 1]!, { revocationLists, at }),
  }))
  for (const status of statuses)
    if (status.kind === 'revoked')
      return failed('revocation', {
        kind: 'revoked',
        revoked: revokedFacts(status.name, status.revocation),
        list: revocationListFacts(status.list),
      })
  const answers = statuses.map((status) => {
    const list = status.kind === 'unknown' ? status.newest : status.list
    return {
      name: status.name,
      list: list && revocationListFacts(list),
      // ⚔ Authorities drop from their lists what has run out: a list of afterwards clears nobody (RFC 5280, clause 3.3).
      isCovered: status.kind === 'not-revoked' && status.list.thisUpdate <= status.notAfter,
    }
  })
  for (const status of statuses)
    if (status.kind !== 'revoked' && status.later !== null && !isProven)
      return unsure('revocation', { kind: 'revoked-later', revoked: revokedFacts(status.name, status.later), answers })
  const names = answers.filter(({ isCovered }) => !isCovered).map(({ name }) => name)
  return names.length > 0
    ? unsure('revocation', { kind: 'revocation-unknown', names, answers })
    : passed('revocation', { kind: 'not-revoked', answers })
}

/** The first certificate below the root that was revoked after a moment; null when the lists name none. */
export function revokedAfter({ revocationLists }: Trust, path: readonly Certificate[], at: Date): Revoked | null {
  for (const [i, certificate] of path.slice(0, -1).entries()) {
    const status = revocationStatus(certificate, path[i + 1]!, { revocationLists, at })
    if (status.kind !== 'revoked' && status.later !== null)
      return revokedFacts(holderOf(certificate).name, status.later)
  }
  return null
}

function revokedFacts(name: string, { at, reason }: Revocation): Revoked {
  return { name, at: at.toISOString(), reason }
}

/** What is wrong with a chain, and the path as far as it leads. */
export function chainFinding(
  trust: Trust,
  question: ChainQuestion,
  report: Exclude<ChainReport, { kind: 'valid' }>,
): Finding {
  const path = knownPath(trust, question).map(certificateFacts)
  if (report.kind === 'unknown-issuer') {
    const issuer = describeName(report.certificate.issuer)
    return { kind: 'unknown-issuer', name: holderOf(report.certificate).name, issuer, path }
  }
  const finding = findingOf(() => trustedPath(report))
  return finding.kind === 'failure' ? { kind: 'untrusted', failure: finding.failure, path } : finding
}

/** The leaf with the certificates that signed it and one another, as far as they are at hand: evidence, not trust. */
function knownPath({ roots, intermediates }: Trust, { leaf, alongside = [] }: ChainQuestion): Certificate[] {
  const known = [...roots, ...alongside, ...intermediates]
  const path = [leaf]
  for (let next = issuerOf(leaf); next !== undefined && path.length < 8; next = issuerOf(next)) path.push(next)
  return path

  function issuerOf(certificate: Certificate): Certificate | undefined {
    return known.find(
      (one) =>
        equalBytes(one.subject.der, certificate.issuer.der) &&
        !path.includes(one) &&
        isSignedBy(certificate, one.publicKey),
    )
  }
}

/** The expected failure that an act ends with, as a finding; `intact` when it succeeds. A bug is thrown on. */
function findingOf(act: () => unknown): Finding {
  try {
    act()
    return { kind: 'intact' }
  } catch (error) {
    return failureFinding(error)
  }
}

/** An expected failure as a finding; a bug is thrown on. */
export function failureFinding(error: unknown): Finding {
  if (error instanceof BidsealError) return { kind: 'failure', failure: error.failure }
  throw error
}
