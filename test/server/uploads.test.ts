import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { base64UrlOf, utf8Bytes } from '../../src/domain/bytes.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { openingRoutes, platformRoutes } from '../../src/protocol/http-api.ts'
import { receiveFile, tidyIncoming } from '../../src/server/platform/incoming-file.ts'
import { demoPerson } from '../kit/demo-people.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { desktopAuthorize } from '../kit/proofs.ts'
import { startTestServer, type TestServer, testHost, testOrigin } from '../kit/server.ts'
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

/** Announces an upload; its id, and how much of it is there. */
async function begin(bytes: Uint8Array, tenderCode = 'YC2026-FJ-0118') {
  return client().call(platformRoutes.beginUpload, {
    body: {
      tenderCode,
      sectionCode: `${tenderCode}-01`,
      fileName: '投标文件.bdtf',
      sizeInBytes: bytes.length,
      digest: base64UrlOf(sm3(bytes)),
    },
  })
}

const announce = async (...given: Parameters<typeof begin>) => (await begin(...given)).uploadId

async function put(uploadId: string, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<number> {
  const path = `/api/bid-files/${uploadId}`
  const proof = await desktopAuthorize(token, desktop.desktopKey, server)({ method: 'PUT', path, body: '' })
  const { status } = await server.fetch(testOrigin + path, {
    method: 'PUT',
    headers: { ...proof, ...headers, 'content-type': 'application/octet-stream' },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
  return status
}

/** Begins to send and waits until the platform writes; the caller sends the rest. */
async function beginPut(uploadId: string, firstByte: Uint8Array) {
  if (!server.app.server.listening) await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.app.server.address() as AddressInfo
  const path = `/api/bid-files/${uploadId}`
  const proof = await desktopAuthorize(token, desktop.desktopKey, server)({ method: 'PUT', path, body: '' })
  const headers = { ...proof, host: testHost, 'content-type': 'application/octet-stream' }
  const sending = request({ host: '127.0.0.1', port, path, method: 'PUT', headers, agent: false })
  const status = new Promise<number | undefined>((resolve) => {
    sending.on('error', () => resolve(undefined))
    sending.on('response', (response) => resolve(response.resume().statusCode))
  })
  const before = partialFiles()
  sending.write(firstByte)
  await expect.poll(partialFiles).toBe(before + 1)
  return { sending, status }
}

const finish = (uploadId: string) => client().call(platformRoutes.finishUpload, { params: { uploadId }, body: {} })

async function upload(text: string): Promise<string> {
  const bytes = utf8Bytes(text)
  const uploadId = await announce(bytes)
  await put(uploadId, bytes)
  await finish(uploadId)
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
const fileOf = (uploadId: string) => join(server.dataFolder, 'bid-files', uploadId)
const partialFiles = () => storedFiles().filter((name) => name.endsWith('.part')).length

test('⚔ a bidder that announces and stores bids without finishing them fills no more than its quota', async () => {
  const ids: string[] = []
  for (let i = 0; i < 6; i++) {
    const bytes = utf8Bytes(`bid number ${i}`)
    const uploadId = await announce(bytes)
    await put(uploadId, bytes)
    ids.push(uploadId)
  }
  const replaced = await failureOfAsync(() => finish(ids[0]!))
  expect([storedFiles(), replaced]).toEqual([ids.slice(3).sort(), { code: 'upload.replaced', details: {} }])
})

test('an upload that is coming in outlasts newer announcements', async () => {
  const bytes = utf8Bytes('a bid that takes its time')
  const uploadId = await announce(bytes)
  const { sending, status } = await beginPut(uploadId, bytes.subarray(0, 1))
  for (let i = 0; i < 4; i++) await announce(utf8Bytes(`newer ${i}`))
  sending.end(bytes.subarray(1))
  expect([await status, (await finish(uploadId)).receipt.length > 0]).toEqual([200, true])
})

test('⚔ a third upload of one bidder and section at once is told to wait', async () => {
  const bytes = utf8Bytes('a bid')
  const uploadId = await announce(bytes)
  const others = [await beginPut(uploadId, bytes.subarray(0, 1)), await beginPut(uploadId, bytes.subarray(0, 1))]
  const refused = await put(uploadId, bytes)
  for (const { sending } of others) sending.destroy()
  await expect.poll(partialFiles).toBe(0)
  expect([refused, await put(uploadId, bytes)]).toEqual([429, 200])
})

test('⚔ an upload whose line has died is ended and leaves nothing', async () => {
  const folder = join(server.dataFolder, 'bid-files')
  const announced = { sizeInBytes: 2, digest: base64UrlOf(sm3(utf8Bytes('ab'))), attempt: '1', startAt: 0 }
  const source = new PassThrough()
  source.write('a')
  const failure = await failureOfAsync(() => receiveFile(source, join(folder, 'dead'), announced, 1))
  expect([failure?.code, storedFiles()]).toEqual(['upload.incomplete', []])
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

test('⚔ an attempt that ends after its bid was superseded leaves no file', async () => {
  const bytes = utf8Bytes('the first bid')
  const uploadId = await announce(bytes)
  const { sending, status } = await beginPut(uploadId, bytes.subarray(0, 1))
  await put(uploadId, bytes)
  await finish(uploadId)
  const later = []
  for (let i = 0; i < 3; i++) {
    server.clock.at += 1000
    later.push(await upload(`later ${i}`))
  }
  sending.end(bytes.subarray(1))
  expect([await status, storedFiles()]).toEqual([200, later.sort()])
})

test('⚔ a bidder that announces without end is told to wait, for that section alone', async () => {
  let failure = null
  for (let i = 0; i < 30 && failure === null; i++) failure = await failureOfAsync(() => announce(utf8Bytes(`bid ${i}`)))
  const elsewhere = await failureOfAsync(() => announce(utf8Bytes('bid'), 'YC2026-HW-0236'))
  expect([failure?.code, elsewhere]).toEqual(['request.too-many', null])
})

test.each<[string, (path: string) => void]>([
  ['lost', (path) => rmSync(path)],
  ['cut short', (path) => truncateSync(path, 1)],
])('⚔ a bid that the disk has %s gets no receipt until it was sent again', async (_, damage) => {
  const bytes = utf8Bytes('a bid')
  const uploadId = await announce(bytes)
  await put(uploadId, bytes)
  damage(fileOf(uploadId))
  const refused = await failureOfAsync(() => finish(uploadId))
  await put(await announce(bytes), bytes)
  expect([refused?.code, (await finish(uploadId)).receipt.length > 0]).toEqual(['upload.incomplete', true])
})

test('⚔ the row of an upload outlives its file, so that a death between the two leaves no file behind', async () => {
  const first = await announce(utf8Bytes('bid number 0'))
  // A folder cannot be removed like a file, which ends the request there as a death would.
  mkdirSync(fileOf(first))
  for (let i = 1; i < 3; i++) await announce(utf8Bytes(`bid number ${i}`))
  const ended = await failureOfAsync(() => announce(utf8Bytes('bid number 3')))
  rmdirSync(fileOf(first))
  const status = await put(first, utf8Bytes('bid number 0'))
  await announce(utf8Bytes('bid number 3'))
  expect([ended?.code, status, storedFiles()]).toEqual(['internal', 200, []])
})

describe('an upload whose line broke', () => {
  const bytes = new Uint8Array(0x140000).fill(7)
  const kept = 0x110000
  const contentRange = (start: number) => ({ 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` })
  let uploadId: string

  beforeEach(async () => {
    uploadId = await announce(bytes)
    const { sending } = await beginPut(uploadId, bytes.subarray(0, 1))
    sending.write(bytes.subarray(1, kept))
    const partial = storedFiles().find((name) => name.endsWith('.part'))!
    await expect.poll(() => statSync(fileOf(partial)).size).toBe(kept)
    sending.destroy()
    await expect.poll(partialFiles).toBe(0)
  })

  test('goes on where it ended, and nowhere else', async () => {
    const { receivedInBytes } = await begin(bytes)
    const elsewhere = await put(uploadId, bytes.subarray(kept + 1), contentRange(kept + 1))
    const status = await put(uploadId, bytes.subarray(kept), contentRange(kept))
    await finish(uploadId)
    expect([receivedInBytes, elsewhere, status, storedFiles()]).toEqual([kept, 409, 200, [uploadId]])
  })

  test('⚔ is known after the platform was killed, and refused when what was kept is no longer what was sent', async () => {
    renameSync(fileOf(`${uploadId}.kept`), fileOf(`${uploadId}.1.part`))
    writeFileSync(fileOf('gone.2.part'), bytes)
    tidyIncoming(join(server.dataFolder, 'bid-files'), (id) => id === uploadId)
    const afterStart = storedFiles()
    const file = openSync(fileOf(`${uploadId}.kept`), 'r+')
    writeSync(file, 'x', 5)
    closeSync(file)
    const status = await put(uploadId, bytes.subarray(kept), contentRange(kept))
    const { receivedInBytes } = await begin(bytes)
    expect([afterStart, status, receivedInBytes, storedFiles()]).toEqual([[`${uploadId}.kept`], 400, 0, []])
  })
})
