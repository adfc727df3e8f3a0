import type { Failure } from '../../domain/failure.ts'

/** HTTP statuses of the failures that are not a plain 400. */
const statuses: Partial<Record<Failure['code'], number>> = {
  'request.unauthorized': 401,
  'request.clock-differs': 401,
  'request.forbidden': 403,
  'request.foreign': 403,
  'request.not-found': 404,
  'request.too-many': 429,
  'request.replayed': 409,
  'account.code-expired': 410,
  'account.real-name-missing': 403,
  'ticket.expired': 410,
  'ticket.closed': 409,
  'ticket.scanned-by-other': 409,
  'ticket.code-unknown': 404,
  'ticket.account-mismatch': 403,
  'ticket.answer-missing': 409,
  'session.ended': 410,
  'application.issued-before': 409,
  'upload.deadline-passed': 409,
  'upload.incomplete': 409,
  'upload.replaced': 410,
  'upload.too-large': 413,
  'opening.too-early': 409,
  'opening.wrong-stage': 409,
  'opening.decrypting-goes-on': 409,
  'opening.not-a-bidder': 403,
}

export const statusOf = ({ code }: Failure): number => statuses[code] ?? 400

/** Seconds after which it makes sense to ask again; null when waiting does not help. */
export function retryAfterSecondsOf(failure: Failure): number | null {
  return failure.code === 'request.too-many' ? Math.max(1, Math.ceil(failure.details.retryAfterMs / 1000)) : null
}
