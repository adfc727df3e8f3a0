import { z } from 'zod'
import { bytesOfBase64Url, equalBytes } from '../domain/bytes.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { fail } from '../domain/failure.ts'
import { decodePoint } from '../domain/sm/sm2-curve.ts'
import { decodeSignature, verifyMessage } from '../domain/sm/sm2-sign.ts'
import { EncodedSignature, encodedBytes, Timestamp } from './bytes.ts'
import type { TenderSection } from './tender-section.ts'
import { labelledMessage, type TicketBody, type TicketBodyOf, TicketId, ticketIdOf } from './tickets.ts'

/** More came in the meantime than is kept: ask again for everything. */
const Missed = z.object({ name: z.literal('missed') })

/**
 * Server-sent events. A push says what changed; the receiver asks again. Desktop: `GET /api/tickets/:ticketId/events`
 * and `GET /api/sessions/:sessionId/events`; phone: `GET /api/events`. Ids rise, `Last-Event-ID` replays.
 */
export const DesktopPush = z.discriminatedUnion('name', [
  z.object({ name: z.literal('ticket.changed'), ticketId: TicketId }),
  z.object({ name: z.literal('session.changed'), sessionId: encodedBytes(16) }),
  Missed,
])

/** A session ticket; the phone verifies the session key's signature before it shows anything. */
export const SessionTicketPush = z.object({
  name: z.literal('session.ticket'),
  sessionId: encodedBytes(16),
  sequence: z.number().int().min(1),
  ticketId: TicketId,
  pushSignature: EncodedSignature,
})
export type SessionTicketPush = z.infer<typeof SessionTicketPush>

export const PhonePush = z.discriminatedUnion('name', [
  SessionTicketPush,
  z.object({ name: z.literal('session.ended'), sessionId: encodedBytes(16) }),
  z.object({ name: z.literal('ticket.changed'), ticketId: TicketId }),
  z.object({ name: z.literal('certificates.changed') }),
  z.object({ name: z.literal('time.changed'), serverTime: Timestamp }),
  Missed,
])
export type DesktopPush = z.infer<typeof DesktopPush>
export type PhonePush = z.infer<typeof PhonePush>

/** 会话签章 ends after half an hour at the latest, whatever one of the three says. */
export const sessionLifetimeMs = 1_800_000

/** The bytes that the session key signs to push one ticket. */
export function pushMessage(push: { sessionId: string; sequence: number; ticketId: TicketId }): Uint8Array {
  return labelledMessage('push', { sessionId: push.sessionId, sequence: push.sequence, ticketId: push.ticketId })
}

/** What a scanned ticket that offers a session says about who may push into it, and what. */
export interface SessionOffer {
  /** Encoded SM2 point; its private half signs the pushes. */
  sessionKey: string
  desktopKey: string
  section: TenderSection
  socialCreditCode: string
}

/** What both ends know of an open session. */
export interface KnownSession extends SessionOffer {
  sessionId: string
  /** Of the last ticket that passed `verifyPushedTicket`; 0 before the first. */
  lastSequence: number
}

/** The session that a ticket offers; null when it offers none. */
export function sessionOfferOf(body: TicketBody): SessionOffer | null {
  if ((body.kind !== 'pick-seal' && body.kind !== 'seal') || body.session === undefined) return null
  const { desktopKey, section, socialCreditCode } = body
  return { sessionKey: body.session.sessionKey, desktopKey, section, socialCreditCode }
}

/** Whether a ticket is what the session was opened for: a `seal` of the same desktop, project and enterprise. */
export function isOfSession(offer: SessionOffer, body: TicketBody): body is TicketBodyOf<'seal'> {
  return (
    body.kind === 'seal' &&
    body.desktopKey === offer.desktopKey &&
    body.socialCreditCode === offer.socialCreditCode &&
    equalBytes(canonicalJson(body.section), canonicalJson(offer.section))
  )
}

/**
 * Checks a pushed ticket, on the server before it is passed on and on the phone before anything of it is shown: it is the
 * body that the push names, of this session, with a higher sequence number, signed by the session's key. Fails with
 * `session.push-invalid`, which is what a server that pushes its own tickets runs into.
 */
export function verifyPushedTicket(
  session: KnownSession,
  push: SessionTicketPush,
  body: TicketBody,
): TicketBodyOf<'seal'> {
  const point = decodePoint(bytesOfBase64Url(session.sessionKey) ?? new Uint8Array())
  const signature = decodeSignature(bytesOfBase64Url(push.pushSignature) ?? new Uint8Array())
  const isVerified =
    push.sessionId === session.sessionId &&
    push.sequence > session.lastSequence &&
    ticketIdOf(body) === push.ticketId &&
    point !== null &&
    signature !== null &&
    verifyMessage(point, pushMessage(push), signature)
  return isVerified && isOfSession(session, body) ? body : fail('session.push-invalid', {})
}
