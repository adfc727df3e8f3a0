import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { encodeHeader } from '../../src/domain/bid-file/header.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import { sealEnvelope } from '../../src/domain/pki/enveloped-data.ts'
import { decodeCiphertextDer } from '../../src/domain/pki/sm2-der.ts'
import { readSeal } from '../../src/domain/seal/read-seal.ts'
import { sesSignatureDigest, sesTbs } from '../../src/domain/seal/ses-signature.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { decodeSignature, verifyDigest, verifyMessage } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { accountRoutes, type CertificatePair, certificateRoutes, ticketRoutes } from '../../src/protocol/http-api.ts'
import { OpenAnswer, PresenceAnswer, SealAnswer } from '../../src/protocol/ticket-answers.ts'
import { comparisonNumber, presenceMessage } from '../../src/protocol/tickets.ts'
import type { AccountParts } from '../../src/renderer/phone/app-context.tsx'
import { certificateDigestOf } from '../../src/renderer/phone/tickets/certificate-choice.ts'
import { findTypedTicket } from '../../src/renderer/phone/tickets/fetch-ticket.ts'
import { sealsOf } from '../../src/renderer/phone/tickets/load-ticket.ts'
import { openWithCertificate, phonePin } from '../kit/phone-account.ts'
import { startTestServer, type TestServer, testOrigin } from '../kit/server.ts'
import { createVirtualDesktop, type OpenedTicket, type VirtualDesktop } from '../kit/virtual-desktop.ts'
import { standInForBrowser, start, toPin, until } from './driving.ts'

let server: TestServer
let desktop: VirtualDesktop
let account: AccountParts
let pair: CertificatePair
const phoneNumber = '19900000101'
const section = { tenderCode: 'YC-1', tenderName: '第三中学教学楼', sectionCode: 'YC-1-1', sectionName: '一标段' }

beforeAll(async () => {
  standInForBrowser()
  server = await startTestServer()
  desktop = createVirtualDesktop(server)
  const code = async () => {
    await server.client().call(accountRoutes.sendCode, { body: { phoneNumber } })
    return server.smsCode(phoneNumber)
  }
  vi.spyOn(Date, 'now').mockImplementation(() => server.clock.at)
  account = await openWithCertificate({ origin: testOrigin, fetch: server.fetch, phoneNumber, code })
  pair = (await account.server.call(certificateRoutes.list, { body: {} })).pairs[0]!
})
afterAll(() => server.stop())

async function answer(ticket: OpenedTicket) {
  const run = start(account, ticket.ticketId)
  await toPin(run)
  run.confirmWithPin(phonePin)
  await until(run, 'answered')
  return desktop.answerOf(ticket)
}
const keyOf = (chain: CertificatePair['signing']) => readCertificate(bytesOfBase64Url(chain.leaf)!).publicKey!

describe('a phone and the real server', () => {
  test('certify two keys that the phone itself made half of', () => {
    expect([pair.personName, pair.state, keyOf(pair.signing).equals(keyOf(pair.encryption))]).toEqual([
      '周明远',
      'active',
      false,
    ])
  })

  test('identify with a signature that holds', async () => {
    const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
    const { certificate, signature } = PresenceAnswer.parse(await answer(ticket))
    const message = presenceMessage(ticket.body as Parameters<typeof presenceMessage>[0])
    expect(verifyMessage(keyOf(certificate), message, decodeSignature(bytesOfBase64Url(signature)!)!)).toBe(true)
  })

  test('show the same number as the desktop after a typed code', async () => {
    const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
    const found = findTypedTicket(account.server, ticket.code)
    const params = { ticketId: ticket.ticketId }
    const phoneRandom = await vi.waitFor(async () => {
      const seen = (await ticket.client.call(ticketRoutes.watch, { params, body: {} })).phoneRandom
      if (seen === undefined) throw new Error('no number of the phone yet')
      return seen
    }, 10_000)
    const desktopRandom = base64UrlOf(ticket.desktopRandom)
    await ticket.client.call(ticketRoutes.reveal, { params, body: { desktopRandom } })
    const number = comparisonNumber(ticket.body, ticket.desktopRandom, bytesOfBase64Url(phoneRandom)!)
    expect(await found).toEqual({ ticketId: ticket.ticketId, comparedNumber: number })
  })

  test('seal with the seal that the ticket names, item by item', async () => {
    const seal = (await sealsOf(account, pair.pairId))[0]!
    const item = {
      documentName: '投标函.pdf',
      pageCount: 3,
      sealId: readSeal(seal).sealId,
      sealDigest: base64UrlOf(sm3(seal)),
      pages: [1],
      documentDigest: base64UrlOf(sm3(Uint8Array.of(1))),
      propertyInfo: '0 100 200 300',
    }
    const foreign = { ...item, documentName: '授权委托书.pdf', sealDigest: base64UrlOf(sm3(Uint8Array.of(2))) }
    const { socialCreditCode } = pair
    const certificateDigest = certificateDigestOf(pair.signing.leaf)
    const fields = { section, socialCreditCode, certificateDigest, items: [item, foreign] }
    const { items } = SealAnswer.parse(await answer(await desktop.open('seal', fields)))
    const [signed, refused] = items
    if (signed?.outcome !== 'signed') throw new Error('the first item was not signed')
    const signedBytesDigest = bytesOfBase64Url(item.documentDigest)!
    const { propertyInfo } = item
    const tbs = sesTbs({ seal, signedBytesDigest, signingTime: new Date(signed.signingTime), propertyInfo })
    const signature = decodeSignature(bytesOfBase64Url(signed.signature)!)!
    expect(verifyDigest(keyOf(pair.signing), sesSignatureDigest(tbs, keyOf(pair.signing)), signature)).toBe(true)
    expect(refused).toMatchObject({ outcome: 'failed', failure: { code: 'phone.seal-mismatch' } })
  })

  test('open a bid file: the key reaches the desktop that asked, encrypted to its one-time key', async () => {
    const fileKey = server.random(32)
    const header = headerFor([pair], fileKey)
    const ticket = await desktop.open('open', openFields(header), base64UrlOf(header))
    const released = OpenAnswer.parse(await answer(ticket))
    const ciphertext = decodeCiphertextDer(bytesOfBase64Url(released.fileKey)!)
    expect(decryptSm2(ticket.oneTimeKey.privateKey, ciphertext)).toEqual(fileKey)
  })

  test('⚔ a header of another section than the one shown releases nothing', async () => {
    const header = headerFor([pair], server.random(32), { section: 'OTHER' })
    const ticket = await desktop.open('open', openFields(header), base64UrlOf(header))
    const run = start(account, ticket.ticketId)
    expect(await until(run, 'failed')).toMatchObject({ failure: { code: 'phone.header-mismatch' } })
  })

  test('⚔ a header whose MAC does not belong to the key in it releases nothing', async () => {
    const header = headerFor([pair], server.random(32))
    header.set(server.random(32), header.length - 32)
    const ticket = await desktop.open('open', openFields(header), base64UrlOf(header))
    const run = start(account, ticket.ticketId)
    await toPin(run)
    run.confirmWithPin(phonePin)
    expect(await until(run, 'failed')).toMatchObject({ failure: { code: 'bid-file.envelope-damaged' } })
  })

  const openFields = (header: Uint8Array) => ({
    purpose: 'local' as const,
    section,
    bidderName: pair.enterpriseName,
    socialCreditCode: pair.socialCreditCode,
    headerDigest: base64UrlOf(sm3(header)),
  })

  function headerFor(pairs: CertificatePair[], fileKey: Uint8Array, changes: { section?: string } = {}) {
    const recipients = pairs.map(({ encryption }) => readCertificate(bytesOfBase64Url(encryption.leaf)!))
    const meta = {
      tender: section.tenderCode,
      section: changes.section ?? section.sectionCode,
      suite: 'sm4-gcm' as const,
      chunkSize: 1024,
      plaintextLength: 10,
      created: '2026-03-02T01:00:00Z',
    }
    const envelopeDer = sealEnvelope({ content: fileKey, recipients, random: server.random })
    return encodeHeader({ meta, salt: server.random(32), envelopeDer }, fileKey)
  }
})
