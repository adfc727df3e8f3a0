import { z } from 'zod'
import { line } from '../domain/readable-line.ts'
import { EncodedDigest, SocialCreditCode, Timestamp } from './bytes.ts'
import { labelledMessage, TicketId } from './tickets.ts'

/** Whether an unwrapped file key belonged to the header it came from. */
export const UnwrappingOutcome = z.enum(['opened', 'damaged'])

/**
 * rewrap, rehearse: what came of unwrapping a file key with one certificate. For `rewrap` the header is the new one, which
 * only the holder of the key can have made.
 */
export const Unwrapping = z.strictObject({
  act: z.literal('unwrapping'),
  ticketId: TicketId,
  /** SM3 of the encryption certificate. */
  openedWith: EncodedDigest,
  /** SM3 of the header. */
  headerDigest: EncodedDigest,
  outcome: UnwrappingOutcome,
  at: Timestamp,
})
export type Unwrapping = z.infer<typeof Unwrapping>

/** What the signing certificate of the same pair signs to say so. */
export function unwrappingMessage({ act, ...said }: Unwrapping): Uint8Array {
  return labelledMessage(act, said)
}

/**
 * What the phone asks to sign: never bytes. Phone and server each rebuild the document from these fields and the ticket's
 * own body, so neither can be made to sign what the other did not see.
 */
export const SigningFields = z.discriminatedUnion('act', [
  /** identify, bind, sync-credit: `presenceMessage(body)`. */
  z.strictObject({ act: z.literal('presence'), ticketId: TicketId }),
  /** seal: the SES TBS of one item (from 0) with the SESeal whose digest the item names. */
  z.strictObject({
    act: z.literal('seal'),
    ticketId: TicketId,
    item: z.number().int().min(0).max(99),
    signingTime: Timestamp,
  }),
  Unwrapping,
  /** generate, rewrap: the statement over the body's digests and these recipients, SM3(certificate) ascending. */
  z.strictObject({
    act: z.literal('statement'),
    ticketId: TicketId,
    recipients: z.array(EncodedDigest).min(1).max(64),
    createdAt: Timestamp,
  }),
  /** PKCS#10 for the key that signs it; subject C=CN, O and CN the enterprise, serialNumber its socialCreditCode. */
  z.strictObject({
    act: z.literal('certification-request'),
    applicationId: line(40),
    enterpriseName: line(120),
    socialCreditCode: SocialCreditCode,
  }),
])
export type SigningFields = z.infer<typeof SigningFields>
