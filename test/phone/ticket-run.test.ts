import { beforeAll, describe, expect, test, vi } from 'vitest'
import { spellSeconds } from '../../src/domain/bid-file/meta.ts'
import { decodeStatement, encodeStatement, sortDigests } from '../../src/domain/bid-file/statement.ts'
import { statementDigest } from '../../src/domain/bid-file/trailer.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { certificateDigest, readCertificate } from '../../src/domain/pki/certificate.ts'
import { decodeSignature, verifyDigest, verifyMessage } from '../../src/domain/sm/sm2-sign.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import type { AnswerOf } from '../../src/protocol/ticket-answers.ts'
import { presenceMessage, type TicketBodyOf } from '../../src/protocol/tickets.ts'
import type { AccountParts } from '../../src/renderer/phone/app-context.tsx'
import { certificateDigestOf } from '../../src/renderer/phone/tickets/certificate-choice.ts'
import type { TicketRun } from '../../src/renderer/phone/tickets/ticket-run.ts'
import {
  desktopFields,
  memoryPhoneStorage,
  openAccount,
  openWithCertificate,
  phonePin,
  placeOf,
} from '../kit/phone-account.ts'
import { bidderCode, bidderName, createPhoneServer, type PhoneServer } from '../kit/phone-server.ts'
import { standInForBrowser, start, toPin, until } from './driving.ts'
import { section } from './kit.ts'

const server: PhoneServer = createPhoneServer()
const storage = memoryPhoneStorage()
let account: AccountParts

beforeAll(async () => {
  standInForBrowser()
  account = await openWithCertificate(placeOf(server), storage)
})

const identify = (): TicketBodyOf<'identify'> => ({ kind: 'identify', ...desktopFields(server), purpose: 'bid-tool' })
const own = () => server.pairs[0]!
const answerOf = <T>(ticketId: string) => server.tickets.get(ticketId)?.answer as T

describe('a ticket on a phone', () => {
  test('is answered with a signature that holds under the certificate', async () => {
    const body = identify()
    const ticketId = server.putTicket(body)
    const run = start(account, ticketId)
    await toPin(run)
    run.confirmWithPin(phonePin)
    await until(run, 'answered')

    const { certificate, signature } = answerOf<AnswerOf<'identify'>>(ticketId)
    const { publicKey } = readCertificate(bytesOfBase64Url(certificate.leaf)!)
    expect(verifyMessage(publicKey!, presenceMessage(body), decodeSignature(bytesOfBase64Url(signature)!)!)).toBe(true)
  })

  test('⚔ a body that the server swapped is refused before anything of it is shown', async () => {
    const ticketId = server.putTicket(identify())
    server.tickets.get(ticketId)!.body = { ...identify(), desktopName: '另一台电脑' }
    const run = start(account, ticketId)
    expect(await until(run, 'failed')).toMatchObject({ failure: { code: 'phone.ticket-forged' } })
    expect(run.view().ticket).toBeNull()
  })

  test('⚔ an unknown desktop is warned of, one that was worked with is not', async () => {
    const body = identify()
    const first = start(account, server.putTicket(body))
    await toPin(first)
    first.confirmWithPin(phonePin)
    await until(first, 'answered')
    const second = start(account, server.putTicket({ ...body, nonce: base64UrlOf(server.random(32)) }))
    await until(second, 'review')
  })

  test('a wrong PIN is counted by the server and asked for again', async () => {
    const run = start(account, server.putTicket(identify()))
    await toPin(run)
    run.confirmWithPin('000000')
    expect(await until(run, 'pin')).toMatchObject({ pinNotice: { name: 'wrong', triesLeft: 4 } })
    run.confirmWithPin(phonePin)
    await until(run, 'answered')
  })

  test('says 证书不存在 on a phone without certificates', async () => {
    const bare = await openAccount(placeOf(server))
    const run = start(bare, server.putTicket(identify()))
    expect(await until(run, 'failed')).toMatchObject({ failure: { code: 'phone.certificate-missing' } })
  })

  test('goes on after a reload where it was, without the PIN', async () => {
    const ticketId = server.putTicket(identify())
    const run = start(account, ticketId)
    await toPin(run)
    await vi.waitFor(async () => expect((await storage.read('flows', 'account-1'))?.step).toBe('pin'))

    const kept = await storage.read('flows', 'account-1')
    expect(JSON.stringify(kept)).not.toContain(phonePin)
    const resumed = start(account, ticketId, kept!)
    await until(resumed, 'pin')
    resumed.confirmWithPin(phonePin)
    await until(resumed, 'answered')
  })

  test.each<[string, (run: TicketRun, ticketId: string) => Promise<TicketRun>]>([
    ['after a reload', async (_, id) => start(account, id, (await storage.read('flows', 'account-1'))!)],
    [
      'when the person tries again',
      async (run) => {
        run.send({ name: 'retry' })
        return run
      },
    ],
  ])('delivers %s the answer whose reply was lost, without signing again', async (_, goOn) => {
    const ticketId = server.putTicket(identify())
    const run = start(account, ticketId)
    await toPin(run)
    server.loseReplyOf = /answer$/
    run.confirmWithPin(phonePin)
    expect(await until(run, 'failed')).toMatchObject({ mayRetry: true })
    const exchanges = () => server.calls.filter((call) => call.endsWith('/cosign')).length
    const before = exchanges()

    await until(await goOn(run, ticketId), 'answered')
    expect(exchanges()).toBe(before)
  })

  test('tells the desktop when it cannot be answered, so that nobody waits in vain', async () => {
    const ticketId = server.putTicket(identify())
    const phone = { ...account.phone, transport: { send: async () => 'no reply of ours' } }
    const run = start({ ...account, phone }, ticketId)
    await toPin(run)
    run.confirmWithPin(phonePin)
    await until(run, 'failed')
    await vi.waitFor(() => expect(server.calls).toContain(`POST /api/tickets/${ticketId}/refuse`))
  })
})

describe('生成标书 on a phone', () => {
  const generate = (changes: Partial<TicketBodyOf<'generate'>> = {}): TicketBodyOf<'generate'> => ({
    kind: 'generate',
    ...desktopFields(server),
    section,
    bidderName,
    socialCreditCode: bidderCode,
    certificateDigest: certificateDigestOf(own().signing.leaf),
    openingAt: 1_788_300_000_000,
    manifestDigest: base64UrlOf(sm3(Uint8Array.of(1))),
    payloadDigest: base64UrlOf(sm3(Uint8Array.of(2))),
    sizeInBytes: 1000,
    fileCount: 3,
    openingForm: [{ label: '投标总价', value: '1,000,000.00 元' }],
    ...changes,
  })

  test('signs one statement over the content and the chosen recipients', async () => {
    const body = generate()
    const ticketId = server.putTicket(body)
    const run = start(account, ticketId)
    await until(run, 'unknown-desktop')
    run.send({ name: 'choose', choices: { recipientPairIds: ['own', 'colleague'] } })
    await toPin(run)
    run.confirmWithPin(phonePin)
    await until(run, 'answered')

    const answer = answerOf<AnswerOf<'generate'>>(ticketId)
    const signer = readCertificate(bytesOfBase64Url(answer.certificate.leaf)!)
    const recipients = answer.recipients.map(({ certificate }) => readCertificate(bytesOfBase64Url(certificate.leaf)!))
    const statement = decodeStatement(
      encodeStatement({
        tender: section.tenderCode,
        section: section.sectionCode,
        socialCreditCode: bidderCode,
        manifestDigest: bytesOfBase64Url(body.manifestDigest)!,
        payloadDigest: bytesOfBase64Url(body.payloadDigest)!,
        recipientDigests: sortDigests(recipients.map(certificateDigest)),
        created: spellSeconds(new Date(answer.createdAt)),
      }),
    )
    const signature = decodeSignature(bytesOfBase64Url(answer.signature)!)!
    expect(answer.recipients.map(({ personName }) => personName).sort()).toEqual(['周明远', '沈佳宁'])
    expect(verifyDigest(signer.publicKey!, statementDigest(statement, signer), signature)).toBe(true)
  })

  test('⚔ a recipient of another enterprise that the server slips in is not offered, and is named', async () => {
    server.colleagues.push(server.pairOf(server.rival, { pairId: 'spy', personName: '内应' }))
    const run = start(account, server.putTicket(generate()))
    await until(run, 'unknown-desktop')
    const { ticket } = run.view()
    expect([ticket?.colleagues.map(({ pairId }) => pairId), ticket?.untrustedNames]).toEqual([
      ['own', 'colleague'],
      ['内应'],
    ])
  })

  test('⚔ roots that the server names later change nothing', async () => {
    const pinned = await storage.read('roots', 'pinned')
    const other = createPhoneServer()
    await openAccount(placeOf(other), storage)
    expect(await storage.read('roots', 'pinned')).toEqual(pinned)
  })
})
