import { equalBytes } from '../bytes.ts'
import { type Certificate, certificateDigest, holderOf, isUsableFor } from '../pki/certificate.ts'
import type { ChainReport } from '../pki/chain.ts'
import { isForAnotherRole } from '../pki/roles.ts'
import { messageDigest, verifyDigest } from '../sm/sm2-sign.ts'
import type { Seal } from './read-seal.ts'
import type { SesSignature } from './ses-signature.ts'

/** Verifies a certificate up to a trusted root at a moment, for signing: `verifyChain` with the caller's roots. */
export type ChainVerifier = (certificate: Certificate, at: Date) => ChainReport

type BrokenChain = Exclude<ChainReport, { kind: 'valid' }>

export type SealReport =
  | { kind: 'valid' }
  | { kind: 'bad-signature' }
  | { kind: 'maker-untrusted'; chain: BrokenChain }
  | { kind: 'not-yet-valid'; validFrom: Date }
  | { kind: 'expired'; validUntil: Date }

/**
 * Whether a seal was made by a trusted maker and may be used at a moment (GB/T 38540-2020, clause 6.3).
 * The maker's certificate must have been valid when it made the seal, which outlives it, and not be revoked since.
 */
export function verifySeal({
  seal,
  at,
  verifyMaker,
}: {
  seal: Seal
  at: Date
  verifyMaker: ChainVerifier
}): SealReport {
  if (!isSignedWith(seal.maker, seal)) return { kind: 'bad-signature' }
  // ⚔ An enterprise's certificate hangs under the same roots; its holder may use seals, never make them.
  if (holderOf(seal.maker).socialCreditCode !== null)
    return { kind: 'maker-untrusted', chain: { kind: 'wrong-key-usage', certificate: seal.maker } }
  if (isForAnotherRole(seal.maker, 'sealMaker'))
    return { kind: 'maker-untrusted', chain: { kind: 'wrong-role', certificate: seal.maker } }
  const chain = chainProblem(seal.maker, seal.createdAt, verifyMaker)
  if (chain !== null) return { kind: 'maker-untrusted', chain }
  const revoked = revokedUntil(at, seal.maker, verifyMaker)
  if (revoked !== null) return { kind: 'maker-untrusted', chain: revoked }
  if (at < seal.validFrom) return { kind: 'not-yet-valid', validFrom: seal.validFrom }
  if (at > seal.validUntil) return { kind: 'expired', validUntil: seal.validUntil }
  return { kind: 'valid' }
}

/** ⚔ What was revoked before it ran out stays revoked: past its end the verifier tells of the end alone. */
function revokedUntil(at: Date, maker: Certificate, verifyMaker: ChainVerifier): BrokenChain | null {
  const since = verifyMaker(maker, at)
  if (since.kind === 'expired' && since.at < at) return revokedUntil(since.at, maker, verifyMaker)
  return since.kind === 'revoked' ? since : null
}

export type SesReport =
  /** All of it holds. What the time of signing says is the signer's own claim. */
  | { kind: 'valid'; signer: Certificate; seal: Seal; signingTime: Date }
  /** Something else was sealed. */
  | { kind: 'digest-differs' }
  | { kind: 'bad-signature' }
  /** The seal belongs to somebody else. */
  | { kind: 'signer-not-in-seal' }
  | { kind: 'signer-untrusted'; chain: BrokenChain }
  | { kind: 'seal-invalid'; report: Exclude<SealReport, { kind: 'valid' }> }

/**
 * Whether a signature covers these bytes and was made by somebody who could use the seal at the time of signing, or at
 * the moment that a time stamp proves (GB/T 38540-2020, clause 7.3). Reports the first breach; never throws for what was
 * read.
 */
export function verifySesSignature({
  signature,
  signedBytesDigest,
  at = signature.signingTime,
  verifySigner,
  verifyMaker,
}: {
  signature: SesSignature
  /** SM3 over the sealed bytes as they are now, 32 bytes. */
  signedBytesDigest: Uint8Array
  at?: Date
  verifySigner: ChainVerifier
  verifyMaker: ChainVerifier
}): SesReport {
  const { seal, signer, signingTime } = signature
  if (!equalBytes(signature.signedBytesDigest, signedBytesDigest)) return { kind: 'digest-differs' }
  if (!isSignedWith(signer, signature)) return { kind: 'bad-signature' }
  if (!isHolder(seal, signer)) return { kind: 'signer-not-in-seal' }
  const chain = chainProblem(signer, at, verifySigner)
  if (chain !== null) return { kind: 'signer-untrusted', chain }
  const report = verifySeal({ seal, at, verifyMaker })
  if (report.kind !== 'valid') return { kind: 'seal-invalid', report }
  return { kind: 'valid', signer, seal, signingTime }
}

/** Whether the seal lists the certificate, by its bytes or by its SM3. */
export function isHolder({ holders }: Seal, certificate: Certificate): boolean {
  if (holders.kind === 'certificates') return holders.certificates.some((listed) => equalBytes(listed, certificate.der))
  const digest = certificateDigest(certificate)
  return holders.digests.some((listed) => equalBytes(listed, digest))
}

function isSignedWith({ publicKey }: Certificate, { tbs, signature }: Pick<Seal, 'tbs' | 'signature'>): boolean {
  return publicKey !== null && verifyDigest(publicKey, messageDigest(publicKey, tbs), signature)
}

/** Null when the chain holds. An encryption certificate signs nothing, whatever the caller's verifier says. */
function chainProblem(certificate: Certificate, at: Date, verify: ChainVerifier): BrokenChain | null {
  if (!isUsableFor(certificate, 'sign')) return { kind: 'wrong-key-usage', certificate }
  const report = verify(certificate, at)
  return report.kind === 'valid' ? null : report
}
