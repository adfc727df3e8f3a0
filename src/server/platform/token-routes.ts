import { base64UrlOf } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { readRevocationList } from '../../domain/pki/revocation-list.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import { PresenceAnswer } from '../../protocol/ticket-answers.ts'
import type { TicketBodyOf } from '../../protocol/tickets.ts'
import type { Authorities } from '../certificates/authorities.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import { bodyOf, type TicketRow, type Tickets } from '../tickets/repository.ts'
import { provenHolder, scopeOf, tokenLifetimeMs } from './rules.ts'

export interface ProvenPresence {
  body: TicketBodyOf<'identify' | 'sync-credit'>
  enterpriseName: string
  socialCreditCode: string
}

/** Whose certificate answered a presence ticket; the platform verifies it itself. Fails when nothing is proven. */
export type PresenceOf = (ticket: TicketRow) => ProvenPresence

export function createPresenceOf({ now }: Parts, authorities: Authorities): PresenceOf {
  return (ticket) => {
    const body = bodyOf(ticket)
    if (body.kind !== 'identify' && body.kind !== 'sync-credit') return fail('request.forbidden', {})
    if (ticket.answer === null) return fail('ticket.answer-missing', {})
    const trust = {
      roots: authorities.roots(),
      revocationLists: authorities.issuers().map((id) => readRevocationList(authorities.revocationList(id))),
      at: new Date(now()),
    }
    return { body, ...provenHolder(body, PresenceAnswer.parse(JSON.parse(ticket.answer)), trust) }
  }
}

/** An answered `identify` or `sync-credit` ticket becomes a short token of the same desktop key. */
export function serveTokens(serve: Serve, parts: Parts, tickets: Tickets, presenceOf: PresenceOf): void {
  serve.ticket(platformRoutes.token, ({ ticket }) => {
    const { body, enterpriseName, socialCreditCode } = presenceOf(ticket)
    const token = parts.random(32)
    const expiresAt = parts.now() + tokenLifetimeMs[body.kind]
    const row = {
      ticket_id: ticket.ticket_id,
      scope: scopeOf(body),
      desktop_key: ticket.desktop_key,
      enterprise_name: enterpriseName,
      social_credit_code: socialCreditCode,
      expires_at: expiresAt,
    }
    tickets.insertToken(sm3(token), row, parts.now())
    return { token: base64UrlOf(token), expiresAt, enterpriseName, socialCreditCode }
  })
}
