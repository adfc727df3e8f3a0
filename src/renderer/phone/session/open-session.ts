import type { CertificatePair } from '../../../protocol/http-api.ts'
import { sessionRoutes } from '../../../protocol/http-api.ts'
import { sessionLifetimeMs, sessionOfferOf } from '../../../protocol/pushes.ts'
import type { TicketBodyOf, TicketId } from '../../../protocol/tickets.ts'
import type { AccountParts } from '../app-context.tsx'
import { certificateDigestOf } from '../tickets/certificate-choice.ts'
import type { SealSession } from './session-rules.ts'

export interface OpenedSession {
  sessionId: string
  endsAt: number
}

/** Opens the session that a ticket offers and remembers who may push into it. Null when the ticket offers none. */
export async function openSession(
  { server, storage, signedIn }: AccountParts,
  { ticketId, body, pair }: { ticketId: TicketId; body: TicketBodyOf<'pick-seal' | 'seal'>; pair: CertificatePair },
): Promise<OpenedSession | null> {
  const offer = sessionOfferOf(body)
  if (offer === null) return null
  const { sessionId, endsAt } = await server.call(sessionRoutes.open, { body: { ticketId } })
  // ⚔ A server that lets a session go on for as long as it likes.
  const opened = { sessionId, endsAt: Math.min(endsAt, server.now() + sessionLifetimeMs) }
  const session: SealSession = {
    ...opened,
    ...offer,
    desktopName: body.desktopName,
    pairId: pair.pairId,
    certificateDigest: certificateDigestOf(pair.signing.leaf),
    lastSequence: 0,
    waiting: [],
    sealedCount: 0,
    autoConfirm: null,
  }
  await storage.write('sessions', signedIn.account.accountId, session)
  return opened
}
