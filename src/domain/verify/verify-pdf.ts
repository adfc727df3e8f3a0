import { hexOf } from '../bytes.ts'
import type { Failure } from '../failure.ts'
import type { OnDigested } from '../pdf/byte-range.ts'
import { openPdf, type PdfFile } from '../pdf/open-pdf.ts'
import type { PdfInput } from '../pdf/pdf-bytes.ts'
import type { FoundSeal } from '../pdf/read-seals.ts'
import { sealPropertyInfo } from '../pdf/seal-property.ts'
import { type PdfSealReport, type PdfSealVerdict, verifySealedPdf } from '../pdf/verify-sealed-pdf.ts'
import { holderOf } from '../pki/certificate.ts'
import { readSesSignature, type SesSignature } from '../seal/ses-signature.ts'
import type { ChainVerifier } from '../seal/verify-seal.ts'
import { checkSeal } from './check-seal.ts'
import { type CheckedTime, checkTime } from './check-time.ts'
import { sealFacts } from './facts.ts'
import { describeCoverage } from './later-changes.ts'
import { type Check, failed, type PdfReport, passed, type SealReport, verdictOf } from './report.ts'
import { checkSigner, failureFinding, type Trust } from './trust.ts'

type SoundCoverage = Extract<FoundSeal['coverage'], { kind: 'sound' }>

/** The file as it is now and every seal in it, which explain one another. */
interface Surroundings {
  whole: PdfFile
  seals: readonly FoundSeal[]
  trust: Trust
  timeOf: (signature: SesSignature) => CheckedTime
}

/**
 * Verifies every seal of a PDF: what it covers, what came later, the signature, the signer's certificate, the seal
 * itself at the claimed time of signing, and the picture that is seen. A file without seals is not valid. A source that
 * answers at once is read where it lies; `onDigested` hears how many more bytes were digested.
 */
export async function verifyPdf(pdf: PdfInput, trust: Trust, onDigested?: OnDigested): Promise<PdfReport> {
  let reports: PdfSealReport[]
  const times = new Map<Uint8Array, CheckedTime>()
  const timeOf = (signature: SesSignature): CheckedTime => {
    const time = times.get(signature.der) ?? checkTime(signature, trust)
    times.set(signature.der, time)
    return time
  }
  try {
    // Whom to believe is asked apart, so that an unknown authority is not taken for a change.
    reports = await verifySealedPdf({
      pdf,
      verifySigner: believe,
      verifyMaker: believe,
      momentOf: (signature) => timeOf(signature).moment,
      ...(onDigested && { onDigested }),
    })
  } catch (error) {
    return { kind: 'pdf', verdict: 'unreadable', checks: [failed('format', failureFinding(error))], seals: [] }
  }
  if (reports.length === 0)
    return { kind: 'pdf', verdict: 'invalid', checks: [failed('integrity', { kind: 'no-seals' })], seals: [] }
  const around = { whole: openPdf(pdf), seals: reports.map(({ found }) => found), trust, timeOf }
  const seals = reports.map((report) => sealReport(report, around))
  const checks = [passed('format', { kind: 'readable' })]
  return { kind: 'pdf', verdict: verdictOf(seals.flatMap((seal) => seal.checks)), checks, seals }
}

const believe: ChainVerifier = (certificate) => ({ kind: 'valid', path: [certificate], unchecked: [] })

function sealReport(report: PdfSealReport, around: Surroundings): SealReport {
  const { found, verdict } = report
  const claims = {
    field: found.fieldName,
    signer: found.claims.name,
    signedAt: found.claims.signingTime?.toISOString() ?? null,
    pages: [...new Set(found.places.map(({ page }) => page + 1))],
    seal: null,
  }
  const reportOf = (checks: Check[]) => ({ ...claims, verdict: verdictOf(checks), checks })
  const { coverage, format } = found
  if (coverage.kind === 'breached')
    return reportOf([failed('coverage', { kind: 'coverage-breached', breach: coverage.breach })])
  const covered = checkCoverage(coverage, around)
  if (format !== 'ses')
    return reportOf([
      covered,
      failed('algorithm', { kind: 'algorithm-unsupported', algorithm: found.subFilter ?? '?' }),
    ])
  if (verdict.kind === 'unreadable') return reportOf([covered, checkUnreadable(verdict.failure)])
  const signature = readSesSignature(coverage.contents)
  const { check: time, moment, isProven } = around.timeOf(signature)
  const checks = [
    checkIntegrity(signature, coverage, report),
    covered,
    ...checkSigner(around.trust, { leaf: signature.signer, at: moment, isProven }),
    ...checkSeal(signature, { verdict, pages: claims.pages, moment, isProven }, around.trust),
    passed('algorithm', { kind: 'algorithm-known', algorithm: 'SM2-SM3' }),
    time,
  ]
  // ⚔ What was refused was not examined to its end: it must not pass because no check says why.
  if (verdict.kind !== 'valid' && checks.every(({ outcome }) => outcome !== 'failed'))
    throw new TypeError(`refused for ${breachOf(verdict)}, and no check failed`)
  return {
    ...reportOf(checks),
    signer: holderOf(signature.signer).name,
    signedAt: signature.signingTime.toISOString(),
    seal: sealFacts(signature.seal),
  }
}

function checkCoverage(coverage: SoundCoverage, { whole, seals }: Surroundings): Check {
  const { laterChanges } = coverage
  const described = describeCoverage(whole, coverage, seals)
  if (laterChanges.length === 0)
    return passed('coverage', { kind: 'covers-whole-file', coveredBytes: described.coveredBytes })
  return laterChanges.every(({ kind }) => kind === 'seal')
    ? passed('coverage', { kind: 'sealed-again-later', ...described })
    : failed('coverage', { kind: 'changed-later', ...described })
}

/** A version that this program does not know proves nothing either way. */
function checkUnreadable(failure: Failure): Check {
  const isUnknownVersion =
    failure.code === 'seal.version-unsupported' || failure.code === 'seal-signature.version-unsupported'
  return failed(isUnknownVersion ? 'algorithm' : 'integrity', { kind: 'failure', failure })
}

/** Each way to be refused fails here or in the check that the comment names: a new one does not compile. */
function checkIntegrity(
  { signedBytesDigest, propertyInfo }: SesSignature,
  { digest, byteRange }: SoundCoverage,
  { found, verdict }: PdfSealReport,
): Check {
  switch (breachOf(verdict)) {
    case 'digest-differs':
      return failed('integrity', { kind: 'digest-differs', signed: hexOf(signedBytesDigest), found: hexOf(digest) })
    case 'bad-signature':
      return failed('integrity', { kind: 'bad-signature' })
    case 'property-differs': {
      const expected = sealPropertyInfo(byteRange, found.fieldName)
      return failed('integrity', { kind: 'property-differs', signed: propertyInfo, expected })
    }
    case 'valid':
    case 'picture-differs': // appearance
    case 'signer-not-in-seal': // holder
    case 'seal-invalid': // seal
    case 'signer-untrusted': // chain
    case 'not-covered': // coverage
    case 'not-a-seal': // algorithm
    case 'unreadable': // reported alone
      return passed('integrity', { kind: 'intact', digest: hexOf(digest) })
  }
}

const breachOf = (verdict: PdfSealVerdict) => (verdict.kind === 'refused' ? verdict.report.kind : verdict.kind)
