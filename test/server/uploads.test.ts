import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { base64UrlOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { openingRoutes, platformRoutes } from '../../src/protocol/http-api.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { desktopAuthorize } from '../kit/proofs.ts'
import { startTestServer, type TestServer, testOrigin } from '../kit/server.ts'
import { createVirtualDesktop, type VirtualDesktop } from '../kit/virtual-desktop.ts'
import { startVirtualPhone } from '../kit/virtual-phone.ts'

let server: TestServer
let desktop: VirtualDesktop
let token: string

beforeEach(async () => {
  server = await startTestServer()
  desktop = createVirtualDesktop(server)
  const phone = await startVirtualPhone(server, demoPerson('bidder-a-1'))
  await phone.downloadAll()
  const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
  await phone.answer(ticket.ticketId)
  ;({ token } = await ticket.client.call(platformRoutes.token, { params: { ticketId: ticket.ticketId }, body: {} }))
})
afterEach(() => server.stop())

const client = () => desktop.clientWith(token)

/** Announces an upload; its id. */
async function announce(bytes: Uint8Array): Promise<string> {
  const { uploadId } = await client().call(platformRoutes.beginUpload, {
    body: {
      tenderCode: 'YC2026-FJ-0118',
      sectionCode: 'YC2026-FJ-0118-01',
      fileName: '投标文件.bdtf',
      sizeInBytes: bytes.length,
      digest: base64UrlOf(sm3(bytes)),
    },
  })
  return uploadId
}

async function put(uploadId: string, bytes: Uint8Array): Promise<number> {
  const path = `/api/bid-files/${uploadId}`
  const proof = await desktopAuthorize(token, desktop.desktopKey, server)({ method: 'PUT', path, body: '' })
  const { status } = await server.fetch(testOrigin + path, {
    method: 'PUT',
    headers: { ...proof, 'content-type': 'application/octet-stream' },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
  return status
}

async function upload(text: string): Promise<string> {
  const bytes = utf8Bytes(text)
  const uploadId = await announce(bytes)
  await put(uploadId, bytes)
  await client().call(platformRoutes.finishUpload, { params: { uploadId }, body: {} })
  return uploadId
}

async function deadline(): Promise<number> {
  const { tenders } = await server.client().call(platformRoutes.tenders, { body: {} })
  return tenders[0]!.sections[0]!.bidDeadline
}

test('a later bid of the same bidder takes the place of the earlier one', async () => {
  await upload('the first bid')
  const second = await upload('the second bid')
  await upload('the first bid, once more changed')
  const last = await upload('the last bid')
  server.clock.at = await deadline()
  const { sections } = await server.client().call(openingRoutes.sections, { body: {} })
  expect([second === last, sections[0]!.bidders.map(({ bidFileId }) => bidFileId)]).toEqual([false, [last]])
})

test('nothing is accepted after the deadline', async () => {
  const bidDeadline = await deadline()
  // The identity of the bid tool does not last so long; what is tested is the deadline.
  server.clock.at += 3 * 3_600_000
  await upload('in time')
  const refused = await failureOfAsync(async () => {
    await server.skipTo(bidDeadline)
    const phone = await startVirtualPhone(server, demoPerson('bidder-a-2'))
    await phone.downloadAll()
    const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
    await phone.answer(ticket.ticketId)
    ;({ token } = await ticket.client.call(platformRoutes.token, { params: { ticketId: ticket.ticketId }, body: {} }))
    await upload('too late')
  })
  expect(refused).toEqual({ code: 'upload.deadline-passed', details: { bidDeadline } })
})

const storedFiles = () => readdirSync(join(server.dataFolder, 'bid-files')).sort()

test('⚔ a bidder that announces and stores bids without finishing them fills no more than its quota', async () => {
  const ids = []
  for (let i = 0; i < 6; i++) {
    const bytes = utf8Bytes(`bid number ${i}`)
    const uploadId = await announce(bytes)
    await put(uploadId, bytes)
    ids.push(uploadId)
  }
  expect(storedFiles()).toEqual(ids.slice(3).sort())
})

test('⚔ a bidder that sends one bid after the other keeps the files of the last ones, and the last one counts', async () => {
  const ids = []
  for (let i = 0; i < 6; i++) {
    server.clock.at += 1000
    ids.push(await upload(`bid number ${i}`))
  }
  server.clock.at = await deadline()
  const { sections } = await server.client().call(openingRoutes.sections, { body: {} })
  expect([storedFiles(), sections[0]!.bidders.map(({ bidFileId }) => bidFileId)]).toEqual([
    ids.slice(3).sort(),
    [ids.at(-1)],
  ])
})

test('⚔ a bidder that announces without end is told to wait', async () => {
  let failure = null
  for (let i = 0; i < 30 && failure === null; i++) failure = await failureOfAsync(() => announce(utf8Bytes(`bid ${i}`)))
  expect(failure?.code).toBe('request.too-many')
})
