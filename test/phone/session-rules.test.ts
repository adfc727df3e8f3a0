import { describe, expect, test } from 'vitest'
import type { TicketBodyOf } from '../../src/protocol/tickets.ts'
import {
  afterSealing,
  autoConfirmLimit,
  judgePush,
  type PushVerdict,
  type SealSession,
  withAutoConfirm,
} from '../../src/renderer/phone/session/session-rules.ts'
import { bytes, now, sealBody, section } from './kit.ts'

const session: SealSession = {
  sessionId: bytes(16, 1),
  endsAt: now + 1000,
  sessionKey: bytes(65, 7),
  desktopKey: sealBody.desktopKey,
  desktopName: sealBody.desktopName,
  section,
  socialCreditCode: sealBody.socialCreditCode,
  pairId: 'a',
  certificateDigest: sealBody.certificateDigest,
  waiting: [],
  lastSequence: 0,
  sealedCount: 0,
  autoConfirm: null,
}
const automatic = withAutoConfirm(session, sealBody)
const twoItems = [...sealBody.items, ...sealBody.items]

describe('a pushed seal', () => {
  test.each<[string, SealSession, Partial<TicketBodyOf<'seal'>>, number, PushVerdict]>([
    ['is asked about', session, {}, now, 'ask'],
    ['is confirmed by itself once 自动确认 is ticked', automatic, {}, now, 'confirm'],
    ['is refused after the end', automatic, {}, now + 1000, 'refuse'],
    ['is refused from another desktop', automatic, { desktopKey: bytes(65, 8) }, now, 'refuse'],
    ['is refused for another enterprise', automatic, { socialCreditCode: '91329901MA2DEMB25H' }, now, 'refuse'],
    ['is refused for another certificate', automatic, { certificateDigest: bytes(32, 6) }, now, 'refuse'],
    ['is refused for another project', automatic, { section: { ...section, sectionCode: '2' } }, now, 'refuse'],
    [
      'is asked about with a seal that 自动确认 was not given for',
      automatic,
      { items: sealBody.items.map((item) => ({ ...item, sealId: 'seal-other' })) },
      now,
      'ask',
    ],
    [
      'is asked about when it holds more documents than are left',
      { ...automatic, autoConfirm: { sealIds: ['seal-official'], itemsLeft: 1 } },
      { items: twoItems },
      now,
      'ask',
    ],
  ])('%s', (_, current, changes, at, verdict) => {
    expect(judgePush(current, { ...sealBody, ...changes }, at)).toBe(verdict)
  })

  test('each sealed document uses up 自动确认', () => {
    expect(afterSealing(automatic, 2)).toEqual({
      ...session,
      sealedCount: 2,
      autoConfirm: { sealIds: ['seal-official'], itemsLeft: autoConfirmLimit - 2 },
    })
  })

  test('自动确认 ends with its last document', () => {
    expect(afterSealing(automatic, autoConfirmLimit).autoConfirm).toBeNull()
  })
})
