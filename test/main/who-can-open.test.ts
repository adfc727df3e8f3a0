import { afterAll, beforeAll, expect, test } from 'vitest'
import { openedBidRepository } from '../../src/main/opening/repository.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { type BidWorld, prepareSample, startBidWorld, startReadyPhone } from '../kit/sample-bid.ts'
import type { VirtualPhone } from '../kit/virtual-phone.ts'

// The demo's bid: for three certificates of three authorities, any of which opens it.

const chosen = ['bidder-a-1', 'bidder-a-2', 'bidder-a-3']
const others = ['bidder-b-1', 'agency-1']

let world: BidWorld
let bidFileId: string
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
  const recipients = await phone.colleagues('91339901MA2DEMA10F')
  const bid = await desktop.run('bidFile.generate', { projectId }, desktop.scannedBy(phone, { recipients }))
  await desktop.run('bidFile.upload', { bidFileId: bid!.bidFileId }, desktop.scannedBy(phone))
  const [first] = (await desktop.call('opening.sections', {})).sections
  const { sectionCode } = first!.section
  await server.skipTo(first!.openingAt)
  await desktop.call('opening.sections', {})
  await desktop.run('opening.login', {}, desktop.scannedBy(phoneOf('agency-1')))
  await desktop.call('opening.advance', { sectionCode, to: 'check-in' })
  await desktop.run('opening.checkIn', { sectionCode }, desktop.scannedBy(phone))
  const { bidders } = await desktop.call('opening.advance', { sectionCode, to: 'decrypting' })
  bidFileId = bidders[0]!.bidFileId
}, 60_000)
afterAll(() => world.stop())

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
