import { fail } from '../../domain/failure.ts'
import { ticketRoutes } from '../../protocol/http-api.ts'
import { TicketId } from '../../protocol/tickets.ts'
import type { AccountCaller } from '../accounts/repository.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import type { createComparisons } from './comparisons.ts'
import { checkRoomOfAccount } from './make-room.ts'
import type { Progress } from './progress.ts'
import { bodyOf, stateOf, type TicketRow, type Tickets } from './repository.ts'
import { failClosed, readAnswer } from './rules.ts'

interface TicketParts {
  parts: Parts
  tickets: Tickets
  progress: Progress
  comparisons: ReturnType<typeof createComparisons>
}

/** Twelve seal pictures in base64url, or a hundred signatures. */
const answerLimitInBytes = 24 * 1_048_576

/** What a phone does with the tickets it scans. */
export function serveTicketsToPhones(serve: Serve, { parts, tickets, progress, comparisons }: TicketParts): void {
  const { db, now, limits } = parts

  const ticketOf = (params: Readonly<Record<string, string>>, account: AccountCaller) =>
    progress.forAccount(params.ticketId ?? '', account)
  const viewOf = (row: TicketRow) => progress.view(tickets.find(row.ticket_id)!)

  serve.account(ticketRoutes.fetch, ({ params, account }) => {
    const row = ticketOf(params, account)
    const state = stateOf(row, now())
    if (state.name === 'expired') failClosed(state)
    return {
      ...progress.view(row),
      body: bodyOf(row),
      ...(row.attachment === null ? {} : { attachment: row.attachment }),
    }
  })

  serve.account(ticketRoutes.scan, ({ params, account }) => {
    const row = progress.scan(ticketOf(params, account), account)
    progress.tell(row)
    return progress.view(row)
  })

  serve.account(ticketRoutes.find, ({ body: { code }, account }) => {
    if (!account.isRealNameChecked) fail('account.real-name-missing', {})
    const limit = { bucket: `typed-code/${account.accountId}`, tries: 5, windowMs: 600_000 }
    limits.check(limit)
    const row = tickets.findByCode(code, now())
    if (row === null || stateOf(row, now()).name !== 'open') {
      // Only misses count, and a hit forgives none: guessing stays at five.
      limits.count(limit)
      return fail('ticket.code-unknown', {})
    }
    return { ticketId: TicketId.parse(row.ticket_id), commitment: row.commitment }
  })

  serve.account(ticketRoutes.compare, async ({ params, body: { phoneRandom }, account }) => {
    const row = progress.scan(ticketOf(params, account), account)
    // One try: whoever may send a second random number can grind the six digits.
    if (row.phone_random !== null && row.phone_random !== phoneRandom) return fail('ticket.closed', {})
    tickets.setPhoneRandom(row.ticket_id, phoneRandom)
    progress.tell(row)
    if (row.desktop_random === null) await comparisons.wait(row.ticket_id)
    return { desktopRandom: tickets.find(row.ticket_id)?.desktop_random ?? fail('ticket.desktop-silent', {}) }
  })

  serve.account(ticketRoutes.step, ({ params, body: { step }, account }) => {
    const row = scannedBy(ticketOf(params, account))
    progress.step(row, { name: 'step', step, at: now() })
    progress.tell(row)
    return viewOf(row)
  })

  serve.account(
    ticketRoutes.answer,
    ({ params, body, account }) => {
      const row = scannedBy(ticketOf(params, account))
      const answer = JSON.stringify(readAnswer(bodyOf(row), body.answer))
      // The same answer again: the first one's reply was lost.
      if (row.answer === answer) return progress.view(row)
      db.transaction(() => {
        const sizeInBytes = Buffer.byteLength(answer)
        checkRoomOfAccount(tickets, { accountId: account.accountId, sizeInBytes, now: now() })
        progress.close(row, account, { name: 'answer', at: now() })
        tickets.setAnswer(row.ticket_id, answer)
      })
      progress.tell(row)
      return viewOf(row)
    },
    { bodyLimitInBytes: answerLimitInBytes },
  )

  serve.account(ticketRoutes.refuse, ({ params, body: { reason }, account }) => {
    const row = scannedBy(ticketOf(params, account))
    const state = stateOf(row, now())
    if (state.name === 'refused' && state.reason === reason) return progress.view(row)
    db.transaction(() => progress.close(row, account, { name: 'refuse', reason, at: now() }))
    progress.tell(row)
    return viewOf(row)
  })
}

/** A ticket nobody has scanned cannot be answered: scanning is what binds it to one account. */
function scannedBy(row: TicketRow): TicketRow {
  return row.account_id === null ? fail('ticket.closed', {}) : row
}
