import { platformRoutes } from '../../protocol/http-api.ts'
import type { TicketKind } from '../../protocol/tickets.ts'
import type { Answered } from './ask-phone.ts'
import type { ServerConnection } from './server-connection.ts'

/** Exchanges an answered ticket, once its presence was checked, for the platform's short token of this desktop. */
export function platformToken(
  server: ServerConnection,
  { ticketId, capability }: Pick<Answered<TicketKind>, 'ticketId' | 'capability'>,
  signal: AbortSignal,
): Promise<{ token: string; expiresAt: number }> {
  const input = { params: { ticketId }, body: {}, token: capability, signal }
  return server.call(platformRoutes.token, input)
}
