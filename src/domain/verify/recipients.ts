import { recipientsOf, type SignedStatement } from '../bid-file/trailer.ts'
import { base64UrlOf } from '../bytes.ts'
import { type Certificate, certificateDigest } from '../pki/certificate.ts'
import { attributeOf } from '../pki/names.ts'
import { oid } from '../pki/object-identifiers.ts'
import { tailText } from '../tail-text.ts'

/** One certificate that can open a bid. */
export interface NamedRecipient {
  /** An enterprise's certificate names no person: only a platform knows whose it is, else null. */
  personName: string | null
  authorityName: string
  /** Base64url of the certificate's SM3, 43 characters. */
  digest: string
}

/** The recipients as the signed statement has them, in its order. */
export function namedRecipients(signed: SignedStatement): NamedRecipient[] {
  return recipientsOf(signed).map((certificate) => ({
    personName: null,
    authorityName: authorityNameOf(certificate),
    digest: base64UrlOf(certificateDigest(certificate)),
  }))
}

/** The name of the authority that issued a certificate; '' when it gives none. */
export function authorityNameOf({ issuer }: Certificate): string {
  return attributeOf(issuer, oid.commonName) ?? ''
}

/** 周明远（浙江CA）; without a person the end of the fingerprint. */
export function recipientWords({ personName, authorityName, digest }: NamedRecipient): string {
  return `${personName ?? `尾号 ${tailText(digest.slice(-8))} 的证书`}（${authorityName}）`
}
