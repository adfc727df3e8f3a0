import { z } from 'zod'

const nothing = z.object({})
const reason = z.object({ reason: z.string() })
const holder = z.object({ name: z.string() })
const holderAt = z.object({ name: z.string(), at: z.iso.datetime() })
const place = z.object({ offset: z.number().int(), reason: z.string() })
const entry = z.object({ name: z.string() })

/**
 * Every expected way an operation can end badly, with the typed details its sentence needs.
 * Grouped by the concept that raises it; a bug is never listed here.
 */
export const failureDetails = {
  // any boundary
  'input.invalid': z.object({ field: z.string() }),
  'task.cancelled': nothing,
  internal: z.object({ reportId: z.string() }),

  // server, as its clients see it
  'server.unreachable': nothing,
  'server.answer-invalid': z.object({ path: z.string() }),
  'server.address-unsafe': z.object({ address: z.string() }),
  'settings.damaged': z.object({ path: z.string() }),
  'clock.differs': z.object({ serverTime: z.number().int(), ownTime: z.number().int() }),

  // asn1
  'der.invalid': place,

  // pki
  'sm2.malformed': z.object({ part: z.enum(['point', 'signature', 'ciphertext']) }),
  'certificate.unreadable': reason,
  'certificate.unknown-issuer': holder,
  'certificate.name-mismatch': holder,
  'certificate.unsupported-algorithm': holder,
  'certificate.bad-signature': holder,
  'certificate.expired': holderAt,
  'certificate.not-yet-valid': holderAt,
  'certificate.revoked': holderAt,
  'certificate.revocation-unknown': holder,
  'certificate.not-an-authority': holder,
  'certificate.path-too-long': holder,
  'certificate.wrong-key-usage': holder,
  'certificate.wrong-role': holder,
  'certificate.unhandled-extension': holder,
  'certificate-request.unreadable': reason,
  'certificate-request.bad-signature': nothing,
  'revocation-list.unreadable': reason,
  'signed-data.unreadable': reason,
  'signed-data.content-differs': nothing,
  'signed-data.bad-signature': nothing,
  'time-stamp.unreadable': reason,
  'time-stamp.refused': z.object({ status: z.number().int() }),
  'envelope.damaged': nothing,
  'envelope.recipient-count': z.object({ count: z.number().int(), limit: z.number().int() }),
  'envelope.too-large': z.object({ sizeInBytes: z.number().int(), sizeLimit: z.number().int() }),

  // pdf
  'pdf.not-pdf': nothing,
  'pdf.encrypted': nothing,
  'pdf.xfa': nothing,
  'pdf.locked': nothing,
  'pdf.damaged': place,
  'pdf.too-large': z.object({ sizeInBytes: z.number().int(), limitInBytes: z.number().int() }),
  'pdf.field-exists': z.object({ fieldName: z.string() }),
  'pdf.no-such-page': z.object({ page: z.number().int(), pageCount: z.number().int() }),
  'pdf.seal-outside-page': z.object({ page: z.number().int() }),
  'pdf.picture-invalid': z.object({ reason: z.enum(['not-png', 'too-large', 'damaged']) }),
  'pdf.hole-too-small': z.object({ neededInBytes: z.number().int(), availableInBytes: z.number().int() }),
  'pdf.cross-page-needs-two': nothing,

  // seal
  'seal.unreadable': reason,
  'seal.version-unsupported': z.object({ version: z.number().int() }),
  'seal-signature.unreadable': reason,
  'seal-signature.version-unsupported': z.object({ version: z.number().int() }),

  // zip
  'zip.damaged': place,
  'zip.entry-compressed': entry,
  'zip.entry-duplicate': entry,
  'zip.entry-unlisted': entry,
  'zip.entry-missing': entry,
  'zip.entry-changed': entry,
  'zip.name-unsafe': entry,
  'zip.source-changed': entry,

  // bid-file
  'bid-file.not-a-bid-file': nothing,
  'bid-file.version-unknown': z.object({ version: z.string() }),
  'bid-file.suite-unsupported': z.object({ suite: z.string() }),
  'bid-file.header-malformed': z.object({ reason: z.string() }),
  'bid-file.header-changed': nothing,
  'bid-file.envelope-damaged': nothing,
  'bid-file.not-a-recipient': z.object({ recipients: z.array(z.string()) }),
  'bid-file.truncated': z.object({ missingBytes: z.number().int() }),
  'bid-file.trailing-bytes': z.object({ extraBytes: z.number().int() }),
  'bid-file.chunk-changed': z.object({ chunk: z.number().int() }),
  'bid-file.chunks-reordered': z.object({ chunk: z.number().int(), belongsAt: z.number().int() }),
  'bid-file.manifest-invalid': z.object({ reason: z.string() }),
  'bid-file.statement-invalid': z.object({ reason: z.string() }),
  'bid-file.statement-mismatch': z.object({
    field: z.enum(['tender', 'section', 'socialCreditCode', 'manifest', 'payload', 'recipients']),
  }),
  'bid-file.signer-mismatch': nothing,
  'bid-file.recipient-of-another': holder,

  // bid-file: 增加证书, 解密演练
  'bid-file.nobody-added': nothing,
  'bid-file.not-rehearsed': nothing,

  // verify
  'verify.unknown-file': nothing,

  // tender-file
  'tender-file.invalid': z.object({ reason: z.string() }),
  'tender-file.signature-invalid': nothing,

  // request (what the server says of any request)
  'request.unauthorized': nothing,
  'request.forbidden': nothing,
  'request.foreign': nothing,
  'request.not-found': nothing,
  'request.too-many': z.object({ retryAfterMs: z.number().int() }),
  'request.replayed': nothing,
  'request.clock-differs': z.object({ serverTime: z.number().int() }),

  // account
  'account.code-wrong': z.object({ triesLeft: z.number().int() }),
  'account.code-expired': nothing,
  'account.messages-unavailable': nothing,
  'account.real-name-missing': nothing,

  // ticket
  'ticket.code-unreadable': nothing,
  'ticket.expired': nothing,
  'ticket.closed': nothing,
  'ticket.scanned-by-other': nothing,
  'ticket.code-unknown': nothing,
  'ticket.altered': nothing,
  'ticket.account-mismatch': nothing,
  'ticket.answer-missing': nothing,
  'ticket.desktop-silent': nothing,

  // session
  'session.ended': nothing,
  'session.push-invalid': nothing,

  // certificate application
  'application.request-invalid': z.object({ reason: z.string() }),
  'application.issued-before': nothing,

  // upload
  'upload.deadline-passed': z.object({ bidDeadline: z.number().int() }),
  'upload.content-differs': nothing,
  'upload.incomplete': nothing,
  'upload.replaced': nothing,
  'upload.too-large': z.object({ limitInBytes: z.number().int() }),

  // opening
  'opening.too-early': z.object({ notBefore: z.number().int() }),
  'opening.wrong-stage': nothing,
  'opening.decrypting-goes-on': nothing,
  'opening.not-a-bidder': nothing,

  // opening hall (the window)
  'opening.operator-missing': nothing,
  'opening.not-operator': holder,

  // phone
  'phone.code-malformed': nothing,
  'phone.code-not-found': nothing,
  'phone.camera-unavailable': nothing,
  'phone.capture-unavailable': nothing,
  'phone.ticket-forged': nothing,
  'phone.ticket-over': z.object({ state: z.enum(['answered', 'refused', 'cancelled', 'expired']) }),
  'phone.number-broken': nothing,
  'phone.certificate-missing': nothing,
  'phone.certificate-expired': z.object({ authorityName: z.string() }),
  'phone.seal-certificate-missing': nothing,
  'phone.not-recipient': nothing,
  'phone.recipient-untrusted': z.object({ personName: z.string() }),
  'phone.signer-not-recipient': nothing,
  'phone.header-mismatch': nothing,
  'phone.signature-wrong': nothing,
  'phone.seal-mismatch': z.object({ documentName: z.string() }),
  'phone.push-forged': nothing,
  'phone.pin-differs': nothing,

  // cosign
  'pin.wrong': z.object({ triesLeft: z.number().int() }),
  'pin.locked': nothing,
  'cosign.device-unknown': nothing,
  'cosign.key-unknown': nothing,
  'cosign.key-exists': nothing,
  'cosign.record-damaged': nothing,
  'cosign.proof-invalid': nothing,
  'cosign.stale-attempt': nothing,
  'cosign.copy-detected': nothing,
  'cosign.server-rolled-back': nothing,
  'cosign.answer-invalid': nothing,
  'cosign.unreachable': nothing,
  'cosign.quota-used': z.object({ retryAfterMs: z.number().int() }),

  // act (a desktop waits for a phone)
  'act.refused': z.object({
    reason: z.enum(['declined', 'no-certificate', 'not-recipient', 'failed']),
    scannedBy: z.string(),
  }),
  'act.unanswered': nothing,
  'act.answer-invalid': nothing,
  'certificate.wrong-holder': holder,

  // project
  'project.missing': nothing,
  'project.document-missing': nothing,
  'project.document-damaged': z.object({ name: z.string() }),
  'credit-library.attachment-damaged': z.object({ name: z.string() }),
  'project.section-unknown': nothing,
  'project.bidder-missing': nothing,
  'project.not-ready': z.object({ problems: z.number().int() }),
  'project.opening-form-invalid': z.object({ reason: z.string() }),
  'file.unreadable': z.object({ fileName: z.string() }),
  'file.unwritable': z.object({ folder: z.string() }),
  'file.disk-full': z.object({ folder: z.string() }),
  'seal.not-available': nothing,
  'seal.not-genuine': z.object({ name: z.string() }),
  'file.changed': z.object({ fileName: z.string() }),
  'download.differs': nothing,
} as const

export type FailureCode = keyof typeof failureDetails
export type FailureDetails = { [C in FailureCode]: z.infer<(typeof failureDetails)[C]> }
export type Failure = { [C in FailureCode]: { code: C; details: FailureDetails[C] } }[FailureCode]

/** Reads a failure that came from another process; null when it is not one of ours. */
export function readFailure(value: unknown): Failure | null {
  if (typeof value !== 'object' || value === null) return null
  const { code, details } = value as { code?: unknown; details?: unknown }
  if (typeof code !== 'string' || !Object.hasOwn(failureDetails, code)) return null
  const parsed = failureDetails[code as FailureCode].safeParse(details)
  return parsed.success ? ({ code, details: parsed.data } as Failure) : null
}
