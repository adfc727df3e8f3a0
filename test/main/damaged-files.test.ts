import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { BidProject, ProjectId } from '../../src/contract/bid-project.ts'
import type { AvailableSeal } from '../../src/contract/signing.ts'
import { fileIdentity } from '../../src/node/file-identity.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startSealingWorld } from '../kit/sample-bid.ts'
import { documentOf } from '../kit/test-desktop.ts'

// A disk that loses or changes what lies in the file store: said by name, never a bug, never packed or sealed.

let world: Awaited<ReturnType<typeof startSealingWorld>>
let project: BidProject
let projectId: ProjectId
let official: AvailableSeal
let original: { path: string; bytes: Buffer }

beforeAll(async () => {
  world = await startSealingWorld()
  ;({ project, projectId, official } = world)
})
afterEach(() => {
  writeFileSync(original.path, original.bytes)
  expect(world.desktop.bugs).toEqual([])
})
afterAll(() => world.stop())

const letter = () => documentOf(project, '投标函')
const blobPath = (blob: string) => world.desktop.desktop.store.files.pathOf(blob)
const letterPath = () => blobPath(world.desktop.desktop.projects.document(letter().documentId)!.blob)
const generate = () => world.desktop.run('bidFile.generate', { projectId }, world.desktop.scannedBy(world.phone))
const ofLetter = { code: 'project.document-damaged', details: { name: '投标函' } }

const damages: [string, (path: string) => void][] = [
  ['is gone', (path) => rmSync(path)],
  [
    'was changed',
    (path) => {
      const bytes = Buffer.from(original.bytes)
      bytes[bytes.length - 20]! ^= 1
      writeFileSync(path, bytes)
    },
  ],
]

describe.each(damages)('a document whose file %s', (_, damage) => {
  const damaged = () => {
    original = { path: letterPath(), bytes: readFileSync(letterPath()) }
    damage(letterPath())
  }

  test('is not sealed, and is named', async () => {
    damaged()
    const item = {
      documentId: letter().documentId,
      sealId: official.sealId,
      placements: [{ page: 1, xMm: 20, yMm: 20 }],
      crossPage: false,
    }
    const { results } = await world.desktop.run('signing.seal', { projectId, items: [item] })
    expect(results).toEqual([{ documentId: item.documentId, outcome: 'failed', failure: ofLetter }])
  })

  test('is not packed, and is named', async () => {
    damaged()
    expect(await failureOfAsync(generate)).toEqual(ofLetter)
  })

  test('is whole again once the same file is added again', async () => {
    damaged()
    world.desktop.answers.files = [world.desktop.put('投标函.pdf', original.bytes)]
    await world.desktop.run('project.attachDocuments', { projectId, nodeId: 'other-papers' })
    expect(readFileSync(original.path).equals(original.bytes)).toBe(true)
  })
})

const lateDamages: [string, (path: string) => void][] = [...damages, ['is cut', (path) => truncateSync(path, 100)]]
test.each(lateDamages)(
  'a document whose file %s while a bid is packed is named, and nothing is left',
  async (_, damage) => {
    original = { path: letterPath(), bytes: readFileSync(letterPath()) }
    let isDamaged = false
    const onProgress = () => {
      if (!isDamaged) damage(original.path)
      isDamaged = true
    }
    const failure = await failureOfAsync(() => world.desktop.run('bidFile.generate', { projectId }, { onProgress }))
    expect([failure, readdirSync(world.desktop.output)]).toEqual([ofLetter, []])
  },
)

test('⚔ a document that a disk has changed without telling is named, and not packed', async () => {
  original = { path: letterPath(), bytes: readFileSync(letterPath()) }
  const { store, projects, pdfs } = world.desktop.desktop
  const { passes } = store.files
  const { blob } = projects.document(letter().documentId)!
  pdfs.readAhead(blob)
  const pass = (await pdfs.pass(blob, new AbortController().signal))!
  const bytes = Buffer.from(original.bytes)
  bytes[bytes.length - 20]! ^= 1
  writeFileSync(letterPath(), bytes)
  // As if this were the file over which the pass was made.
  passes.remember(blob, { ...pass, identity: (await fileIdentity(letterPath()))! })
  const failures = [await failureOfAsync(generate), await failureOfAsync(generate)]
  expect([failures, passes.of(blob)]).toEqual([[ofLetter, ofLetter], null])
})

test('a document whose file is gone fails the check', async () => {
  original = { path: letterPath(), bytes: readFileSync(letterPath()) }
  rmSync(letterPath())
  const { findings } = await world.desktop.run('project.check', { projectId })
  expect(findings[0]?.sentence).toContain('“投标函”存在本机的文件丢失或损坏')
})

test('an attachment of the credit library that is gone is not left out, and is named', async () => {
  const { library, projects } = world.desktop.desktop
  const [{ record_id } = { record_id: '' }] = projects.citations(projectId)
  const code = project.bidder!.socialCreditCode
  const record = library.records(code).find(({ id }) => id === record_id)!
  const path = blobPath(library.attachmentBlob(record.attachments[0]!.id)!.blob)
  original = { path, bytes: readFileSync(path) }
  rmSync(path)
  expect(await failureOfAsync(generate)).toEqual({
    code: 'credit-library.attachment-damaged',
    details: { name: record.title },
  })
})
