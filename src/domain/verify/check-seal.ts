import type { PdfSealVerdict } from '../pdf/verify-sealed-pdf.ts'
import { holderOf } from '../pki/certificate.ts'
import type { ChainReport } from '../pki/chain.ts'
import type { Seal } from '../seal/read-seal.ts'
import type { SesSignature } from '../seal/ses-signature.ts'
import { isHolder, verifySeal } from '../seal/verify-seal.ts'
import { certificateFacts } from './facts.ts'
import type { Finding, Revoked } from './finding.ts'
import { type Check, failed, notDone, passed, unsure } from './report.ts'
import { chainAt, chainFinding, revokedAfter, type Trust } from './trust.ts'

/**
 * Three answers about the seal, which `moment` finds in use: genuine and in force, the signer's to use, and is it what is
 * seen. `isProven` when not only the signer says that it was that moment.
 */
export function checkSeal(
  signature: SesSignature,
  { verdict, pages, ...use }: { verdict: PdfSealVerdict; pages: number[]; moment: Date; isProven: boolean },
  trust: Trust,
): Check[] {
  return [checkMaking(signature, use, trust), checkHolder(signature), checkPicture(signature, verdict, pages)]
}

/** Made by a trusted maker, and in force at the time of signing. */
function checkMaking(
  { seal }: SesSignature,
  { moment, isProven }: { moment: Date; isProven: boolean },
  trust: Trust,
): Check {
  const question = { leaf: seal.maker, at: seal.createdAt }
  const chains = new Map<number, ChainReport>()
  const makerAt = (at: Date): ChainReport => {
    const chain = chains.get(at.getTime()) ?? chainAt(trust, { leaf: seal.maker, at })
    chains.set(at.getTime(), chain)
    return chain
  }
  const report = verifySeal({ seal, at: moment, verifyMaker: (_, at) => makerAt(at) })
  const problem = (finding: Finding) => failed('seal', finding)
  switch (report.kind) {
    case 'valid': {
      const since = makerAt(moment)
      // The seal may outlive its maker.
      const chain = since.kind === 'valid' ? since : makerAt(seal.createdAt)
      if (chain.kind !== 'valid') throw new TypeError('a valid seal has a maker with a chain')
      return madeBy(seal, chain, isProven ? null : revokedAfter(trust, chain.path, moment))
    }
    case 'bad-signature':
      return problem({ kind: 'seal-forged', seal: seal.name })
    case 'maker-untrusted': {
      const finding = chainFinding(trust, question, report.chain)
      return report.chain.kind === 'unsupported-algorithm' ? failed('algorithm', finding) : problem(finding)
    }
    case 'not-yet-valid':
      return problem({ kind: 'seal-not-yet-valid', seal: seal.name, from: report.validFrom.toISOString() })
    case 'expired':
      return problem({ kind: 'seal-expired', seal: seal.name, until: report.validUntil.toISOString() })
  }
}

/** `revoked` is what was revoked later: whoever has its key makes seals with any date. */
function madeBy(
  { name: seal, maker }: Seal,
  { path, unchecked }: Extract<ChainReport, { kind: 'valid' }>,
  revoked: Revoked | null,
): Check {
  const made = { seal, maker: holderOf(maker).name, path: path.map(certificateFacts) }
  if (revoked !== null) return unsure('seal', { kind: 'seal-maker-revoked-later', ...made, revoked })
  const names = unchecked.map((certificate) => holderOf(certificate).name)
  return names.length > 0
    ? unsure('seal', { kind: 'seal-maker-unchecked', ...made, names })
    : passed('seal', { kind: 'seal-valid', ...made })
}

function checkHolder({ seal, signer }: SesSignature): Check {
  const { holders } = seal
  const facts = {
    seal: seal.name,
    signer: holderOf(signer).name,
    holders: holders.kind === 'digests' ? holders.digests.length : holders.certificates.length,
  }
  return isHolder(seal, signer)
    ? passed('holder', { kind: 'signer-may-use', ...facts })
    : failed('holder', { kind: 'seal-of-another', ...facts })
}

/** What is shown is compared only when everything before it held: another seal's picture would differ anyway. */
function checkPicture({ seal }: SesSignature, verdict: PdfSealVerdict, pages: number[]): Check {
  if (verdict.kind === 'picture-differs')
    return failed('appearance', { kind: 'picture-differs', page: verdict.page + 1 })
  if (verdict.kind !== 'valid') return notDone('appearance', { kind: 'not-examined' })
  const { widthMm, heightMm } = seal.picture
  return pages.length === 0
    ? unsure('appearance', { kind: 'not-shown' })
    : passed('appearance', { kind: 'picture-shown', pages, widthMm, heightMm })
}
