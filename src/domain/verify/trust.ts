import { BidsealError } from '../failure.ts'
import { type Certificate, holderOf, readCertificate } from '../pki/certificate.ts'
import { type ChainReport, trustedPath, verifyChain } from '../pki/chain.ts'
import { describeName } from '../pki/names.ts'
import { type RevocationList, readRevocationList } from '../pki/revocation-list.ts'
import { type Check, type Finding, failed, passed } from './report.ts'

/** What a verification relies on. Only the roots are believed; the rest is verified against them. */
export interface Trust {
  roots: readonly Certificate[]
  intermediates: readonly Certificate[]
  revocationLists: readonly RevocationList[]
}

/** Reads trust from DER. Fails with `certificate.unreadable` or `revocation-list.unreadable`. */
export function readTrust(der: { [K in keyof Trust]: readonly Uint8Array[] }): Trust {
  return {
    roots: der.roots.map(readCertificate),
    intermediates: der.intermediates.map(readCertificate),
    revocationLists: der.revocationLists.map(readRevocationList),
  }
}

/** The chain of a signer, or of a seal's maker, at a moment. `alongside` are certificates that came with the file. */
export function chainAt(
  trust: Trust,
  { leaf, at, alongside = [] }: { leaf: Certificate; at: Date; alongside?: readonly Certificate[] },
): ChainReport {
  return verifyChain({ ...trust, leaf, intermediates: [...alongside, ...trust.intermediates], at, usage: 'sign' })
}

/**
 * Two answers about a signer: can the certificate be traced to a root, and was anything in the path revoked at that time.
 * An unknown authority is told apart from everything that is wrong.
 */
export function checkSigner(
  trust: Trust,
  question: { leaf: Certificate; at: Date; alongside?: readonly Certificate[] },
): Check[] {
  const report = chainAt({ ...trust, revocationLists: [] }, question)
  if (report.kind !== 'valid')
    return [
      failed('chain', chainFinding(report)),
      { topic: 'revocation', outcome: 'not-done', finding: { kind: 'chain-unknown' } },
    ]
  const path = report.path.map((certificate) => holderOf(certificate).name)
  return [passed('chain', { kind: 'trusted', path }), checkRevocation(chainAt(trust, question))]
}

function checkRevocation(report: ChainReport): Check {
  if (report.kind !== 'valid') return failed('revocation', chainFinding(report))
  const names = report.unchecked.map((certificate) => holderOf(certificate).name)
  return names.length > 0
    ? { topic: 'revocation', outcome: 'unsure', finding: { kind: 'revocation-unknown', names } }
    : passed('revocation', { kind: 'not-revoked' })
}

/** What is wrong with a chain. */
export function chainFinding(report: Exclude<ChainReport, { kind: 'valid' }>): Finding {
  if (report.kind === 'unknown-issuer')
    return {
      kind: 'unknown-issuer',
      name: holderOf(report.certificate).name,
      issuer: describeName(report.certificate.issuer),
    }
  return findingOf(() => trustedPath(report))
}

/** The expected failure that an act ends with, as a finding; `intact` when it succeeds. A bug is thrown on. */
export function findingOf(act: () => unknown): Finding {
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
