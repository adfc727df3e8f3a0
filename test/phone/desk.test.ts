import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { encodePoint, generateSm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { type PhonePush, pushMessage, type SessionTicketPush } from '../../src/protocol/pushes.ts'
import type { TicketBody, TicketId } from '../../src/protocol/tickets.ts'
import type { AccountParts } from '../../src/renderer/phone/app-context.tsx'
import { createDesk, type Desk } from '../../src/renderer/phone/desk.ts'
import type { SealSession } from '../../src/renderer/phone/session/session-rules.ts'
import { certificateDigestOf } from '../../src/renderer/phone/tickets/certificate-choice.ts'
import { desktopFields, memoryPhoneStorage, openWithCertificate, placeOf } from '../kit/phone-account.ts'
import { createPhoneServer } from '../kit/phone-server.ts'
import { systemRandom } from '../kit/random.ts'
import { standInForBrowser, until } from './driving.ts'
import { sealBody, section } from './kit.ts'

const server = createPhoneServer()
const storage = memoryPhoneStorage()
const sessionKey = generateSm2KeyPair(systemRandom)
const desktop = desktopFields(server)
let account: AccountParts
let session: SealSession
let desk: Desk
let push: (push: PhonePush) => Promise<void>

beforeAll(async () => {
  standInForBrowser()
  account = await openWithCertificate(placeOf(server), storage)
  const [pair] = server.pairs
  session = {
    sessionId: base64UrlOf(new Uint8Array(16)),
    endsAt: account.server.now() + 60_000,
    sessionKey: base64UrlOf(encodePoint(sessionKey.publicKey)),
    desktopKey: desktop.desktopKey,
    desktopName: desktop.desktopName,
    section,
    socialCreditCode: pair!.socialCreditCode,
    pairId: pair!.pairId,
    certificateDigest: certificateDigestOf(pair!.signing.leaf),
    lastSequence: 0,
    waiting: [],
    sealedCount: 0,
    autoConfirm: null,
  }
  await storage.write('desktops', `${account.signedIn.account.accountId}/${desktop.desktopKey}`, {
    desktopName: desktop.desktopName,
    firstWorkedWithAt: 0,
  })
})

/** A desk in an open session, whose server says what the test pushes. */
beforeEach(async () => {
  await storage.write('sessions', account.signedIn.account.accountId, session)
  await storage.remove('flows', account.signedIn.account.accountId)
  server.pushes = []
  await openPage()
})

/** What a reload does: nothing is left but what was stored. */
async function openPage() {
  desk = createDesk({
    ...account,
    server: {
      ...account.server,
      pushes: async ({ onPush }) => {
        push = (one) => onPush(one, '1')
      },
    },
  })
  await desk.open(new AbortController().signal, () => {})
}

const sealTicket = (): TicketBody => ({
  ...sealBody,
  ...desktop,
  nonce: base64UrlOf(server.random(32)),
  socialCreditCode: session.socialCreditCode,
  certificateDigest: session.certificateDigest,
})

/** A push as the session's own desktop makes it. */
function pushOf(body: TicketBody, sequence: number, key = sessionKey): SessionTicketPush {
  const said = { sessionId: session.sessionId, sequence, ticketId: server.putTicket(body) as TicketId }
  const pushSignature = base64UrlOf(encodeSignature(signMessage(key, pushMessage(said), systemRandom)))
  return { name: 'session.ticket', ...said, pushSignature }
}

describe('a desk in a session', () => {
  test('finds what its desktop pushed before the session that an answer opens was known here', async () => {
    await storage.remove('sessions', account.signedIn.account.accountId)
    await openPage()
    const { socialCreditCode, sessionKey } = session
    const offer = { kind: 'pick-seal', ...desktop, section, socialCreditCode, session: { sessionKey } } as const
    await desk.begin(server.putTicket(offer) as TicketId)
    const run = desk.view().run!
    await until(run, 'review')
    run.send({ name: 'confirm' })
    await until(run, 'certificate')
    run.send({ name: 'choose', choices: { wantsSession: true } })
    const early = pushOf(sealTicket(), 1)
    server.pushes = [early]
    await push(early)
    run.send({ name: 'confirm' })
    await until(run, 'answered')
    await vi.waitFor(() => expect(desk.view().session).toMatchObject({ lastSequence: 1 }))
    desk.putAway()
    await vi.waitFor(() => expect(desk.view().run?.view().flow.ticketId).toBe(early.ticketId))
  })

  test('asks about a seal that its desktop pushes', async () => {
    await push(pushOf(sealTicket(), 1))
    await until(desk.view().run!, 'review')
  })

  test('⚔ refuses whatever else its desktop pushes: the session was opened for seals', async () => {
    await push(pushOf({ kind: 'identify', ...desktop, purpose: 'platform-login' }, 1))
    expect(desk.view()).toMatchObject({ run: null, failure: { code: 'phone.push-forged' } })
  })

  test.each<[string, (honest: SessionTicketPush) => SessionTicketPush]>([
    ['signed by another key', ({ sequence }) => pushOf(sealTicket(), sequence, generateSm2KeyPair(systemRandom))],
    [
      'of another ticket than was signed',
      (honest) => ({ ...honest, ticketId: server.putTicket(sealTicket()) as TicketId }),
    ],
    ['under another number than was signed', (honest) => ({ ...honest, sequence: 2 })],
    ['of another session', (honest) => ({ ...honest, sessionId: base64UrlOf(new Uint8Array(16).fill(1)) })],
    ['of another desktop', () => pushOf({ ...sealTicket(), desktopKey: desktopFields(server).desktopKey }, 1)],
  ])('⚔ shows nothing of a push %s', async (_, forged) => {
    await push(forged(pushOf(sealTicket(), 1)))
    expect(desk.view()).toMatchObject({ run: null, failure: { code: 'phone.push-forged' } })
  })

  test('⚔ shows nothing of a body that the server put in place of the pushed one', async () => {
    const pushed = pushOf(sealTicket(), 1)
    server.tickets.get(pushed.ticketId)!.body = sealTicket()
    await push(pushed)
    expect(desk.view()).toMatchObject({ run: null, failure: { code: 'phone.push-forged' } })
  })

  test('⚔ keeps 自动确认 and the last number when both change at once', async () => {
    await push(pushOf(sealTicket(), 1))
    await until(desk.view().run!, 'review')
    await Promise.all([desk.allowAutoConfirm(), push(pushOf(sealTicket(), 2))])
    expect(await storage.read('sessions', account.signedIn.account.accountId)).toMatchObject({
      lastSequence: 2,
      autoConfirm: { sealIds: ['seal-official'] },
    })
  })

  test('has a pushed ticket that waits behind another again after a reload', async () => {
    const [first, second] = [pushOf(sealTicket(), 1), pushOf(sealTicket(), 2)]
    await push(first)
    await push(second)
    await openPage()
    const before = desk.view().run?.view().flow.ticketId
    desk.putAway()
    await vi.waitFor(() => expect(desk.view().run?.view().flow.ticketId).toBe(second.ticketId))
    expect(before).toBe(first.ticketId)
  })

  test('loses no ticket that is pushed while another takes its turn', async () => {
    const [first, second, third] = [1, 2, 3].map((sequence) => pushOf(sealTicket(), sequence))
    await push(first!)
    await push(second!)
    const shown: (string | undefined)[] = []
    desk.putAway()
    await push(third!)
    shown.push(desk.view().run?.view().flow.ticketId)
    desk.putAway()
    await vi.waitFor(() => expect(desk.view().run).not.toBeNull())
    shown.push(desk.view().run?.view().flow.ticketId)
    expect(shown).toEqual([second!.ticketId, third!.ticketId])
  })

  test('does not let a ticket that waits behind another expire', async () => {
    const second = pushOf(sealTicket(), 2)
    await push(pushOf(sealTicket(), 1))
    await push(second)
    expect(server.tickets.get(second.ticketId)?.state.name).toBe('scanned')
  })

  test.each(['missed a push', 'was reloaded'])('asks for the open tickets when it %s', async (what) => {
    const missed = pushOf(sealTicket(), 1)
    server.pushes = [missed]
    await (what === 'was reloaded' ? openPage() : push({ name: 'missed' }))
    expect(desk.view().run?.view().flow.ticketId).toBe(missed.ticketId)
  })

  test('⚔ shows nothing of an open ticket that the server invents', async () => {
    server.pushes = [pushOf(sealTicket(), 1, generateSm2KeyPair(systemRandom))]
    await push({ name: 'missed' })
    expect(desk.view()).toMatchObject({ run: null, failure: { code: 'phone.push-forged' } })
  })

  test('ends it when the server was rolled back and does not know it', async () => {
    server.pushes = null
    await push({ name: 'missed' })
    expect(desk.view().session).toBeNull()
  })

  test('ends it when certificates change', async () => {
    await push({ name: 'certificates.changed' })
    await vi.waitFor(() => expect(desk.view().session).toBeNull())
  })
})
