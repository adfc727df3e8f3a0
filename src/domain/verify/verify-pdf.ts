import type { Failure } from '../failure.ts'
import type { FoundSeal } from '../pdf/read-seals.ts'
import { type PdfSealReport, type PdfSealVerdict, verifySealedPdf } from '../pdf/verify-sealed-pdf.ts'
import { holderOf } from '../pki/certificate.ts'
import { readSesSignature, type SesSignature } from '../seal/ses-signature.ts'
import { type ChainVerifier, isHolder, verifySeal } from '../seal/verify-seal.ts'
import { type Check, type Finding, failed, type PdfReport, passed, type SealReport, verdictOf } from './report.ts'
import { chainAt, chainFinding, checkSigner, failureFinding, type Trust } from './trust.ts'

type SoundCoverage = Extract<FoundSeal['coverage'], { kind: 'sound' }>

/**
 * Verifies every seal of a PDF: what it covers, what came later, the signature, the signer's certificate, the seal
 * itself at the claimed time of signing, and the picture that is seen. A file without seals is not valid.
 */
export async function verifyPdf(pdf: Uint8Array, trust: Trust): Promise<PdfReport> {
  let reports: PdfSealReport[]
  try {
    // Whom to believe is asked apart, so that an unknown authority is not taken for a change.
    reports = await verifySealedPdf({ pdf, verifySigner: believe, verifyMaker: believe })
  } catch (error) {
    return { kind: 'pdf', verdict: 'unreadable', checks: [failed('format', failureFinding(error))], seals: [] }
  }
  const checks = [
    reports.length === 0 ? failed('integrity', { kind: 'no-seals' }) : passed('format', { kind: 'readable' }),
  ]
  const seals = reports.map((report) => sealReport(report, trust))
  return { kind: 'pdf', verdict: verdictOf([...checks, ...seals.flatMap((seal) => seal.checks)]), checks, seals }
}

const believe: ChainVerifier = (certificate) => ({ kind: 'valid', path: [certificate], unchecked: [] })

function sealReport({ found, verdict }: PdfSealReport, trust: Trust): SealReport {
  const { coverage, format, fieldName: field } = found
  const claims = {
    field,
    signer: found.claims.name,
    signedAt: found.claims.signingTime?.toISOString() ?? null,
    pages: [...new Set(found.places.map(({ page }) => page + 1))],
  }
  if (coverage.kind === 'breached')
    return { ...claims, checks: [failed('coverage', { kind: 'coverage-breached', breach: coverage.breach })] }
  const covered = checkCoverage(coverage)
  if (format !== 'ses') {
    const algorithm = found.subFilter ?? '?'
    return { ...claims, checks: [covered, failed('algorithm', { kind: 'algorithm-unsupported', algorithm })] }
  }
  if (verdict.kind === 'unreadable') return { ...claims, checks: [covered, checkUnreadable(verdict.failure)] }
  const signature = readSesSignature(coverage.contents)
  return {
    ...claims,
    signer: holderOf(signature.signer).name,
    signedAt: signature.signingTime.toISOString(),
    checks: [
      covered,
      checkIntegrity(verdict),
      ...checkSigner(trust, { leaf: signature.signer, at: signature.signingTime }),
      checkSeal(signature, verdict, trust),
      passed('algorithm', { kind: 'algorithm-known', algorithm: 'SM2-SM3' }),
    ],
  }
}

function checkCoverage({ laterChanges }: SoundCoverage): Check {
  const seals = laterChanges.filter((change) => change.kind === 'seal').length
  const forms = laterChanges.filter((change) => change.kind === 'form').length
  const others = laterChanges.filter((change) => change.kind === 'other').map(({ reason }) => reason)
  if (forms + others.length > 0) return failed('coverage', { kind: 'changed-later', forms, others })
  return passed('coverage', seals > 0 ? { kind: 'sealed-again-later', seals } : { kind: 'covers-whole-file' })
}

/** A version that this program does not know proves nothing either way. */
function checkUnreadable(failure: Failure): Check {
  const isUnknownVersion =
    failure.code === 'seal.version-unsupported' || failure.code === 'seal-signature.version-unsupported'
  return failed(isUnknownVersion ? 'algorithm' : 'integrity', { kind: 'failure', failure })
}

/** Each way to be refused fails here or in the check that the comment names: a new one does not compile. */
function checkIntegrity(verdict: PdfSealVerdict): Check {
  const breach = verdict.kind === 'refused' ? verdict.report.kind : verdict.kind
  switch (breach) {
    case 'digest-differs':
    case 'bad-signature':
    case 'property-differs':
      return failed('integrity', { kind: breach })
    case 'valid':
    case 'picture-differs': // seal
    case 'signer-not-in-seal': // seal
    case 'seal-invalid': // seal
    case 'signer-untrusted': // chain
    case 'not-covered': // coverage
    case 'not-a-seal': // algorithm
    case 'unreadable': // reported alone
      return passed('integrity', { kind: 'intact' })
  }
}

function checkSeal({ seal, signer, signingTime }: SesSignature, verdict: PdfSealVerdict, trust: Trust): Check {
  const problem = (finding: Finding) => failed('seal', finding)
  if (!isHolder(seal, signer))
    return problem({ kind: 'seal-of-another', seal: seal.name, signer: holderOf(signer).name })
  const verifyMaker: ChainVerifier = (leaf, at) => chainAt(trust, { leaf, at })
  const report = verifySeal({ seal, at: signingTime, verifyMaker })
  switch (report.kind) {
    case 'valid':
      if (verdict.kind === 'picture-differs') return problem({ kind: 'picture-differs', page: verdict.page + 1 })
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
