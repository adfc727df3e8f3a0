import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProjectId } from '../../src/contract/bid-project.ts'
import { openStore } from '../../src/main/store/store.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { type BidWorld, prepareSample, startBidWorld } from '../kit/sample-bid.ts'
import { testOrigin } from '../kit/server.ts'

let world: BidWorld
let projectId: ProjectId
let tender: Uint8Array
const letter = readFileSync(join(import.meta.dirname, '../../resources/demo/bidders/bidder-a/bid-letter.pdf'))

beforeAll(async () => {
  world = await startBidWorld()
  projectId = (await prepareSample(world.desktop, world.phone)).projectId
  // This tender shall ask for no seals, so that bids can be generated at once.
  world.desktop.desktop.views.findings = () => []
  const response = await world.server.fetch(`${testOrigin}/api/tenders/school-building/file`)
  tender = new Uint8Array(await response.arrayBuffer())
})
afterAll(async () => {
  expect(world.desktop.bugs).toEqual([])
  await world.stop()
})

const codeOf = async (act: () => Promise<unknown>) => (await failureOfAsync(act))?.code ?? 'accepted'
const put = (name: string, bytes: Uint8Array | string) => world.desktop.put(name, bytes)

function sparse(name: string, sizeInBytes: number, begin: string) {
  const path = put(name, begin)
  truncateSync(path, sizeInBytes)
  return path
}

function folder(name: string) {
  const path = join(world.desktop.folder, name)
  mkdirSync(path, { recursive: true })
  return path
}

function pipe(name: string) {
  const path = join(world.desktop.folder, name)
  execFileSync('mkfifo', [path])
  return path
}

describe('a tender file', () => {
  const importFrom = (path: string) => {
    world.desktop.answers.files = [path]
    return codeOf(() => world.desktop.run('project.importTender', {}))
  }
  const projects = async () => (await world.desktop.call('project.list', {})).projects.length

  test('that is whole is imported', async () => {
    expect(await importFrom(put('招标文件.zip', tender))).toBe('accepted')
  })

  test.each<[string, () => string, RegExp]>([
    ['that is not there', () => '/nowhere/招标文件.zip', /^file\.unreadable$/],
    ['that is a folder', () => folder('招标文件夹'), /^file\.unreadable$/],
    ['that is a named pipe', () => pipe('管道'), /^file\.unreadable$/],
    ['that is empty', () => put('empty.zip', ''), /^(zip|tender-file)\./],
    ['that was cut short', () => put('short.zip', tender.subarray(0, tender.length / 2)), /^zip\./],
    ['without its last byte', () => put('last.zip', tender.subarray(0, -1)), /^zip\./],
    ['that is a PDF', () => put('renamed.zip', letter), /^zip\./],
    [
      'with changed content',
      () =>
        put(
          'changed.zip',
          tender.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)),
        ),
      /^(zip|tender-file)\./,
    ],
    ['of five gigabytes of nothing', () => sparse('huge.zip', 5 * 1024 ** 3, 'PK'), /^zip\./],
  ])('%s is refused and makes no project', async (_, path, expected) => {
    const before = await projects()
    const code = await importFrom(path())
    expect([code, await projects()]).toEqual([expect.stringMatching(expected), before])
  })
})

describe('attaching documents', () => {
  const attach = async (...files: string[]) => {
    world.desktop.answers.files = files
    return world.desktop.run('project.attachDocuments', { projectId, nodeId: 'other-papers' })
  }
  const names = (project: Awaited<ReturnType<typeof attach>>['project']) =>
    project.nodes.find(({ nodeId }) => nodeId === 'other-papers')!.documents.map(({ name }) => name)

  test('names each file that cannot be used and takes the others', async () => {
    const { project, refused } = await attach(
      '/nowhere/不存在.pdf',
      folder('文件夹.pdf'),
      put('空.pdf', ''),
      put('改名.pdf', 'not a PDF at all'),
      put('截断.pdf', letter.subarray(0, letter.length / 3)),
      sparse('巨大.pdf', 10 * 1024 ** 3, '%PDF-1.7\n'),
      put('好.PDF', letter),
    )
    expect([refused.map(({ fileName, failure }) => [fileName, failure.code]), names(project)]).toEqual([
      [
        ['不存在.pdf', 'file.unreadable'],
        ['文件夹.pdf', 'file.unreadable'],
        ['空.pdf', 'pdf.not-pdf'],
        ['改名.pdf', 'pdf.not-pdf'],
        ['截断.pdf', 'pdf.damaged'],
        ['巨大.pdf', 'pdf.too-large'],
      ],
      ['好'],
    ])
  })

  test('cuts a name that no ticket could carry', async () => {
    const { project } = await attach(put(`${'x'.repeat(200)}\n.pdf`, letter))
    expect(names(project).at(-1)).toBe('x'.repeat(120))
  })
})

describe('generating', () => {
  const generate = () => world.desktop.run('bidFile.generate', { projectId }, world.desktop.scannedBy(world.phone))

  test('into a folder that cannot be written names the folder and leaves nothing', async () => {
    const below = join(put('a file', ''), 'below')
    world.desktop.answers.folder = below
    const failure = await failureOfAsync(generate)
    expect([failure, (await world.desktop.call('bidFile.list', { projectId })).bidFiles]).toEqual([
      { code: 'file.unwritable', details: { folder: below } },
      [],
    ])
  })

  test.each<[string, (path: string) => void]>([
    ['cut short', (path) => truncateSync(path, 1000)],
    ['gone', rmSync],
  ])('whose chunks are %s by the time that the phone has answered writes no bid', async (_, damage) => {
    const output = folder('chunks')
    const { unfinished } = world.desktop.desktop.store
    world.desktop.answers.folder = output
    const scanned = world.desktop.scannedBy(world.phone)
    const failure = await failureOfAsync(() =>
      world.desktop.run(
        'bidFile.generate',
        { projectId },
        {
          ...scanned,
          onProgress(progress) {
            if (progress.stage === 'showing')
              for (const name of readdirSync(unfinished, { recursive: true, encoding: 'utf8' }))
                if (basename(name).startsWith('bid-')) damage(join(unfinished, name))
            scanned.onProgress(progress)
          },
        },
      ),
    )
    expect([failure?.code, readdirSync(output)]).toEqual(['zip.source-changed', []])
  })

  test('a bid file that becomes shorter while the phone is asked is said to have changed', async () => {
    world.desktop.answers.folder = world.desktop.output
    const { bidFileId, bidFileName } = (await generate())!
    const scanned = world.desktop.scannedBy(world.phone)
    const failure = await failureOfAsync(() =>
      world.desktop.run(
        'bidFile.upload',
        { bidFileId },
        {
          ...scanned,
          onProgress(progress) {
            if (progress.stage === 'showing') truncateSync(join(world.desktop.output, bidFileName), 1000)
            scanned.onProgress(progress)
          },
        },
      ),
    )
    expect(failure).toEqual({ code: 'file.changed', details: { fileName: bidFileName } })
  })

  test('a bid file that was changed afterwards is not uploaded', async () => {
    world.desktop.answers.folder = world.desktop.output
    const bid = (await generate())!
    const path = join(world.desktop.output, bid.bidFileName)
    const upload = () =>
      world.desktop.run('bidFile.upload', { bidFileId: bid.bidFileId }, world.desktop.scannedBy(world.phone))
    const whole = readFileSync(path)
    writeFileSync(path, whole.subarray(0, -1))
    const shorter = await failureOfAsync(upload)
    whole[2000] = whole[2000]! ^ 1
    writeFileSync(path, whole)
    const changed = await failureOfAsync(upload)
    rmSync(path)
    const missing = await failureOfAsync(upload)
    const details = { fileName: bid.bidFileName }
    expect([shorter, changed, missing]).toEqual([
      { code: 'file.changed', details },
      { code: 'file.changed', details },
      { code: 'file.unreadable', details },
    ])
  })
})

describe('打开并验证', () => {
  test.each<[string, () => string, string]>([
    ['a folder', () => folder('某文件夹'), 'file.unreadable'],
    ['a PDF beyond the limit', () => sparse('很大.pdf', 10 * 1024 ** 3, '%PDF-1.7\n'), 'pdf.too-large'],
  ])('%s is a failure that says so', async (_, path, code) => {
    world.desktop.answers.files = [path()]
    expect(await codeOf(() => world.desktop.run('verification.open', { from: 'dialog' }))).toBe(code)
  })

  test('an empty file is told to be nothing of ours, in a report that is saved', async () => {
    world.desktop.answers.files = [put('空文件', '')]
    const opened = (await world.desktop.run('verification.open', { from: 'dialog' }))!
    const saved = await world.desktop.run('verification.save', { verificationId: opened.verificationId, as: 'json' })
    const written = JSON.parse(readFileSync(join(world.desktop.output, saved!.fileName), 'utf8'))
    expect([opened.view.verdict, written.verdict]).toEqual(['unreadable', 'unreadable'])
  })
})

test('what an earlier run left unfinished is gone at the next start', () => {
  const place = folder('earlier')
  mkdirSync(join(place, 'temporary'))
  writeFileSync(join(place, 'temporary', 'left.chunks'), 'half')
  openStore(place).database.close()
  expect(readdirSync(place).includes('temporary')).toBe(false)
})
