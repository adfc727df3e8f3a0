import { base64UrlOf, bytesOfBase64Url } from '../../domain/bytes.ts'
import { canonicalJson } from '../../domain/canonical-json.ts'
import { fail } from '../../domain/failure.ts'
import { ticketRoutes } from '../../protocol/http-api.ts'
import { scanningLimitMs } from '../../protocol/ticket-states.ts'
import { comparisonCommitment, type TicketBody, type TicketId, ticketIdOf } from '../../protocol/tickets.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import { sixDigits } from '../six-digits.ts'
import type { createComparisons } from './comparisons.ts'
import { makeRoom } from './make-room.ts'
import type { Progress } from './progress.ts'
import { bodyOf, stateOf, type Tickets } from './repository.ts'
import { checkNewTicket } from './rules.ts'

interface TicketParts {
  parts: Parts
  tickets: Tickets
  progress: Progress
  comparisons: ReturnType<typeof createComparisons>
}

const ticketsAMinute = 120
/** A hundred documents with a cross-page seal each, or the header of a bid file with 64 recipients. */
export const ticketLimitInBytes = 1_048_576

/** What a desktop does with the tickets it composes. */
export function serveTicketsToDesktops(serve: Serve, { parts, tickets, progress, comparisons }: TicketParts): void {
  const { db, now, random, limits, host } = parts

  serve.anybody(
    ticketRoutes.open,
    ({ body: { body, signature, attachment, commitment }, address }) => {
      checkNewTicket({ body, signature, attachment }, now())
      const limit = { bucket: `tickets/${body.desktopKey}`, tries: ticketsAMinute, windowMs: 60_000 }
      const ticketId = ticketIdOf(body)
      return db.transaction(() => {
        const known = tickets.find(ticketId)
        if (known === null) {
          limits.check(limit)
          limits.count(limit)
          tickets.prune(now())
          const row = newRow(body, { ticketId, code: freeCode(), commitment, attachment: attachment ?? null })
          makeRoom(tickets, { address, sizeInBytes: row.size_in_bytes })
          tickets.insert({ ...row, account_id: null, created_at: now(), opened_from: address }, openState(now()))
        }
        const row = known ?? tickets.find(ticketId)!
        const capability = base64UrlOf(tickets.capabilityOf(ticketId))
        return { ...progress.view(row), ticketId, code: row.code, capability, host }
      })
    },
    { bodyLimitInBytes: ticketLimitInBytes },
  )

  function freeCode(): string {
    for (;;) {
      const code = sixDigits(random)
      if (tickets.findByCode(code, now()) === null) return code
    }
  }

  serve.ticket(ticketRoutes.watch, ({ ticket }) => ({
    ...progress.view(ticket),
    ...(ticket.answer === null ? {} : { answer: JSON.parse(ticket.answer) as unknown }),
    ...(ticket.phone_random === null ? {} : { phoneRandom: ticket.phone_random }),
  }))

  serve.ticket(ticketRoutes.cancel, ({ ticket }) => {
    if (stateOf(ticket, now()).name !== 'cancelled') {
      progress.step(ticket, { name: 'cancel', at: now() })
      progress.tell(ticket)
    }
    return progress.view(tickets.find(ticket.ticket_id)!)
  })

  serve.ticket(ticketRoutes.reveal, ({ ticket, body: { desktopRandom } }) => {
    // Before the phone has sent its part nothing may be revealed: who knows rD can choose rP for the number he wants.
    if (ticket.phone_random === null) return fail('ticket.answer-missing', {})
    const commitment = comparisonCommitment(bodyOf(ticket), bytesOfBase64Url(desktopRandom)!)
    if (base64UrlOf(commitment) !== ticket.commitment) return fail('input.invalid', { field: 'desktopRandom' })
    tickets.setDesktopRandom(ticket.ticket_id, desktopRandom)
    comparisons.wake(ticket.ticket_id)
    return progress.view(ticket)
  })
}

export const openState = (now: number) => ({ name: 'open', expiresAt: now + scanningLimitMs }) as const

/** The columns that a ticket's body decides. */
export function newRow(
  body: TicketBody,
  given: { ticketId: TicketId; code: string; commitment: string; attachment: string | null },
) {
  const canonical = canonicalJson(body)
  return {
    ticket_id: given.ticketId,
    kind: body.kind,
    // The canonical spelling, so that what is fetched is what was digested.
    body: new TextDecoder().decode(canonical),
    size_in_bytes: canonical.length + (given.attachment?.length ?? 0),
    desktop_key: body.desktopKey,
    code: given.code,
    commitment: given.commitment,
    attachment: given.attachment,
  }
}
