import { base64UrlOf } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { sessionRoutes } from '../../protocol/http-api.ts'
import { sessionLifetimeMs, sessionOfferOf, verifyPushedTicket } from '../../protocol/pushes.ts'
import { TicketId, ticketIdOf } from '../../protocol/tickets.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import { accountChannel, sessionChannel } from '../pushes.ts'
import { newRow, openState, ticketLimitInBytes } from '../tickets/desktop-routes.ts'
import { checkRoomOfAccount } from '../tickets/make-room.ts'
import type { Progress } from '../tickets/progress.ts'
import { bodyOf, stateOf, type Tickets } from '../tickets/repository.ts'
import { checkNewTicket } from '../tickets/rules.ts'
import type { SessionRow, Sessions } from './repository.ts'

interface SessionParts {
  parts: Parts
  sessions: Sessions
  tickets: Tickets
  progress: Progress
  endSessions: EndSessions
}

const pushesAMinute = 120

export type EndSessions = (accountId: string) => void

/** Ends every session of an account and tells both ends: on a new session, on any change of its certificates. */
export function createEndSessions({ pushes, now }: Parts, sessions: Sessions): EndSessions {
  return (accountId) => {
    for (const session of sessions.openOf(accountId, now())) {
      sessions.end(session.session_id, now())
      tellEnded(pushes, session)
    }
  }
}

function tellEnded(pushes: Parts['pushes'], { session_id: sessionId, account_id }: SessionRow) {
  pushes.send(accountChannel(account_id), { name: 'session.ended', sessionId })
  pushes.send(sessionChannel(sessionId), { name: 'session.changed', sessionId })
}

export function serveSessions(serve: Serve, { parts, sessions, tickets, progress, endSessions }: SessionParts): void {
  const { db, now, random, pushes, limits } = parts
  const isOpen = (session: SessionRow) => session.ended_at === null && session.ends_at > now()

  serve.account(sessionRoutes.open, ({ body: { ticketId }, account }) => {
    const ticket = progress.forAccount(ticketId, account)
    const known = sessions.ofTicket(ticketId)
    if (known !== null) return { sessionId: known.session_id, endsAt: known.ends_at }
    const offer = sessionOfferOf(bodyOf(ticket))
    if (offer === null || stateOf(ticket, now()).name !== 'scanned') return fail('ticket.closed', {})
    const session = { sessionId: base64UrlOf(random(16)), endsAt: now() + sessionLifetimeMs }
    db.transaction(() => {
      // The phone shows one session; an older one would go on unseen.
      endSessions(account.accountId)
      sessions.insert({
        session_id: session.sessionId,
        ticket_id: ticketId,
        account_id: account.accountId,
        ends_at: session.endsAt,
      })
    })
    return session
  })

  serve.account(sessionRoutes.current, ({ account }) => {
    const [session] = sessions.openOf(account.accountId, now())
    if (session === undefined) return null
    return { sessionId: session.session_id, endsAt: session.ends_at, ticketId: TicketId.parse(session.ticket_id) }
  })

  serve.session(
    sessionRoutes.push,
    ({ session, ticket, body }) => {
      if (!isOpen(session)) fail('session.ended', {})
      checkNewTicket(body, now())
      const ticketId = ticketIdOf(body.body)
      const { sequence, pushSignature } = body
      const push = { name: 'session.ticket', sessionId: session.session_id, sequence, ticketId, pushSignature } as const
      const limit = { bucket: `pushes/${session.session_id}`, tries: pushesAMinute, windowMs: 60_000 }
      const isRepeated = sequence === session.last_sequence && ticketId === session.last_ticket_id
      if (!isRepeated) {
        const known = {
          sessionId: session.session_id,
          ...sessionOfferOf(bodyOf(ticket))!,
          lastSequence: session.last_sequence,
        }
        verifyPushedTicket(known, push, body.body)
        limits.check(limit)
        limits.count(limit)
        if (tickets.find(ticketId) !== null) fail('session.push-invalid', {})
        db.transaction(() => {
          const row = newRow(body.body, { ticketId, code: '', commitment: body.commitment, attachment: null })
          checkRoomOfAccount(tickets, { accountId: session.account_id, sizeInBytes: row.size_in_bytes, now: now() })
          tickets.insert(
            { ...row, account_id: session.account_id, created_at: now(), opened_from: '' },
            openState(now()),
          )
          sessions.addPush(push)
        })
        pushes.send(accountChannel(session.account_id), push)
      }
      const capability = base64UrlOf(tickets.capabilityOf(ticketId))
      return { ...progress.view(tickets.find(ticketId)!), ticketId, capability }
    },
    { bodyLimitInBytes: ticketLimitInBytes },
  )

  serve.account(sessionRoutes.waiting, ({ params, account }) => {
    const session = sessions.find(params.sessionId ?? '')
    if (session?.account_id !== account.accountId) return fail('request.not-found', {})
    if (!isOpen(session)) return fail('session.ended', {})
    const pushes = sessions.openPushes(session.session_id, now())
    return { pushes: pushes.map((push) => ({ name: 'session.ticket' as const, ...push })) }
  })

  serve.account(sessionRoutes.endByPhone, ({ params, account }) => {
    const session = sessions.find(params.sessionId ?? '')
    if (session?.account_id !== account.accountId) return fail('request.not-found', {})
    end(session)
    return {}
  })

  serve.session(sessionRoutes.endByDesktop, ({ session }) => {
    end(session)
    return {}
  })

  function end(session: SessionRow) {
    if (sessions.end(session.session_id, now()).changes > 0) tellEnded(pushes, session)
  }

  serve.session(sessionRoutes.state, ({ session }) => ({ isOpen: isOpen(session), endsAt: session.ends_at }))
}
