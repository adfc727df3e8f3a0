import { hexOf } from '../bytes.ts'
import { fail } from '../failure.ts'
import { type Certificate, certificateDigest, holderOf } from '../pki/certificate.ts'
import { type ChainQuestion, trustedPath, verifyChain } from '../pki/chain.ts'
import { userRole } from '../pki/roles.ts'
import type { SignedAnswer } from './generate.ts'
import type { BidManifest } from './manifest.ts'

/** What the desktop trusts, and the moment at which it asks. */
export type AnswerTrust = Pick<ChainQuestion, 'roots' | 'intermediates' | 'revocationLists' | 'at'>

/**
 * Whether the certificates that came back with the phone's signature may be used: the signer is the one that the manifest
 * names, and every recipient is an encryption certificate of the same enterprise, each traced to a pinned root ⚔ a
 * server that puts its own certificate among the choices. Failures: `bid-file.signer-mismatch`,
 * `bid-file.recipient-of-another`, `certificate.*`.
 */
export function requireTrustedAnswer(
  { signer, chain, recipients }: Pick<SignedAnswer, 'signer' | 'chain' | 'recipients'>,
  manifest: Pick<BidManifest, 'signingCertificate' | 'socialCreditCode'>,
  trust: AnswerTrust,
): void {
  const intermediates = [...chain, ...trust.intermediates]
  const requireTrusted = (leaf: Certificate, usage: 'sign' | 'encrypt') =>
    trustedPath(verifyChain({ ...trust, intermediates, leaf, usage, role: userRole[usage] }))
  if (hexOf(certificateDigest(signer)) !== manifest.signingCertificate) fail('bid-file.signer-mismatch', {})
  requireTrusted(signer, 'sign')
  for (const recipient of recipients) {
    requireTrusted(recipient, 'encrypt')
    const { name, socialCreditCode } = holderOf(recipient)
    if (socialCreditCode !== manifest.socialCreditCode) fail('bid-file.recipient-of-another', { name })
  }
}
