import { describe, expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { encodePoint, generateSm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { labelledMessage, type TicketId } from '../../src/protocol/tickets.ts'
import { isPushAuthentic } from '../../src/renderer/phone/session/push-signature.ts'
import { systemRandom } from '../kit/random.ts'
import { bytes, now, sealBody, section } from './kit.ts'

const sessionKey = generateSm2KeyPair(systemRandom)
const session = {
  sessionId: bytes(16, 1),
  endsAt: now + 1000,
  sessionKey: base64UrlOf(encodePoint(sessionKey.publicKey)),
  desktopKey: sealBody.desktopKey,
  desktopName: sealBody.desktopName,
  section,
  socialCreditCode: sealBody.socialCreditCode,
  pairId: 'a',
  certificateDigest: sealBody.certificateDigest,
  lastSequence: 0,
  sealedCount: 0,
  autoConfirm: null,
}

function pushSignedBy(key: typeof sessionKey, changes: { ticketId?: string; sequence?: number } = {}) {
  const said = { sessionId: session.sessionId, sequence: 1, ticketId: bytes(32, 3) as TicketId }
  const pushSignature = base64UrlOf(encodeSignature(signMessage(key, labelledMessage('push', said), systemRandom)))
  return { name: 'session.ticket' as const, ...said, ...changes, pushSignature } as Parameters<
    typeof isPushAuthentic
  >[1]
}

describe('a push into a session', () => {
  test('by the session key of the scanned code is authentic', () => {
    expect(isPushAuthentic(session, pushSignedBy(sessionKey))).toBe(true)
  })

  test.each([
    ['signed by another key', pushSignedBy(generateSm2KeyPair(systemRandom))],
    ['for another ticket than was signed', pushSignedBy(sessionKey, { ticketId: bytes(32, 4) })],
    ['under another sequence number than was signed', pushSignedBy(sessionKey, { sequence: 2 })],
  ])('⚔ %s is not', (_, push) => {
    expect(isPushAuthentic(session, push)).toBe(false)
  })
})
