import { base64UrlOf } from '../../domain/bytes.ts'
import { encodePoint, generateSm2KeyPair, type Sm2KeyPair } from '../../domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../domain/sm/sm2-sign.ts'
import { sessionRoutes } from '../../protocol/http-api.ts'
import { labelledMessage } from '../../protocol/tickets.ts'
import { systemRandom } from '../tickets/desktop-key.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'

/** 会话签章 as the desktop holds it: the key that proves that a pushed ticket is this desktop's. */
export interface SigningSession {
  readonly sessionId: string
  readonly personName: string
  readonly endsAt: number
  /** The number of the next pushed ticket and its proof. */
  nextPush(ticketId: string): { sequence: number; pushSignature: string }
  leave(): Promise<void>
}

/** A key to offer in a ticket's body; it becomes a session when the phone agrees. */
export function offerSession(server: ServerConnection) {
  const key = generateSm2KeyPair(systemRandom)
  return {
    sessionKey: base64UrlOf(encodePoint(key.publicKey)),
    accept: (opened: { sessionId: string; endsAt: number }, personName: string): SigningSession =>
      sessionOf(server, key, { ...opened, personName }),
  }
}

function sessionOf(
  server: ServerConnection,
  key: Sm2KeyPair,
  { sessionId, endsAt, personName }: { sessionId: string; endsAt: number; personName: string },
): SigningSession {
  let sequence = 0
  return {
    sessionId,
    personName,
    endsAt,
    nextPush(ticketId) {
      sequence += 1
      const message = labelledMessage('push', { sessionId, sequence, ticketId })
      return { sequence, pushSignature: base64UrlOf(encodeSignature(signMessage(key, message, systemRandom))) }
    },
    async leave() {
      const path = { params: { sessionId }, body: {} }
      await server.call(sessionRoutes.endByDesktop, { ...path, token: sessionId })
    },
  }
}
