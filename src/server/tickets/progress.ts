import { fail } from '../../domain/failure.ts'
import { nextTicketState, type TicketEvent, type TicketState } from '../../protocol/ticket-states.ts'
import { TicketId } from '../../protocol/tickets.ts'
import type { AccountCaller, Accounts } from '../accounts/repository.ts'
import { maskName } from '../accounts/rules.ts'
import type { Parts } from '../parts.ts'
import { accountChannel, ticketChannel } from '../pushes.ts'
import { checkRoomOfAccount } from './make-room.ts'
import { bodyOf, stateOf, type TicketRow, type Tickets } from './repository.ts'
import { actTitleOf, failClosed } from './rules.ts'

/** Moves tickets from state to state: the one place where a ticket changes. */
export type Progress = ReturnType<typeof createProgress>

/** Whether this account may answer this ticket at all, such as by holding the certificate it names. Fails otherwise. */
export type Admit = (row: TicketRow, account: AccountCaller) => void

const scansAnHour = 600

export function createProgress(parts: Parts, tickets: Tickets, accounts: Accounts, admit: Admit) {
  const { db, now, pushes, limits } = parts

  function tell(row: TicketRow) {
    const push = { name: 'ticket.changed', ticketId: TicketId.parse(row.ticket_id) } as const
    pushes.send(ticketChannel(row.ticket_id), push)
    if (row.account_id !== null) pushes.send(accountChannel(row.account_id), push)
  }

  function move(row: TicketRow, event: TicketEvent): TicketState {
    const current = stateOf(row, now())
    const next = nextTicketState(current, event)
    if (next === null) return failClosed(current)
    tickets.setState(row.ticket_id, next)
    return next
  }

  return {
    tell,
    view: (row: TicketRow) => ({ state: stateOf(row, now()), serverTime: now() }),

    /** The ticket an account asks for. The first account that scans is the only one that sees it from then on. */
    forAccount(ticketId: string, account: AccountCaller): TicketRow {
      if (!account.isRealNameChecked) fail('account.real-name-missing', {})
      const row = tickets.find(ticketId) ?? fail('request.not-found', {})
      if (row.account_id !== null && row.account_id !== account.accountId) fail('ticket.scanned-by-other', {})
      return row
    },

    /** Binds the ticket to the account; scanning again changes nothing. */
    scan(row: TicketRow, account: AccountCaller): TicketRow {
      return db.transaction(() => {
        const current = stateOf(row, now())
        if (current.name === 'scanned') return row
        admit(row, account)
        // What was scanned is kept, so an account must not scan without end what it opened itself.
        const limit = { bucket: `scans/${account.accountId}`, tries: scansAnHour, windowMs: 3_600_000 }
        limits.check(limit)
        checkRoomOfAccount(tickets, { accountId: account.accountId, sizeInBytes: row.size_in_bytes, now: now() })
        limits.count(limit)
        move(row, { name: 'scan', scannedBy: maskName(account.personName), at: now() })
        tickets.bindAccount(row.ticket_id, account.accountId)
        return tickets.find(row.ticket_id)!
      })
    },

    step: (row: TicketRow, event: TicketEvent) => move(row, event),

    /** Ends the ticket by its phone and writes the act into the account's history. */
    close(
      row: TicketRow,
      account: AccountCaller,
      event: Extract<TicketEvent, { name: 'answer' | 'refuse' }>,
    ): TicketState {
      const state = move(row, event)
      accounts.insertAct(account.accountId, {
        at: now(),
        kind: row.kind,
        title: actTitleOf(bodyOf(row)),
        outcome: event.name === 'answer' ? 'answered' : event.reason,
      })
      return state
    },
  }
}
