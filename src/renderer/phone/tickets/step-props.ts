import type { Flow } from './flow.ts'
import type { LoadedTicket } from './load-ticket.ts'
import type { TicketRun } from './ticket-run.ts'

/** What every step of a ticket is drawn from. */
export interface StepProps {
  run: TicketRun
  flow: Extract<Flow, { name: 'asking' | 'working' }>
  ticket: LoadedTicket
  onDecline(): void
}
