import type { TicketBody, TicketBodyOf } from '../../protocol/tickets.ts'

/** 会话签章 ends after half an hour at the latest. */
export const sessionLifetimeMs = 1_800_000

/** The body when it offers a session, else null. */
export function offerOf(body: TicketBody): TicketBodyOf<'pick-seal' | 'seal'> | null {
  return (body.kind === 'pick-seal' || body.kind === 'seal') && body.session !== undefined ? body : null
}
