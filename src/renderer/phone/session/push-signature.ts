import { bytesOfBase64Url } from '../../../domain/bytes.ts'
import { decodePoint } from '../../../domain/sm/sm2-curve.ts'
import { decodeSignature, verifyMessage } from '../../../domain/sm/sm2-sign.ts'
import { pushMessage, type SessionTicketPush } from '../../../protocol/pushes.ts'
import type { SealSession } from './session-rules.ts'

/**
 * Whether the session's desktop itself pushed this ticket ⚔ a server that pushes its own. The session key came out of the
 * body of the code that was scanned, which digests to the code.
 */
export function isPushAuthentic(session: SealSession, push: SessionTicketPush): boolean {
  const key = decodePoint(bytesOfBase64Url(session.sessionKey) ?? new Uint8Array())
  const signature = decodeSignature(bytesOfBase64Url(push.pushSignature) ?? new Uint8Array())
  if (key === null || signature === null || push.sessionId !== session.sessionId) return false
  return verifyMessage(key, pushMessage(push), signature)
}
