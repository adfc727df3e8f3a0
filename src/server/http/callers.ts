import type { FastifyRequest } from 'fastify'
import { bytesOfBase64Url, equalBytes } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import type { AccountCaller, Accounts } from '../accounts/repository.ts'
import type { Parts } from '../parts.ts'
import type { SessionRow, Sessions } from '../sessions/repository.ts'
import type { DesktopTokenRow, TicketRow, Tickets } from '../tickets/repository.ts'
import { addressGroupOf } from './address-group.ts'
import { type BoundKey, checkProof, spendProof } from './proofs.ts'

/** Who is asking: each function finds the caller of one request, or fails. */
export interface Callers {
  /** Who is not known is at least told apart by the address, as it is counted. */
  anybody(request: FastifyRequest): { address: string }
  account(request: FastifyRequest): { account: AccountCaller }
  ticket(request: FastifyRequest): { ticket: TicketRow }
  session(request: FastifyRequest): { session: SessionRow; ticket: TicketRow }
  desktop(request: FastifyRequest): { desktop: DesktopTokenRow }
  demo(request: FastifyRequest): object
}

interface Keepers {
  accounts: Accounts
  tickets: Tickets
  sessions: Sessions
  demoSecret: Uint8Array | null
}

export function createCallers(parts: Parts, { accounts, tickets, sessions, demoSecret }: Keepers): Callers {
  function prove(request: FastifyRequest, key: BoundKey) {
    const isWrite = request.method !== 'GET'
    const body = isWrite && typeof request.rawBody === 'string' ? request.rawBody : ''
    const proof = request.headers['bidseal-proof']
    const digest = checkProof(
      { method: request.method, path: request.url, body, proof: typeof proof === 'string' ? proof : undefined },
      key,
      parts.now(),
    )
    if (isWrite) spendProof(parts.db, digest, parts.now())
  }

  function ticketOf(request: FastifyRequest, ticketId: string): TicketRow {
    const ticket = tickets.find(ticketId)
    const isHolder = ticket !== null && equalBytes(bearerOf(request), tickets.capabilityOf(ticketId))
    if (!isHolder) return fail('request.unauthorized', {})
    prove(request, { kind: 'desktop', bytes: bytesOfBase64Url(ticket.desktop_key)! })
    return ticket
  }

  return {
    anybody: ({ ip }) => ({ address: addressGroupOf(ip) }),
    account(request) {
      const account = accounts.findByToken(sm3(bearerOf(request)), parts.now()) ?? fail('request.unauthorized', {})
      prove(request, { kind: 'device', bytes: account.deviceKey })
      return { account }
    },
    ticket: (request) => ({ ticket: ticketOf(request, paramOf(request, 'ticketId')) }),
    session(request) {
      const session = sessions.find(paramOf(request, 'sessionId')) ?? fail('request.unauthorized', {})
      return { session, ticket: ticketOf(request, session.ticket_id) }
    },
    desktop(request) {
      const desktop = tickets.findToken(sm3(bearerOf(request)), parts.now()) ?? fail('request.unauthorized', {})
      prove(request, { kind: 'desktop', bytes: bytesOfBase64Url(desktop.desktop_key)! })
      return { desktop }
    },
    demo(request) {
      if (demoSecret === null) return fail('request.not-found', {})
      return equalBytes(sm3(bearerOf(request)), sm3(demoSecret)) ? {} : fail('request.unauthorized', {})
    },
  }
}

/** The 32 bytes of `authorization: Bearer …`. */
function bearerOf(request: FastifyRequest): Uint8Array {
  const match = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')
  return bytesOfBase64Url(match?.[1] ?? '-') ?? fail('request.unauthorized', {})
}

function paramOf(request: FastifyRequest, name: string): string {
  const { [name]: value } = request.params as Record<string, string>
  return value ?? ''
}
