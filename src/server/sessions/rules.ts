import type { TicketBody, TicketBodyOf } from '../../protocol/tickets.ts'

/** The body when it offers a session, else null. */
export function offerOf(body: TicketBody): TicketBodyOf<'pick-seal' | 'seal'> | null {
  return (body.kind === 'pick-seal' || body.kind === 'seal') && body.session !== undefined ? body : null
}
