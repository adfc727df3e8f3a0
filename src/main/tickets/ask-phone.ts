import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import type { TicketProgress } from '../../contract/ticket-progress.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { readableLine } from '../../domain/readable-line.ts'
import { encodePoint, generateSm2KeyPair } from '../../domain/sm/sm2-curve.ts'
import { sessionRoutes, ticketRoutes } from '../../protocol/http-api.ts'
import { type AnswerOf, answerSchemas } from '../../protocol/ticket-answers.ts'
import {
  comparisonCommitment,
  comparisonNumber,
  digestTail,
  labelledMessage,
  qrContentOf,
  type TicketBody,
  type TicketBodyOf,
  type TicketId,
  type TicketKind,
  ticketIdOf,
} from '../../protocol/tickets.ts'
import type { SigningSession } from '../signing/session.ts'
import { systemRandom } from './desktop-key.ts'
import type { ServerConnection } from './server-connection.ts'
import { watchTicket } from './watch-ticket.ts'

type Common = 'version' | 'nonce' | 'desktopKey' | 'oneTimeKey' | 'desktopName' | 'createdAt'
/** What a caller says of an act; the rest of a ticket's body is the same for all. */
export type Act<K extends TicketKind> = { kind: K } & Omit<TicketBodyOf<K>, Common | 'kind'>

export interface Asking {
  signal: AbortSignal
  report: (progress: TicketProgress) => void
  /** Header of the bid file, for `open`. */
  attachment?: Uint8Array
  /** Pushes the ticket into an open session instead of showing a code. */
  session?: SigningSession
}

/** An answered ticket; what it holds is checked by the caller before it counts. */
export interface Answered<K extends TicketKind> {
  ticketId: TicketId
  body: TicketBodyOf<K>
  answer: AnswerOf<K>
  capability: string
  /** Private half of the ticket's one-time key. */
  oneTimeKey: bigint
}

interface OpenTicket {
  ticketId: TicketId
  body: TicketBody
  capability: string
  oneTimeKey: bigint
  desktopRandom: Uint8Array
}

/**
 * Shows a QR code and waits for a phone's answer; an expired code is replaced by a fresh one. Failures: `act.refused`,
 * `act.unanswered` (scanned but never answered), `task.cancelled`, those of the server.
 */
export async function askPhone<K extends TicketKind>(
  server: ServerConnection,
  act: Act<K>,
  asking: Asking,
): Promise<Answered<K>> {
  for (;;) {
    const ticket = await present<K>(server, act, asking)
    const outcome = await follow(server, ticket, asking)
    if (outcome === 'renew') {
      if (asking.session !== undefined) fail('act.unanswered', {})
      continue
    }
    asking.report({ stage: 'finishing', isPushed: asking.session !== undefined })
    const answer = (answerSchemas[act.kind] as z.ZodType).safeParse(outcome.answer)
    if (!answer.success) fail('act.answer-invalid', {})
    return { ...ticket, body: ticket.body as TicketBodyOf<K>, answer: answer.data as AnswerOf<K> }
  }
}

/** A body names the moment it was made: when the clock turns out to be wrong, another one is made by the server's. */
async function present<K extends TicketKind>(server: ServerConnection, act: Act<K>, asking: Asking) {
  const { session } = asking
  const attempt = () =>
    session === undefined ? openTicket<K>(server, act, asking) : pushTicket<K>(server, act, { ...asking, session })
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof BidsealError) || error.failure.code !== 'request.clock-differs') throw error
    server.learnTime(error.failure.details.serverTime)
    return attempt()
  }
}

/** A body around an act: fresh nonce, fresh one-time key. */
export function composeBody<K extends TicketKind>(server: ServerConnection, act: Act<K>) {
  const oneTime = generateSm2KeyPair(systemRandom)
  const common: Pick<TicketBody, Common> = {
    version: 1,
    nonce: base64UrlOf(systemRandom(32)),
    desktopKey: server.desktopKey.publicKey,
    oneTimeKey: base64UrlOf(encodePoint(oneTime.publicKey)),
    desktopName: readableLine(hostname(), 60) || '本机',
    createdAt: Math.round(server.now()),
  }
  return { body: { ...act, ...common } as unknown as TicketBody, oneTimeKey: oneTime.privateKey }
}

async function openTicket<K extends TicketKind>(
  server: ServerConnection,
  act: Act<K>,
  { signal, report, attachment }: Asking,
): Promise<OpenTicket> {
  const { body, oneTimeKey } = composeBody<K>(server, act)
  const desktopRandom = systemRandom(32)
  const opened = await server.call(ticketRoutes.open, {
    body: {
      body,
      signature: server.desktopKey.sign(labelledMessage('ticket', body)),
      commitment: base64UrlOf(comparisonCommitment(body, desktopRandom)),
      ...(attachment ? { attachment: base64UrlOf(attachment) } : {}),
    },
    signal,
  })
  const ticketId = ticketIdOf(body)
  server.learnTime(opened.serverTime)
  report({
    stage: 'showing',
    content: qrContentOf(server.host, ticketId),
    code: opened.code,
    digestTail: digestTail(ticketId),
    expiresAt: opened.state.name === 'open' ? opened.state.expiresAt : opened.serverTime,
    serverTime: opened.serverTime,
  })
  return { ticketId, body, capability: opened.capability, oneTimeKey, desktopRandom }
}

async function pushTicket<K extends TicketKind>(
  server: ServerConnection,
  act: Act<K>,
  { signal, report, session }: Asking & { session: SigningSession },
): Promise<OpenTicket> {
  const { body, oneTimeKey } = composeBody<K>(server, act)
  const desktopRandom = systemRandom(32)
  const ticketId = ticketIdOf(body)
  const pushed = await server.call(sessionRoutes.push, {
    params: { sessionId: session.sessionId },
    body: {
      body,
      signature: server.desktopKey.sign(labelledMessage('ticket', body)),
      commitment: base64UrlOf(comparisonCommitment(body, desktopRandom)),
      ...session.nextPush(ticketId),
    },
    token: session.capability,
    signal,
  })
  report({ stage: 'pushed', personName: session.personName, digestTail: digestTail(ticketId) })
  return { ticketId, body, capability: pushed.capability, oneTimeKey, desktopRandom }
}

/** Follows a ticket to its end. `renew` when nobody scanned it in time. */
async function follow(
  server: ServerConnection,
  ticket: OpenTicket,
  { signal, report, session }: Asking,
): Promise<'renew' | { answer: unknown }> {
  const tail = digestTail(ticket.ticketId)
  let number: string | null = null
  let hasBeenScanned = false
  try {
    for await (const view of watchTicket(server, ticket, signal)) {
      if (view.phoneRandom !== undefined && number === null) {
        const phoneRandom = bytesOfBase64Url(view.phoneRandom) ?? fail('act.answer-invalid', {})
        number = comparisonNumber(ticket.body, ticket.desktopRandom, phoneRandom)
        await reveal(server, ticket, signal)
        report({ stage: 'comparing', number, digestTail: tail })
      }
      const { state } = view
      switch (state.name) {
        case 'open':
          break
        case 'scanned':
          hasBeenScanned = true
          report({
            stage: 'scanned',
            scannedBy: state.scannedBy,
            step: state.step,
            digestTail: tail,
            isPushed: session !== undefined,
            number,
          })
          break
        case 'answered':
          return { answer: view.answer }
        case 'refused':
          return fail('act.refused', { reason: state.reason, scannedBy: state.scannedBy })
        case 'cancelled':
          return fail('task.cancelled', {})
        case 'expired':
          return hasBeenScanned ? fail('act.unanswered', {}) : 'renew'
      }
    }
  } catch (error) {
    // The phone must not go on with what nobody waits for; when this message is lost, the ticket expires by itself.
    if (signal.aborted) await cancel(server, ticket)
    throw error
  }
  return fail('act.unanswered', {})
}

function reveal(server: ServerConnection, { ticketId, capability, desktopRandom }: OpenTicket, signal: AbortSignal) {
  const input = { params: { ticketId }, body: { desktopRandom: base64UrlOf(desktopRandom) }, token: capability, signal }
  return server.call(ticketRoutes.reveal, input)
}

async function cancel(server: ServerConnection, { ticketId, capability }: OpenTicket) {
  const attempt = server.call(ticketRoutes.cancel, { params: { ticketId }, body: {}, token: capability })
  await Promise.race([attempt, pause(2000)]).catch((error: unknown) => {
    if (!(error instanceof BidsealError)) throw error
  })
}
