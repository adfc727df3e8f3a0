import { z } from 'zod'
import { EncodedSignature, encodedBytes, Timestamp } from './bytes.ts'
import { TicketId } from './tickets.ts'

/**
 * Server-sent events. A push says what changed; the receiver asks again. Desktop: `GET /api/tickets/:ticketId/events`
 * and `GET /api/sessions/:sessionId/events`; phone: `GET /api/events`. Ids rise, `Last-Event-ID` replays.
 */
export const DesktopPush = z.discriminatedUnion('name', [
  z.object({ name: z.literal('ticket.changed'), ticketId: TicketId }),
  z.object({ name: z.literal('session.changed'), sessionId: encodedBytes(16) }),
])

export const PhonePush = z.discriminatedUnion('name', [
  /** A session ticket; the phone verifies the session key's signature before it shows anything. */
  z.object({
    name: z.literal('session.ticket'),
    sessionId: encodedBytes(16),
    sequence: z.number().int().min(1),
    ticketId: TicketId,
    pushSignature: EncodedSignature,
  }),
  z.object({ name: z.literal('session.ended'), sessionId: encodedBytes(16) }),
  z.object({ name: z.literal('ticket.changed'), ticketId: TicketId }),
  z.object({ name: z.literal('certificates.changed') }),
  z.object({ name: z.literal('time.changed'), serverTime: Timestamp }),
])
export type PhonePush = z.infer<typeof PhonePush>
