import { base64UrlOf } from '../../domain/bytes.ts'
import { encodePoint, generateSm2KeyPair, type Sm2KeyPair } from '../../domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../domain/sm/sm2-sign.ts'
import { sessionRoutes } from '../../protocol/http-api.ts'
import { pushMessage } from '../../protocol/pushes.ts'
import type { TicketId } from '../../protocol/tickets.ts'
import { systemRandom } from '../tickets/desktop-key.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'

/** 会话签章 as the desktop holds it: the key that proves that a pushed ticket is this desktop's. */
export interface SigningSession {
  readonly sessionId: string
  readonly personName: string
  readonly endsAt: number
  /** Of the ticket that opened the session; the server knows the desktop by it. */
  readonly capability: string
  /** The number of the next pushed ticket and its proof. */
  nextPush(ticketId: TicketId): { sequence: number; pushSignature: string }
  leave(): Promise<void>
}

/** A key to offer in a ticket's body; it becomes a session when the phone agrees. */
export function offerSession(server: ServerConnection) {
  const key = generateSm2KeyPair(systemRandom)
  return {
    sessionKey: base64UrlOf(encodePoint(key.publicKey)),
    accept: (opened: Pick<SigningSession, 'sessionId' | 'endsAt' | 'capability' | 'personName'>): SigningSession =>
      sessionOf(server, key, opened),
  }
}

function sessionOf(
  server: ServerConnection,
  key: Sm2KeyPair,
  opened: Pick<SigningSession, 'sessionId' | 'endsAt' | 'capability' | 'personName'>,
): SigningSession {
  const { sessionId, capability } = opened
  let sequence = 0
  return {
    ...opened,
    nextPush(ticketId) {
      sequence += 1
      const message = pushMessage({ sessionId, sequence, ticketId })
      return { sequence, pushSignature: base64UrlOf(encodeSignature(signMessage(key, message, systemRandom))) }
    },
    async leave() {
      await server.call(sessionRoutes.endByDesktop, { params: { sessionId }, body: {}, token: capability })
    },
  }
}
