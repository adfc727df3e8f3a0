import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Callers } from './http/callers.ts'
import type { Parts } from './parts.ts'
import { accountChannel, phonesChannel, sessionChannel, ticketChannel } from './pushes.ts'

/** The three streams of server-sent events; ids and replay as `protocol/pushes.ts` says. */
export function serveStreams(app: FastifyInstance, { pushes }: Parts, callers: Callers): void {
  app.get('/api/tickets/:ticketId/events', (request, reply) => {
    const { ticket } = callers.ticket(request)
    return stream(request, reply, [ticketChannel(ticket.ticket_id)], callers.anybody(request).address)
  })
  app.get('/api/sessions/:sessionId/events', (request, reply) => {
    const { session } = callers.session(request)
    return stream(request, reply, [sessionChannel(session.session_id)])
  })
  app.get('/api/events', (request, reply) => {
    const { account } = callers.account(request)
    return stream(request, reply, [accountChannel(account.accountId), phonesChannel])
  })
  // Streams have no end of their own, and a server that waits for them never stops.
  app.addHook('preClose', () => pushes.closeAll())

  function stream(request: FastifyRequest, reply: FastifyReply, channels: string[], address?: string) {
    const lastEventId = /^\d{1,15}$/.exec(String(request.headers['last-event-id'] ?? ''))
    const source = pushes.listen(channels, lastEventId === null ? null : Number(lastEventId[0]), address)
    request.raw.once('close', () => source.destroy())
    return reply.header('content-type', 'text/event-stream').send(source)
  }
}
