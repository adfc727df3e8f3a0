import { BidsealError } from '../failure.ts'
import { type FoundSeal, readSeals } from '../pdf/read-seals.ts'
import { holderOf } from '../pki/certificate.ts'
import type { ChainReport } from '../pki/chain.ts'
import { readSesSignature, type SesSignature } from '../seal/ses-signature.ts'
import { type ChainVerifier, isHolder, verifySeal, verifySesSignature } from '../seal/verify-seal.ts'
import { type Check, type Finding, failed, type PdfReport, passed, type SealReport, verdictOf } from './report.ts'
import { chainAt, chainFinding, checkSigner, failureFinding, type Trust } from './trust.ts'

type SoundCoverage = Extract<FoundSeal['coverage'], { kind: 'sound' }>

/**
 * Verifies every seal of a PDF: what it covers, what came later, the signature, the signer's certificate and the seal
 * itself at the claimed time of signing. A file without seals is not valid.
 */
export function verifyPdf(bytes: Uint8Array, trust: Trust): PdfReport {
  let found: FoundSeal[]
  try {
    found = readSeals(bytes)
  } catch (error) {
    return { kind: 'pdf', verdict: 'unreadable', checks: [failed('format', failureFinding(error))], seals: [] }
  }
  const checks =
    found.length === 0 ? [failed('integrity', { kind: 'no-seals' })] : [passed('format', { kind: 'readable' })]
  const seals = found.map((seal) => verifyFoundSeal(seal, trust))
  return { kind: 'pdf', verdict: verdictOf([...checks, ...seals.flatMap((seal) => seal.checks)]), checks, seals }
}

function verifyFoundSeal(found: FoundSeal, trust: Trust): SealReport {
  const claims = {
    field: found.fieldName,
    signer: found.claims.name,
    signedAt: found.claims.signingTime?.toISOString() ?? null,
    pages: [...new Set(found.places.map(({ page }) => page))],
  }
  const { coverage } = found
  if (coverage.kind === 'breached')
    return { ...claims, checks: [failed('coverage', { kind: 'coverage-breached', breach: coverage.breach })] }
  const checks = [checkCoverage(coverage)]
  if (found.format !== 'ses') {
    const algorithm = found.subFilter ?? '?'
    return { ...claims, checks: [...checks, failed('algorithm', { kind: 'algorithm-unsupported', algorithm })] }
  }
  try {
    const signature = readSesSignature(coverage.contents)
    return {
      ...claims,
      signer: holderOf(signature.signer).name,
      signedAt: signature.signingTime.toISOString(),
      checks: [...checks, ...checkSignature(signature, coverage.digest, trust)],
    }
  } catch (error) {
    const topic = isUnknownVersion(error) ? 'algorithm' : 'integrity'
    return { ...claims, checks: [...checks, failed(topic, failureFinding(error))] }
  }
}

function checkCoverage({ laterChanges }: SoundCoverage): Check {
  const seals = laterChanges.filter((change) => change.kind === 'seal').length
  const forms = laterChanges.filter((change) => change.kind === 'form').length
  const others = laterChanges.filter((change) => change.kind === 'other').map(({ reason }) => reason)
  if (forms + others.length > 0) return failed('coverage', { kind: 'changed-later', forms, others })
  return passed('coverage', seals > 0 ? { kind: 'sealed-again-later', seals } : { kind: 'covers-whole-file' })
}

function checkSignature(signature: SesSignature, digest: Uint8Array, trust: Trust): Check[] {
  const { signer, signingTime } = signature
  return [
    checkIntegrity(signature, digest),
    ...checkSigner(trust, { leaf: signer, at: signingTime }),
    checkSeal(signature, trust),
    passed('algorithm', { kind: 'algorithm-known', algorithm: 'SM2-SM3' }),
  ]
}

/** Digest and signature alone: whom to believe is asked apart, so that an unknown authority is not taken for a change. */
function checkIntegrity(signature: SesSignature, signedBytesDigest: Uint8Array): Check {
  const believe: ChainVerifier = (certificate): ChainReport => ({ kind: 'valid', path: [certificate], unchecked: [] })
  const report = verifySesSignature({ signature, signedBytesDigest, verifySigner: believe, verifyMaker: believe })
  return report.kind === 'digest-differs' || report.kind === 'bad-signature'
    ? failed('integrity', { kind: report.kind })
    : passed('integrity', { kind: 'intact' })
}

function checkSeal({ seal, signer, signingTime }: SesSignature, trust: Trust): Check {
  const problem = (finding: Finding) => failed('seal', finding)
  if (!isHolder(seal, signer))
    return problem({ kind: 'seal-of-another', seal: seal.name, signer: holderOf(signer).name })
  const verifyMaker: ChainVerifier = (leaf, at) => chainAt(trust, { leaf, at })
  const report = verifySeal({ seal, at: signingTime, verifyMaker })
  switch (report.kind) {
    case 'valid':
      return passed('seal', { kind: 'seal-valid', seal: seal.name, maker: holderOf(seal.maker).name })
    case 'bad-signature':
      return problem({ kind: 'seal-forged', seal: seal.name })
    case 'maker-untrusted':
      return problem(chainFinding(report.chain))
    case 'not-yet-valid':
      return problem({ kind: 'seal-not-yet-valid', seal: seal.name, from: report.validFrom.toISOString() })
    case 'expired':
      return problem({ kind: 'seal-expired', seal: seal.name, until: report.validUntil.toISOString() })
  }
}

function isUnknownVersion(error: unknown): boolean {
  return error instanceof BidsealError && error.failure.code.endsWith('.version-unsupported')
}
