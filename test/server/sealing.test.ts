import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { base64UrlOf, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import { verifyChain } from '../../src/domain/pki/chain.ts'
import { encodeTimeStampRequest, readTimeStampResponse } from '../../src/domain/pki/time-stamp.ts'
import { verifyTimeStamp } from '../../src/domain/pki/time-stamp-token.ts'
import { readSeal } from '../../src/domain/seal/read-seal.ts'
import { sesSignatureDigest, sesTbs } from '../../src/domain/seal/ses-signature.ts'
import { encodePoint, generateSm2KeyPair, type Sm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { decodeSignature, encodeSignature, signMessage, verifyDigest } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { openDatabase } from '../../src/node/database.ts'
import {
  type CertificatePair,
  certificateRoutes,
  sessionRoutes,
  ticketRoutes,
  timeStampRoutes,
} from '../../src/protocol/http-api.ts'
import { pushMessage, type SessionTicketPush, sessionOfferOf, verifyPushedTicket } from '../../src/protocol/pushes.ts'
import { PickSealAnswer, SealAnswer } from '../../src/protocol/ticket-answers.ts'
import { type TicketBodyOf, ticketIdOf } from '../../src/protocol/tickets.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import { countTries } from '../kit/count-tries.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'
import { startTestServer, type TestServer } from '../kit/server.ts'
import { createVirtualDesktop, type VirtualDesktop } from '../kit/virtual-desktop.ts'
import { startVirtualPhone, type VirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer
let desktop: VirtualDesktop
let phone: VirtualPhone
let pair: CertificatePair
let seal: Uint8Array
let sessionKey: Sm2KeyPair
let offer: TicketBodyOf<'pick-seal'>
let sessionId: string
let sessionClient: ReturnType<TestServer['client']>

const section = {
  tenderCode: 'YC2026-FJ-0118',
  tenderName: '第三中学教学楼新建工程',
  sectionCode: 'YC2026-FJ-0118-01',
  sectionName: '一标段',
}

beforeAll(async () => {
  server = await startTestServer()
  desktop = createVirtualDesktop(server)
  phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  pair = (await phone.downloadAll())[0]!
  sessionKey = generateSm2KeyPair(server.random)
})
afterAll(() => server.stop())

function sealFields(
  documentName = '投标函',
): Omit<
  TicketBodyOf<'seal'>,
  'kind' | 'version' | 'nonce' | 'desktopKey' | 'oneTimeKey' | 'desktopName' | 'createdAt'
> {
  return {
    section,
    socialCreditCode: pair.socialCreditCode,
    certificateDigest: base64UrlOf(sm3(bytesOfBase64Url(pair.signing.leaf)!)),
    items: [
      {
        documentName,
        pageCount: 3,
        sealId: readSeal(seal).sealId,
        sealDigest: base64UrlOf(sm3(seal)),
        pages: [3],
        documentDigest: base64UrlOf(sm3(server.random(8))),
        propertyInfo: '/ByteRange [0 10 20 30]',
      },
    ],
  }
}

async function isSealed(body: TicketBodyOf<'seal'>, answer: unknown): Promise<boolean> {
  const [item] = SealAnswer.parse(answer).items
  if (item?.outcome !== 'signed') return false
  const tbs = sesTbs({
    seal,
    signedBytesDigest: bytesOfBase64Url(body.items[0]!.documentDigest)!,
    signingTime: new Date(item.signingTime),
    propertyInfo: body.items[0]!.propertyInfo,
  })
  const { publicKey } = readCertificate(bytesOfBase64Url(pair.signing.leaf)!)
  return verifyDigest(
    publicKey!,
    sesSignatureDigest(tbs, publicKey!),
    decodeSignature(bytesOfBase64Url(item.signature)!)!,
  )
}

/** A `seal` ticket as the session's desktop pushes it. */
function composePush(sequence: number, key = sessionKey) {
  const { body, signature, commitment } = desktop.compose('seal', sealFields(`第 ${sequence} 份`))
  const message = pushMessage({ sessionId, sequence, ticketId: ticketIdOf(body) })
  const pushSignature = base64UrlOf(encodeSignature(signMessage(key, message, server.random)))
  return { body: body as TicketBodyOf<'seal'>, signature, commitment, sequence, pushSignature }
}
const push = (composed: ReturnType<typeof composePush>) =>
  sessionClient.call(sessionRoutes.push, { params: { sessionId }, body: composed })

describe('sealing', () => {
  test('begins with the seals of the scanned certificate and opens a session', async () => {
    const ticket = await desktop.open('pick-seal', {
      section,
      socialCreditCode: pair.socialCreditCode,
      session: { sessionKey: base64UrlOf(encodePoint(sessionKey.publicKey)) },
    })
    const { ticketId } = ticket
    await phone.scan(ticketId)
    const opened = await phone.client.call(sessionRoutes.open, { body: { ticketId } })
    await phone.answer(ticketId)
    const { seals } = PickSealAnswer.parse(await desktop.answerOf(ticket))
    seal = bytesOfBase64Url(seals[0]!)!
    ;({ sessionId } = opened)
    offer = ticket.body as TicketBodyOf<'pick-seal'>
    sessionClient = ticket.client
    const current = await phone.client.call(sessionRoutes.current, { body: {} })
    expect([seals.length, current, opened.endsAt - server.now()]).toEqual([3, { ...opened, ticketId }, 1_800_000])
  })

  test('by a scan gives a signature over the structure that both sides rebuilt', async () => {
    const ticket = await desktop.open('seal', sealFields())
    await phone.answer(ticket.ticketId)
    expect(await isSealed(ticket.body as TicketBodyOf<'seal'>, await desktop.answerOf(ticket))).toBe(true)
  })

  test('by a push needs no scan of a code', async () => {
    const composed = composePush(1)
    const pushed = await push(composed)
    await phone.answer(pushed.ticketId)
    const { answer } = await desktop
      .clientWith(pushed.capability)
      .call(ticketRoutes.watch, { params: { ticketId: pushed.ticketId }, body: {} })
    expect([await isSealed(composed.body, answer), await push(composed)]).toMatchObject([
      true,
      { ticketId: pushed.ticketId, state: { name: 'answered' } },
    ])
  })

  test('is refused to an account whose certificate the ticket does not name', async () => {
    const colleague = await startVirtualPhone(server, demoPerson('bidder-a-2'))
    const { ticketId } = await desktop.open('seal', sealFields())
    expect((await failureOfAsync(() => colleague.scan(ticketId)))?.code).toBe('ticket.account-mismatch')
  })

  test('is refused with a seal of another certificate', async () => {
    const [item] = sealFields().items
    const ticket = await desktop.open('seal', {
      ...sealFields(),
      items: [{ ...item!, sealDigest: base64UrlOf(server.random(32)) }],
    })
    await phone.scan(ticket.ticketId)
    const { cosign } = await import('../../src/domain/cosign/phone-sign.ts')
    const fields = { act: 'seal', ticketId: ticket.ticketId, item: 0, signingTime: server.now() } as const
    const sign = () =>
      cosign(phone.phone, { key: pair.signKeyId, pin: phone.person.pin, fields, digest: server.random(32) })
    expect((await failureOfAsync(sign))?.code).toBe('request.not-found')
  })
})

describe('a session', () => {
  test.each([
    ['with another key', () => composePush(7, generateSm2KeyPair(server.random))],
    ['with an old number', () => composePush(1)],
  ])('refuses a push %s', async (_, compose) => {
    expect((await failureOfAsync(() => push(compose())))?.code).toBe('session.push-invalid')
  })

  test('lets the phone refuse what the server pushes by itself', () => {
    const forged = composePush(9, generateSm2KeyPair(server.random))
    const honest = composePush(9)
    const known = { ...sessionOfferOf(offer)!, sessionId, lastSequence: 1 }
    const asPush = (composed: typeof forged): SessionTicketPush => ({
      name: 'session.ticket',
      sessionId,
      sequence: composed.sequence,
      ticketId: ticketIdOf(composed.body),
      pushSignature: composed.pushSignature,
    })
    const check = (composed: typeof forged, body = composed.body, session = known) =>
      failureOf(() => verifyPushedTicket(session, asPush(composed), body))?.code ?? 'accepted'
    expect([
      check(honest),
      check(forged),
      check(honest, forged.body),
      check(honest, honest.body, { ...known, lastSequence: 9 }),
      check(honest, honest.body, { ...known, section: { ...section, sectionCode: 'other' } }),
    ]).toEqual(['accepted', ...Array(4).fill('session.push-invalid')])
  })

  test('tells its phone which pushed tickets are still open, with the proof of each', async () => {
    const composed = composePush(3)
    const { ticketId } = await push(composed)
    const open = async () =>
      (await phone.client.call(sessionRoutes.waiting, { params: { sessionId }, body: {} })).pushes
    const before = await open()
    await phone.answer(ticketId)
    const { pushSignature } = composed
    expect([before, await open()]).toEqual([
      [{ name: 'session.ticket', sessionId, sequence: 3, ticketId, pushSignature }],
      [],
    ])
  })

  test('takes no push beyond 120 a minute', async () => {
    server.clock.at += 60_000
    countTries(server, `pushes/${sessionId}`, 119)
    await push(composePush(4))
    expect((await failureOfAsync(() => push(composePush(5))))?.code).toBe('request.too-many')
  })

  test('⚔ takes no push that its account has no room for', async () => {
    server.clock.at += 60_000
    const db = openDatabase(join(server.dataFolder, 'server.sqlite'), migrations)
    db.run('UPDATE tickets SET size_in_bytes = 67108864 WHERE ticket_id = ?', ticketIdOf(offer))
    const refused = await failureOfAsync(() => push(composePush(5)))
    db.run('UPDATE tickets SET size_in_bytes = 1000 WHERE ticket_id = ?', ticketIdOf(offer))
    db.close()
    expect([refused?.code, await failureOfAsync(() => push(composePush(5)))]).toEqual(['request.too-many', null])
  })

  test('ended by the phone takes no more pushes, and both ends know', async () => {
    await phone.client.call(sessionRoutes.endByPhone, { params: { sessionId }, body: {} })
    const refused = await failureOfAsync(() => push(composePush(2)))
    const state = await sessionClient.call(sessionRoutes.state, { params: { sessionId }, body: {} })
    const current = await phone.client.call(sessionRoutes.current, { body: {} })
    expect([refused?.code, state.isOpen, current]).toEqual(['session.ended', false, null])
  })
})

describe('the time-stamp authority', () => {
  const imprint = sm3(Uint8Array.of(1))
  const asking = (request: Uint8Array) =>
    server.client().call(timeStampRoutes.stamp, { body: { request: base64UrlOf(request) } })

  test('stamps what anybody asks, under the root of the installation and at the time of the server', async () => {
    const { response } = await asking(encodeTimeStampRequest({ imprint, nonce: 9n }))
    const token = readTimeStampResponse(bytesOfBase64Url(response)!, 8192)
    const { roots } = await server.client().call(certificateRoutes.authorities, { body: {} })
    const report = verifyTimeStamp(token, {
      imprint,
      nonce: 9n,
      verifyAuthority: (leaf, at, intermediates) =>
        verifyChain({
          leaf,
          at,
          intermediates,
          roots: roots.map((root) => readCertificate(bytesOfBase64Url(root)!)),
          revocationLists: [],
          usage: 'timeStamp',
          role: 'timeStamping',
        }),
    })
    expect(report).toMatchObject({ kind: 'valid', at: new Date(Math.floor(server.clock.at / 1000) * 1000) })
  })

  test('does not stamp what is no request', async () => {
    expect((await failureOfAsync(() => asking(new Uint8Array(80))))?.code).toBe('time-stamp.unreadable')
  })

  test('stamps 600 times a minute for one address', async () => {
    countTries(server, 'time-stamps/127.0.0.1', 600)
    expect((await failureOfAsync(() => asking(encodeTimeStampRequest({ imprint, nonce: null }))))?.code).toBe(
      'request.too-many',
    )
  })
})
