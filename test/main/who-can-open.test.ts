import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GeneratedBid } from '../../src/contract/bid-output.ts'
import { chunksOffset, headerBackOffset, readHeader } from '../../src/domain/bid-file/header.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { hexOf } from '../../src/domain/bytes.ts'
import type { BidsealError } from '../../src/domain/failure.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { openedBidRepository } from '../../src/main/opening/repository.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { type BidWorld, prepareSample, startBidWorld, startReadyPhone } from '../kit/sample-bid.ts'
import type { VirtualPhone } from '../kit/virtual-phone.ts'

// The demo's bid: for two certificates, and a third one that was added to the finished file. Any of the three opens it.

const chosen = ['bidder-a-1', 'bidder-a-2', 'bidder-a-3']
const others = ['bidder-b-1', 'agency-1']

let world: BidWorld
let bidFileId: string
let first: GeneratedBid
let rewrapped: GeneratedBid
const listed = async () => (await world.desktop.call('bidFile.list', { projectId: first.projectId })).bidFiles
const phones = new Map<string, VirtualPhone>()
const phoneOf = (person: string) => phones.get(person)!

beforeAll(async () => {
  world = await startBidWorld()
  const { desktop, server, phone } = world
  phones.set('bidder-a-1', phone)
  for (const person of [...chosen.slice(1), ...others]) phones.set(person, await startReadyPhone(server, person))
  const { projectId } = await prepareSample(desktop, phone)
  // This tender shall ask for no seals, so that the bid can be generated at once.
  desktop.desktop.views.findings = () => []
  const all = await phone.colleagues('91339901MA2DEMA10F')
  const recipients = all.filter(({ personName }) => personName !== '陆一帆')
  first = (await desktop.run('bidFile.generate', { projectId }, desktop.scannedBy(phone, { recipients })))!
  await desktop.run('bidFile.rewrap', { bidFileId: first.bidFileId }, desktop.scannedBy(phone, { recipients: all }))
  rewrapped = (await listed())[0]!
}, 60_000)
afterAll(() => world.stop())

const rehearse = (bid: GeneratedBid, person: string) => {
  const { desktop } = world
  return desktop.run('bidFile.rehearse', { bidFileId: bid.bidFileId }, desktop.scannedBy(phoneOf(person)))
}
/** Name and result of each certificate. */
const rehearsed = async () =>
  (await listed())[0]!.recipients.map(({ personName, rehearsal }) => [personName, rehearsal?.outcome ?? null])

describe('a certificate that is added to a finished bid file', () => {
  test('leaves the old file and every chunk as they were', async () => {
    const { output } = world.desktop
    const [before, after] = [first, rewrapped].map(({ bidFileName }) => readFileSync(join(output, bidFileName)))
    const chunksOf = async (bytes: Buffer) => {
      const source = sourceOfBytes(new Uint8Array(bytes))
      const header = await readHeader(source)
      return bytes.subarray(chunksOffset(header.meta), headerBackOffset(header.meta)).toString('base64')
    }
    expect({
      names: rewrapped.recipients.map(({ personName }) => personName),
      fileName: rewrapped.bidFileName,
      isCurrent: rewrapped.isCurrent,
      hasSameChunks: (await chunksOf(before!)) === (await chunksOf(after!)),
      files: readdirSync(output).length,
    }).toEqual({
      names: ['周明远', '沈佳宁', '陆一帆'],
      fileName: first.bidFileName.replace('.bdtf', '（增加证书）.bdtf'),
      isCurrent: true,
      hasSameChunks: true,
      files: 3,
    })
    await expect.poll(async () => (await listed())[0]!.digest).toBe(hexOf(sm3(new Uint8Array(after!))))
  })

  test('is in a file that the verifier finds valid', async () => {
    world.desktop.answers.files = [join(world.desktop.output, rewrapped.bidFileName)]
    expect(await world.desktop.run('verification.open', { from: 'dialog' })).toMatchObject({
      view: { verdict: 'valid' },
    })
  })

  test('is added by nobody but who signed the bid, and not to a file that has it', async () => {
    const { desktop, phone } = world
    const byColleague = desktop.scannedBy(phoneOf('bidder-a-2'))
    const again = desktop.scannedBy(phone, { recipients: await phone.colleagues('91339901MA2DEMA10F') })
    await failureOfAsync(() => desktop.run('bidFile.rewrap', { bidFileId: first.bidFileId }, byColleague))
    await failureOfAsync(() => desktop.run('bidFile.rewrap', { bidFileId: rewrapped.bidFileId }, again))
    const codes = [...byColleague.errors, ...again.errors].map((error) => (error as BidsealError).failure.code)
    expect([codes, readdirSync(desktop.output).length]).toEqual([
      ['ticket.account-mismatch', 'bid-file.nobody-added'],
      3,
    ])
  })

  test('is added to a file from elsewhere as well, in which a damaged chunk is noticed before the file has a name', async () => {
    const { desktop, phone } = world
    const bytes = readFileSync(join(desktop.output, first.bidFileName))
    const recipients = await phone.colleagues('91339901MA2DEMA10F')
    desktop.answers.files = [desktop.put('elsewhere.bdtf', bytes)]
    const done = await desktop.run('bidFile.rewrap', {}, desktop.scannedBy(phone, { recipients }))
    bytes[bytes.length >> 1]! ^= 1
    desktop.answers.files = [desktop.put('damaged.bdtf', bytes)]
    const scanned = desktop.scannedBy(phone, { recipients })
    const failure = await failureOfAsync(() => desktop.run('bidFile.rewrap', {}, scanned))
    expect({ done, failure, left: readdirSync(desktop.folder).filter((name) => name.startsWith('damaged')) }).toEqual({
      done: { folder: desktop.folder, fileName: 'elsewhere（增加证书）.bdtf', addedNames: ['陆一帆'], isListed: false },
      failure: { code: 'bid-file.statement-mismatch', details: { field: 'payload' } },
      left: ['damaged.bdtf'],
    })
  })

  test('is written only after the half-written file was noted for the next start', async () => {
    const { desktop, phone } = world
    const recipients = await phone.colleagues('91339901MA2DEMA10F')
    desktop.answers.files = [desktop.put('noted.bdtf', readFileSync(join(desktop.output, first.bidFileName)))]
    const folder = join(desktop.folder, 'store', 'unfinished')
    rmSync(folder, { recursive: true })
    const scanned = desktop.scannedBy(phone, { recipients })
    const failure = await failureOfAsync(() => desktop.run('bidFile.rewrap', {}, scanned))
    mkdirSync(folder)
    expect([failure, readdirSync(desktop.folder).filter((name) => /noted|part/.test(name))]).toEqual([
      { code: 'file.unwritable', details: { folder } },
      ['noted.bdtf'],
    ])
  })
})

describe('a decryption rehearsal', () => {
  test('shows for one certificate after the other that it opens the file, and writes nothing but its proof sheet', async () => {
    const { desktop } = world
    const before = await rehearsed()
    const results = [await rehearse(rewrapped, 'bidder-a-2'), await rehearse(rewrapped, 'bidder-a-3')]
    const { bidFileId } = rewrapped
    const { fileName } = await desktop.call('bidFile.saveRehearsalSheet', { bidFileId })
    const sheet = readFileSync(join(desktop.output, fileName), 'utf8')
    expect({
      before,
      results,
      after: await rehearsed(),
      sheet: [(await listed())[0]!.digest!, '已通过 2 本', '未演练'].every((text) => sheet.includes(text)),
      files: readdirSync(desktop.output).length,
    }).toEqual({
      before: ['周明远', '沈佳宁', '陆一帆'].map((name) => [name, null]),
      results: ['沈佳宁', '陆一帆'].map((personName) => ({ personName, outcome: 'opened' })),
      after: [
        ['周明远', null],
        ['沈佳宁', 'opened'],
        ['陆一帆', 'opened'],
      ],
      sheet: true,
      files: 4,
    })
  })

  test('with a certificate that cannot open the file names those that can', async () => {
    const failure = await failureOfAsync(() => rehearse(rewrapped, 'bidder-b-1'))
    const recipients = ['周明远（东海演示CA）', '沈佳宁（运河演示CA）', '陆一帆（钱塘演示CA）']
    expect(failure).toEqual({ code: 'bid-file.not-a-recipient', details: { recipients } })
  })

  test('⚔ of a file that changed since it was generated is refused before anybody scans', async () => {
    const path = join(world.desktop.output, rewrapped.bidFileName)
    const bytes = readFileSync(path)
    const changed = Buffer.from(bytes)
    changed[changed.length >> 1]! ^= 1
    writeFileSync(path, changed)
    const failure = await failureOfAsync(() => rehearse(rewrapped, 'bidder-a-1'))
    writeFileSync(path, bytes)
    expect(failure?.code).toBe('file.changed')
  })
})

describe('in the hall', () => {
  beforeAll(async () => {
    const { desktop, server, phone } = world
    await desktop.run('bidFile.upload', { bidFileId: rewrapped.bidFileId }, desktop.scannedBy(phone))
    const [section] = (await desktop.call('opening.sections', {})).sections
    const { sectionCode } = section!.section
    await server.skipTo(section!.openingAt)
    await desktop.call('opening.sections', {})
    await desktop.run('opening.login', {}, desktop.scannedBy(phoneOf('agency-1')))
    await desktop.call('opening.advance', { sectionCode, to: 'check-in' })
    await desktop.run('opening.checkIn', { sectionCode }, desktop.scannedBy(phone))
    const { bidders } = await desktop.call('opening.advance', { sectionCode, to: 'decrypting' })
    bidFileId = bidders[0]!.bidFileId
  }, 60_000)

  test.each(others)('the certificate of %s opens nothing', async (person) => {
    const { desktop } = world
    const scanned = desktop.scannedBy(phoneOf(person))
    const failure = await failureOfAsync(() => desktop.run('opening.decrypt', { bidFileId }, scanned))
    expect(failure?.code).toBe('bid-file.not-a-recipient')
  })

  test.each(chosen)('the certificate of %s alone opens the bid', async (person) => {
    const { desktop } = world
    // As in a hall that has not opened it yet.
    openedBidRepository(desktop.desktop.store.database).remove(bidFileId)
    const opened = await desktop.run('opening.decrypt', { bidFileId }, desktop.scannedBy(phoneOf(person)))
    expect(opened.openedBy).toContain(phoneOf(person).person.name)
  })
})
