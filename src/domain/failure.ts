import { z } from 'zod'

const nothing = z.object({})
const reason = z.object({ reason: z.string() })
const holder = z.object({ name: z.string() })
const holderAt = z.object({ name: z.string(), at: z.iso.datetime() })
const place = z.object({ offset: z.number().int(), reason: z.string() })

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
  'certificate.not-an-authority': holder,
  'certificate.path-too-long': holder,
  'certificate.wrong-key-usage': holder,
  'certificate.unhandled-extension': holder,
  'certificate-request.unreadable': reason,
  'certificate-request.bad-signature': nothing,
  'revocation-list.unreadable': reason,
  'signed-data.unreadable': reason,
  'signed-data.content-differs': nothing,
  'signed-data.bad-signature': nothing,
  'envelope.damaged': nothing,
  'envelope.not-recipient': holder,
  'envelope.recipient-count': z.object({ count: z.number().int(), limit: z.number().int() }),
  'envelope.too-large': z.object({ sizeInBytes: z.number().int(), sizeLimit: z.number().int() }),
} as const

export type FailureCode = keyof typeof failureDetails
export type FailureDetails = { [C in FailureCode]: z.infer<(typeof failureDetails)[C]> }
export type Failure = { [C in FailureCode]: { code: C; details: FailureDetails[C] } }[FailureCode]

/** The one expected error: crosses processes and HTTP as its plain `failure` data. */
export class BidsealError extends Error {
  readonly failure: Failure
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options)
    this.failure = failure
  }
}

/** Gives up with an expected failure. Details must hold no secret: they are shown and logged. */
export function fail<C extends FailureCode>(code: C, details: FailureDetails[C], cause?: unknown): never {
  throw new BidsealError({ code, details } as Failure, cause === undefined ? undefined : { cause })
}

/** Reads a failure that came from another process; null when it is not one of ours. */
export function readFailure(value: unknown): Failure | null {
  if (typeof value !== 'object' || value === null) return null
  const { code, details } = value as { code?: unknown; details?: unknown }
  if (typeof code !== 'string' || !Object.hasOwn(failureDetails, code)) return null
  const parsed = failureDetails[code as FailureCode].safeParse(details)
  return parsed.success ? ({ code, details: parsed.data } as Failure) : null
}
