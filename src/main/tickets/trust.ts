import { bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { type Certificate, holderOf, readCertificate, type Usage } from '../../domain/pki/certificate.ts'
import { trustedPath, verifyChain } from '../../domain/pki/chain.ts'
import { attributeOf } from '../../domain/pki/names.ts'
import { oid } from '../../domain/pki/object-identifiers.ts'
import { type RevocationList, readRevocationList } from '../../domain/pki/revocation-list.ts'
import { userRole } from '../../domain/pki/roles.ts'
import type { Trust } from '../../domain/verify/trust.ts'
import type { CertificateChain } from '../../protocol/ticket-answers.ts'

/** A certificate whose chain to a pinned root was verified. */
export interface TrustedCertificate {
  certificate: Certificate
  /** Up to, not including, the root. */
  authorities: readonly Certificate[]
  enterpriseName: string
  socialCreditCode: string
  authorityName: string
}

/**
 * Verifies an enterprise's certificate from a phone's answer for the moment `at`. Failures: those of the chain, and
 * `certificate.wrong-holder` when it is not of the expected enterprise.
 */
export function trustedCertificate(
  chain: CertificateChain,
  { trust, at, usage, socialCreditCode }: { trust: Trust; at: number; usage: Usage; socialCreditCode?: string },
): TrustedCertificate {
  const certificate = certificateOf(chain.leaf)
  const authorities = chain.authorities.map(certificateOf)
  const question = { ...trust, leaf: certificate, intermediates: authorities, at: new Date(at) }
  trustedPath(verifyChain({ ...question, usage, role: userRole[usage] }))
  const holder = holderOf(certificate)
  if (holder.socialCreditCode === null || (socialCreditCode ?? holder.socialCreditCode) !== holder.socialCreditCode)
    fail('certificate.wrong-holder', { name: holder.name })
  return {
    certificate,
    authorities,
    enterpriseName: holder.name,
    socialCreditCode: holder.socialCreditCode,
    authorityName: attributeOf(certificate.issuer, oid.commonName) ?? '',
  }
}

export function certificateOf(encoded: string): Certificate {
  return readCertificate(bytesOfBase64Url(encoded) ?? new Uint8Array())
}

export function revocationListOf(encoded: string): RevocationList {
  return readRevocationList(bytesOfBase64Url(encoded) ?? new Uint8Array())
}
