import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeHeader } from '../../src/domain/bid-file/header.ts'
import { wrappedKeyFor } from '../../src/domain/bid-file/open.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { base64UrlOf, bytesOfBase64Url, hexOf } from '../../src/domain/bytes.ts'
import { parseJson } from '../../src/domain/canonical-json.ts'
import { codecrypt } from '../../src/domain/cosign/phone-decrypt.ts'
import { holderOf, readCertificate } from '../../src/domain/pki/certificate.ts'
import { readSignedData, verifySignedData } from '../../src/domain/pki/signed-data.ts'
import { decodeCiphertextDer } from '../../src/domain/pki/sm2-der.ts'
import { tenderSchema } from '../../src/domain/project/tender.ts'
import { readTenderFile } from '../../src/domain/project/tender-file.ts'
import { decryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { openingRoutes, platformRoutes, Receipt } from '../../src/protocol/http-api.ts'
import type { TenderSection } from '../../src/protocol/tender-section.ts'
import { OpenAnswer, RehearseAnswer } from '../../src/protocol/ticket-answers.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { generateLoopBid, type LoopBid, sectionOf } from '../kit/loop-bid.ts'
import { desktopAuthorize } from '../kit/proofs.ts'
import { startTestServer, type TestServer, testOrigin } from '../kit/server.ts'
import { createVirtualDesktop, type OpenedTicket, type VirtualDesktop } from '../kit/virtual-desktop.ts'
import { startVirtualPhone, type VirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer
let desktop: VirtualDesktop
let bidder: VirtualPhone
let colleague: VirtualPhone
let agency: VirtualPhone
let section: TenderSection
let openingAt: number
let bid: LoopBid
let uploadId: string

beforeAll(async () => {
  server = await startTestServer()
  desktop = createVirtualDesktop(server)
  const phones = ['bidder-a-1', 'bidder-a-2', 'agency-1'].map((id) => startVirtualPhone(server, demoPerson(id)))
  ;[bidder, colleague, agency] = (await Promise.all(phones)) as [VirtualPhone, VirtualPhone, VirtualPhone]
  for (const phone of [bidder, colleague, agency]) await phone.downloadAll()
})
afterAll(() => server.stop())

const tokenOf = async (ticket: OpenedTicket) =>
  ticket.client.call(platformRoutes.token, { params: { ticketId: ticket.ticketId }, body: {} })

async function tokenFor(phone: VirtualPhone, purpose: 'bid-tool' | 'hall-login' | 'check-in') {
  const ticket = await desktop.open('identify', { purpose, section })
  await phone.answer(ticket.ticketId)
  return { ...(await tokenOf(ticket)), ticket }
}

/** A request of the desktop outside the JSON routes. */
async function send(token: string, path: string, init: { method?: 'PUT'; body?: Uint8Array; range?: string } = {}) {
  const authorize = desktopAuthorize(token, desktop.desktopKey, { now: server.now, random: server.random })
  const headers = await authorize({ method: init.method ?? 'GET', path, body: '' })
  return server.fetch(testOrigin + path, {
    method: init.method ?? 'GET',
    headers: {
      ...headers,
      ...(init.range === undefined ? {} : { range: init.range }),
      ...(init.body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
    },
    ...(init.body === undefined ? {} : { body: init.body as Uint8Array<ArrayBuffer> }),
  })
}

describe('the main job', () => {
  test('begins with a signed tender file whose times count from the first start', async () => {
    const { tenders } = await server.client().call(platformRoutes.tenders, { body: {} })
    section = sectionOf(tenders[0]!)
    openingAt = tenders[0]!.sections[0]!.openingAt
    const response = await server.fetch(`${testOrigin}/api/tenders/${tenders[0]!.tenderId}/file`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const { tender, signer } = await readTenderFile(sourceOfBytes(bytes), tenderSchema)
    expect([tender.project.code, holderOf(signer).name, openingAt > server.now()]).toEqual([
      section.tenderCode,
      tender.tenderer.name,
      true,
    ])
  })

  test('CA 认证 tells the desktop whose certificate is present', async () => {
    expect(await tokenFor(bidder, 'bid-tool')).toMatchObject({
      enterpriseName: '浙江澄远建设集团有限公司',
      socialCreditCode: '91339901MA2DEMA10F',
    })
  })

  test('同步诚信库 brings the records and their attachments, and only its own scope', async () => {
    const { enterpriseName, socialCreditCode } = (await bidder.pairs())[0]!
    const ticket = await desktop.open('sync-credit', { enterpriseName, socialCreditCode })
    await bidder.answer(ticket.ticketId)
    const { token } = await tokenOf(ticket)
    const { records } = await desktop.clientWith(token).call(platformRoutes.creditLibrary, { body: {} })
    const [attachment] = records.flatMap(({ attachments }) => attachments)
    const response = await send(token, `/api/credit-library/attachments/${attachment!.id}`)
    const digest = hexOf(sm3(new Uint8Array(await response.arrayBuffer())))
    const { token: identityToken } = await tokenFor(bidder, 'bid-tool')
    const refused = await failureOfAsync(() =>
      desktop.clientWith(identityToken).call(platformRoutes.creditLibrary, { body: {} }),
    )
    expect([records.length, digest, refused?.code]).toEqual([24, attachment!.sm3, 'request.forbidden'])
  })

  test('生成标书 makes a bid for two chosen certificates', async () => {
    const recipients = await bidder.colleagues('91339901MA2DEMA10F')
    bid = await generateLoopBid(server, { desktop, phone: bidder, section, recipients })
    expect(recipients.map(({ personName }) => personName)).toEqual(['周明远', '沈佳宁'])
  })

  test('the upload is answered by a receipt that the platform signed', async () => {
    const { token } = await tokenFor(bidder, 'bid-tool')
    const client = desktop.clientWith(token)
    const digest = base64UrlOf(sm3(bid.file))
    const body = {
      tenderCode: section.tenderCode,
      sectionCode: section.sectionCode,
      fileName: '投标文件.bdtf',
      sizeInBytes: bid.file.length,
      digest,
    }
    ;({ uploadId } = await client.call(platformRoutes.beginUpload, { body }))
    const again = await client.call(platformRoutes.beginUpload, { body })
    const early = await failureOfAsync(() =>
      client.call(platformRoutes.finishUpload, { params: { uploadId }, body: {} }),
    )
    await send(token, `/api/bid-files/${uploadId}`, { method: 'PUT', body: bid.file })
    const finish = () => client.call(platformRoutes.finishUpload, { params: { uploadId }, body: {} })
    const { receipt } = await finish()
    const { content, signer } = verifySignedData(readSignedData(bytesOfBase64Url(receipt)!))
    expect([again.uploadId, early?.code, Receipt.parse(parseJson(content)), holderOf(signer).name]).toMatchObject([
      uploadId,
      'upload.incomplete',
      { digest, sizeInBytes: bid.file.length, receivedAt: server.now() },
      '封标电子交易平台',
    ])
    expect(await finish()).toEqual({ receipt })
  })

  test('before the opening time the hall shows no bidder, and the co-sign server helps to open nothing', async () => {
    const { sections } = await server.client().call(openingRoutes.sections, { body: {} })
    expect([sections[0]!.bidders, (await failureOfAsync(() => openBy(bidder)))?.code]).toEqual([
      [],
      'opening.too-early',
    ])
  })

  test('⚔ a rehearsal helps to open nothing, and what was scanned to be opened is no rehearsal', async () => {
    const header = base64UrlOf(bid.header)
    const rehearsal = await desktop.open('rehearse', openFields(), header)
    const opening = await desktop.open('open', { ...openFields(), purpose: 'hall' }, header)
    const pair = (await colleague.pairs())[0]!
    const codes = []
    for (const [{ ticketId }, act] of [
      [rehearsal, 'open'],
      [opening, 'rehearse'],
      [opening, 'rewrap'],
    ] as const) {
      await colleague.scan(ticketId)
      const certificate = readCertificate(bytesOfBase64Url(pair.encryption.leaf)!)
      const ciphertext = wrappedKeyFor(decodeHeader(bid.header), certificate)
      const { phone, person } = colleague
      const help = { key: pair.encryptKeyId, pin: person.pin, ticket: ticketId, act, ciphertext }
      codes.push((await failureOfAsync(() => codecrypt(phone, help)))?.code)
    }
    expect(codes).toEqual(['request.forbidden', 'request.forbidden', 'request.forbidden'])
  })

  test('a rehearsal before the opening time is answered without the file key', async () => {
    const ticket = await desktop.open('rehearse', openFields(), base64UrlOf(bid.header))
    await colleague.answer(ticket.ticketId)
    const answer = RehearseAnswer.parse(await desktop.answerOf(ticket))
    expect([answer.outcome, Object.keys(answer).sort()]).toEqual([
      'opened',
      ['at', 'certificate', 'openedWith', 'outcome', 'personName', 'signature'],
    ])
  })

  test('after a jump to the opening the agency opens check-in, and decrypting', async () => {
    await server.skipTo(openingAt)
    const bidderToken = await tokenFor(bidder, 'check-in')
    const hall = desktop.clientWith((await tokenFor(agency, 'hall-login')).token)
    const params = { sectionCode: section.sectionCode }
    const refused = await failureOfAsync(() =>
      desktop.clientWith(bidderToken.token).call(openingRoutes.advance, { params, body: { to: 'check-in' } }),
    )
    await hall.call(openingRoutes.advance, { params, body: { to: 'check-in' } })
    await hall.call(openingRoutes.checkIn, { params, body: { ticketId: bidderToken.ticket.ticketId } })
    const { stage, decryptEndsAt, bidders } = await hall.call(openingRoutes.advance, {
      params,
      body: { to: 'decrypting' },
    })
    expect([refused?.code, stage, decryptEndsAt, bidders.map((one) => [one.bidderName, one.state])]).toEqual([
      'request.forbidden',
      'decrypting',
      server.now() + 30 * 60_000,
      [['浙江澄远建设集团有限公司', 'not-decrypted']],
    ])
  })

  test('either chosen certificate opens the bid, and the key reaches the desktop alone', async () => {
    expect([await openBy(bidder), await openBy(colleague)]).toEqual([bid.fileKey, bid.fileKey])
  })

  test('a certificate that was not chosen is told so', async () => {
    expect((await failureOfAsync(() => openBy(agency)))?.code).toBe('bid-file.not-a-recipient')
  })

  test('⚔ a bidder cannot have its own bid called opened, to open it once the others were read out', async () => {
    const own = desktop.clientWith((await tokenFor(bidder, 'check-in')).token)
    const report = { params: { bidFileId: uploadId }, body: { outcome: 'decrypted' as const, reason: null } }
    expect((await failureOfAsync(() => own.call(openingRoutes.report, report)))?.code).toBe('request.forbidden')
  })

  test('the hall downloads the bid, reports it and reads it out', async () => {
    const { token } = await tokenFor(agency, 'hall-login')
    const path = `/api/opening/bid-files/${uploadId}/file`
    const whole = new Uint8Array(await (await send(token, path)).arrayBuffer())
    const part = new Uint8Array(await (await send(token, path, { range: 'bytes=8-15' })).arrayBuffer())
    const hall = desktop.clientWith(token)
    const params = { sectionCode: section.sectionCode }
    const waiting = await failureOfAsync(() =>
      hall.call(openingRoutes.advance, { params, body: { to: 'reading-out' } }),
    )
    await hall.call(openingRoutes.report, {
      params: { bidFileId: uploadId },
      body: { outcome: 'decrypted', reason: null },
    })
    const { stage } = await hall.call(openingRoutes.advance, { params, body: { to: 'reading-out' } })
    expect([hexOf(sm3(whole)), part, waiting?.code, stage]).toEqual([
      hexOf(sm3(bid.file)),
      bid.file.slice(8, 16),
      'opening.decrypting-goes-on',
      'reading-out',
    ])
  })
})

const openFields = () => ({
  section,
  bidderName: '浙江澄远建设集团有限公司',
  socialCreditCode: '91339901MA2DEMA10F',
  headerDigest: base64UrlOf(sm3(bid.header)),
})

/** 扫码解密 in the hall; the file key as the desktop gets it. */
async function openBy(phone: VirtualPhone): Promise<Uint8Array | null> {
  const fields = { ...openFields(), purpose: 'hall' as const }
  const ticket = await desktop.open('open', fields, base64UrlOf(bid.header))
  await phone.answer(ticket.ticketId)
  const { fileKey } = OpenAnswer.parse(await desktop.answerOf(ticket))
  return decryptSm2(ticket.oneTimeKey.privateKey, decodeCiphertextDer(bytesOfBase64Url(fileKey)!))
}
