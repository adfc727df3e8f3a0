import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GeneratedBid } from '../../src/contract/bid-output.ts'
import type { BidProject, ProjectId } from '../../src/contract/bid-project.ts'
import type { AvailableSeal } from '../../src/contract/signing.ts'
import type { OpeningSection } from '../../src/protocol/opening-section.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import {
  type BidWorld,
  pickSeals,
  prepareSample,
  startBidWorld,
  startReadyPhone,
  wantedSealRequests,
} from '../kit/sample-bid.ts'
import { documentOf } from '../kit/test-desktop.ts'
import type { VirtualPhone } from '../kit/virtual-phone.ts'

let world: BidWorld
let colleague: VirtualPhone
let stranger: VirtualPhone
let agency: VirtualPhone
let project: BidProject
let projectId: ProjectId
let seals: Record<string, AvailableSeal>
let bid: GeneratedBid

beforeAll(async () => {
  world = await startBidWorld()
  colleague = await startReadyPhone(world.server, 'bidder-a-2')
  stranger = await startReadyPhone(world.server, 'bidder-a-3')
  agency = await startReadyPhone(world.server, 'agency-1')
  project = await prepareSample(world.desktop, world.phone)
  projectId = project.projectId
}, 60_000)
afterAll(() => world.stop())

const bytesOf = (title: string) => {
  const { desktop } = world.desktop
  const { documentId } = documentOf(project, title)
  return new Uint8Array(readFileSync(desktop.store.files.pathOf(desktop.projects.document(documentId)!.blob)))
}

test('the first scan brings the three seals of the certificate', async () => {
  seals = await pickSeals(world.desktop, { projectId, phone: world.phone })
  expect(Object.keys(seals).sort()).toEqual(['legalRepresentative', 'legalRepresentativeSignature', 'official'])
})

describe('sealing', () => {
  test('several rounds of one list seal one document again and again, and undo leads back to the exact bytes', async () => {
    const { documentId } = documentOf(project, '投标函')
    const before = bytesOf('投标函')
    const place = (kind: string, yMm: number) => ({
      documentId,
      sealId: seals[kind]!.sealId,
      placements: [{ page: 1, xMm: 120, yMm }],
      crossPage: kind === 'official',
    })
    const items = [place('official', 200), place('legalRepresentative', 240)]
    const { results, project: sealed } = await world.desktop.run(
      'signing.seal',
      { projectId, items },
      world.desktop.scannedBy(world.phone),
    )
    project = sealed
    const afterBoth = bytesOf('投标函')
    project = await world.desktop.call('signing.undo', { projectId, documentId })
    const afterOne = bytesOf('投标函')
    project = await world.desktop.call('signing.undo', { projectId, documentId })
    expect({
      outcomes: results.map(({ outcome }) => outcome),
      isFirstSealKept: Buffer.from(afterBoth).subarray(0, afterOne.length).equals(Buffer.from(afterOne)),
      isUndone: Buffer.from(bytesOf('投标函')).equals(Buffer.from(before)),
      seals: documentOf(project, '投标函').seals,
    }).toEqual({ outcomes: ['sealed', 'sealed'], isFirstSealKept: true, isUndone: true, seals: [] })
  })

  test('a session seals without a code, and every sealed document passes the verifier', async () => {
    seals = await pickSeals(world.desktop, { projectId, phone: world.phone, joinsSession: true })
    const stages = new Set<string>()
    const scanned = world.desktop.scannedBy(world.phone)
    const { results, project: sealed } = await world.desktop.run(
      'signing.seal',
      { projectId, items: wantedSealRequests(project, seals) },
      {
        onProgress: (progress) => {
          stages.add(progress.stage)
          scanned.onProgress(progress)
        },
      },
    )
    project = sealed
    const verdicts = []
    for (const title of ['投标函', '授权委托书']) {
      world.desktop.answers.files = [world.desktop.put(`${title}.pdf`, bytesOf(title))]
      const report = await world.desktop.run('verification.open', { from: 'dialog' })
      verdicts.push([report?.view.verdict, report?.view.seals.map(({ verdict }) => verdict)])
    }
    expect({
      failed: results.filter(({ outcome }) => outcome === 'failed'),
      isPushed: stages.has('pushed') && !stages.has('showing'),
      verdicts,
    }).toEqual({
      failed: [],
      isPushed: true,
      verdicts: [
        ['valid', ['valid', 'valid']],
        ['valid', ['valid', 'valid']],
      ],
    })
  })

  test('afterwards the check passes', async () => {
    expect(await world.desktop.run('project.check', { projectId })).toMatchObject({ verdict: 'passed' })
  })
})

test('a bid is generated for two chosen certificates, with its plain copy and nothing else beside it', async () => {
  const all = await world.phone.colleagues('91339901MA2DEMA10F')
  const recipients = all.filter(({ personName }) => personName !== '陆一帆')
  bid = (await world.desktop.run(
    'bidFile.generate',
    { projectId },
    world.desktop.scannedBy(world.phone, { recipients }),
  ))!
  expect([bid.recipients.map(({ personName }) => personName), readdirSync(world.desktop.output).sort()]).toEqual([
    ['周明远', '沈佳宁'],
    [bid.bidFileName, bid.plainCopyName].sort(),
  ])
})

test('the upload brings a receipt of the platform over these very bytes', async () => {
  const uploaded = await world.desktop.run(
    'bidFile.upload',
    { bidFileId: bid.bidFileId },
    world.desktop.scannedBy(world.phone),
  )
  const file = readFileSync(join(bid.folder, bid.bidFileName))
  expect(uploaded).toMatchObject({
    digest: createHash('sm3').update(file).digest('hex'),
    receipt: { digest: uploaded.digest, signedBy: '封标电子交易平台' },
  })
})

describe('the opening hall', () => {
  let section: OpeningSection
  const bidFileId = () => section.bidders[0]!.bidFileId!

  test('opens when its agency signs in after the opening time, and the bidder checks in', async () => {
    const { desktop, phone } = world
    const [first] = (await desktop.call('opening.sections', {})).sections
    const { sectionCode } = first!.section
    await world.server.skipTo(first!.openingAt)
    await desktop.call('opening.sections', {})
    await desktop.run('opening.login', {}, desktop.scannedBy(agency))
    await desktop.call('opening.advance', { sectionCode, to: 'check-in' })
    await desktop.run('opening.checkIn', { sectionCode }, desktop.scannedBy(phone))
    section = await desktop.call('opening.advance', { sectionCode, to: 'decrypting' })
    expect([section.stage, section.bidders.map(({ state }) => state)]).toEqual(['decrypting', ['not-decrypted']])
  })

  test('a certificate that was not chosen is refused with the names of those who can, and nothing is lost', async () => {
    const { desktop } = world
    const scanned = desktop.scannedBy(stranger)
    const failure = await failureOfAsync(() => desktop.run('opening.decrypt', { bidFileId: bidFileId() }, scanned))
    // In the order of the certificates' digests, which are others each time.
    const recipients = expect.arrayContaining(['周明远（东海演示CA）', '沈佳宁（运河演示CA）'])
    expect(failure).toEqual({ code: 'bid-file.not-a-recipient', details: { recipients } })
  })

  test("a chosen colleague's certificate opens it afterwards, and it reads as it was sealed", async () => {
    const { desktop } = world
    const opened = await desktop.run('opening.decrypt', { bidFileId: bidFileId() }, desktop.scannedBy(colleague))
    expect({
      openedBy: opened.openedBy,
      verdict: opened.verification.verdict,
      price: opened.openingForm[0]?.value,
      namesRecipients: opened.verification.checks.some(({ sentence }) => sentence.includes('周明远（东海演示CA）')),
    }).toEqual({
      openedBy: '沈佳宁（运河演示CA）',
      verdict: 'valid',
      price: '58951862.20',
      namesRecipients: true,
    })
  }, 240_000)
})

test('nothing of all this was a bug', () => {
  expect(world.desktop.bugs).toEqual([])
})
