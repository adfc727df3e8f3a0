import { base64UrlOf, bytesOfBase64Url, equalBytes } from '../../../domain/bytes.ts'
import { fail } from '../../../domain/failure.ts'
import { ticketRoutes } from '../../../protocol/http-api.ts'
import {
  comparisonCommitment,
  comparisonNumber,
  type TicketBody,
  type TicketId,
  ticketIdOf,
} from '../../../protocol/tickets.ts'
import { systemRandom } from '../cosigning/cosigning-phone.ts'
import type { ServerConnection } from '../server-connection.ts'

export interface FetchedTicket {
  ticketId: TicketId
  body: TicketBody
  attachment: Uint8Array | null
}

/**
 * Fetches a ticket and binds it to this account. ⚔ The id came from the screen, so a body that does not digest to it is
 * not what the screen asked for. Failures: phone.ticket-forged, those of the server.
 */
export async function fetchTicket(server: ServerConnection, ticketId: TicketId): Promise<FetchedTicket> {
  const params = { ticketId }
  const fetched = await server.call(ticketRoutes.fetch, { params, body: {} })
  server.setServerTime(fetched.serverTime)
  const { body } = fetched
  if (ticketIdOf(body) !== ticketId) return fail('phone.ticket-forged', {})
  const { state } = await server.call(ticketRoutes.scan, { params, body: {} })
  if (state.name !== 'open' && state.name !== 'scanned') return fail('phone.ticket-over', { state: state.name })
  return { ticketId, body, attachment: fetched.attachment === undefined ? null : bytesOfBase64Url(fetched.attachment) }
}

/**
 * Finds the ticket of a typed code and agrees on the number that both screens show. ⚔ The desktop committed to its random
 * bytes before it saw ours, so nobody between can steer the number to another ticket's.
 * Failures: phone.number-broken, phone.ticket-forged, ticket.code-unknown and others of the server.
 */
export async function findTypedTicket(
  server: ServerConnection,
  code: string,
): Promise<{ ticketId: TicketId; comparedNumber: string }> {
  const { ticketId, commitment } = await server.call(ticketRoutes.find, { body: { code } })
  const { body } = await fetchTicket(server, ticketId)
  const phoneRandom = systemRandom(32)
  const { desktopRandom } = await server.call(ticketRoutes.compare, {
    params: { ticketId },
    body: { phoneRandom: base64UrlOf(phoneRandom) },
  })
  const revealed = bytesOfBase64Url(desktopRandom) ?? new Uint8Array()
  const promised = bytesOfBase64Url(commitment) ?? new Uint8Array()
  if (!equalBytes(comparisonCommitment(body, revealed), promised)) return fail('phone.number-broken', {})
  return { ticketId, comparedNumber: comparisonNumber(body, revealed, phoneRandom) }
}
