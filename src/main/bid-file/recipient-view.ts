import { base64UrlOf } from '../../domain/bytes.ts'
import { type Certificate, certificateDigest } from '../../domain/pki/certificate.ts'
import { digestTail } from '../../protocol/tickets.ts'
import type { StoredRecipient } from './repository.ts'

/** A recipient as the phone's answer names it, whose certificate was verified. */
export interface VerifiedRecipient {
  personName: string
  authorityName: string
  certificate: Certificate
}

/** What is kept of a recipient, to say later who can open the bid. */
export function recipientView({ personName, authorityName, certificate }: VerifiedRecipient): StoredRecipient {
  return {
    personName,
    authorityName,
    serialNumber: certificate.serialNumber.toString(16).toUpperCase(),
    notAfter: certificate.notAfter.getTime(),
    fingerprintTail: digestTail(base64UrlOf(certificateDigest(certificate))),
  }
}
