import { spellSeconds } from '../../domain/bid-file/meta.ts'
import { encodeStatement } from '../../domain/bid-file/statement.ts'
import { bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { sesTbs } from '../../domain/seal/ses-signature.ts'
import { type SigningFields, unwrappingMessage } from '../../protocol/signing-fields.ts'
import { presenceMessage, type SealItem, type TicketBody, type TicketBodyOf } from '../../protocol/tickets.ts'

/** How far a time that the phone puts into a document may lie from the server's. */
const timeToleranceMs = 600_000

export type FieldsOf<Act extends SigningFields['act']> = Extract<SigningFields, { act: Act }>

/** The bytes of identify, bind and sync-credit. Fails when the ticket asks for another act. */
export function presenceDocument(body: TicketBody): Uint8Array {
  return body.kind === 'identify' || body.kind === 'bind' || body.kind === 'sync-credit'
    ? presenceMessage(body)
    : fail('request.forbidden', {})
}

/** SES TBS of one item of a `seal` ticket with the stored SESeal. */
export function sealDocument(
  item: SealItem,
  seal: Uint8Array,
  { signingTime }: FieldsOf<'seal'>,
  now: number,
): Uint8Array {
  requireNear(signingTime, now, 'signingTime')
  return sesTbs({
    seal,
    signedBytesDigest: bytesOfBase64Url(item.documentDigest)!,
    signingTime: new Date(signingTime),
    propertyInfo: item.propertyInfo,
  })
}

/** The statement of a `generate` or `rewrap` ticket with the recipients that the phone chose. */
export function statementDocument(
  body: TicketBodyOf<'generate' | 'rewrap'>,
  { recipients, createdAt }: FieldsOf<'statement'>,
  now: number,
): Uint8Array {
  requireNear(createdAt, now, 'createdAt')
  return encodeStatement({
    tender: body.section.tenderCode,
    section: body.section.sectionCode,
    socialCreditCode: body.socialCreditCode,
    manifestDigest: bytesOfBase64Url(body.manifestDigest)!,
    payloadDigest: bytesOfBase64Url(body.payloadDigest)!,
    recipientDigests: recipients.map((digest) => bytesOfBase64Url(digest)!),
    created: spellSeconds(new Date(createdAt)),
  })
}

/** What a phone says of a file key that it unwrapped: of the header it was shown, or of the one it made. */
export function unwrappingDocument(body: TicketBody, fields: FieldsOf<'unwrapping'>, now: number): Uint8Array {
  requireNear(fields.at, now, 'at')
  const isAsked = body.kind === 'rewrap' || (body.kind === 'rehearse' && fields.headerDigest === body.headerDigest)
  return isAsked ? unwrappingMessage(fields) : fail('request.forbidden', {})
}

function requireNear(time: number, now: number, field: string): void {
  if (Math.abs(time - now) > timeToleranceMs || time % 1000 !== 0) fail('input.invalid', { field })
}
