import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hexOf } from '../../../src/domain/bytes.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { openBidDigests } from '../../../src/main/bid-file/bid-digests.ts'
import type { StoredBidFile } from '../../../src/main/bid-file/repository.ts'
import { makeBid, makeBidWorld } from '../../kit/bids.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

const program = join(import.meta.dirname, '../../../src/main/workers/bid.worker.ts')
const { file, header, trailer } = await makeBid(makeBidWorld('digests'))
const bidFileName = '甲.bdtf'
const watch = () => ({ signal: new AbortController().signal, report: () => {} })

let folder: string
let bid: StoredBidFile
let digests: ReturnType<typeof openBidDigests>
const kept = new Map<string, string>()
const announced: unknown[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-digests-'))
  writeFileSync(join(folder, bidFileName), file)
  bid = {
    bidFileId: randomUUID(),
    projectId: randomUUID() as StoredBidFile['projectId'],
    projectRevision: 1,
    folder,
    bidFileName,
    plainCopyName: '甲.nbdtf',
    sizeInBytes: file.length,
    digest: null,
    endsDigest: hexOf(sm3(header, trailer)),
    generatedAt: 0,
    recipients: [],
    receipt: null,
  }
  const bidFiles = {
    get: (id: string) => ({ ...bid, digest: kept.get(id) ?? null }),
    setDigest: (id: string, digest: string) => void kept.set(id, digest),
  }
  digests = openBidDigests({ bidFiles, announce: (_name, news) => void announced.push(news) }, program)
  for (const one of [kept, announced]) one instanceof Map ? one.clear() : one.splice(0)
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the digest is taken once for all who wait, kept, and announced', async () => {
  digests.prepare(bid)
  const given = await Promise.all([digests.of(bid, watch()), digests.of(bid, watch())])
  const digest = createHash('sm3').update(file).digest('hex')
  expect([given.map((one) => one.digest), [...kept.values()], announced]).toEqual([
    [digest, digest],
    [digest],
    [{ projectId: bid.projectId }],
  ])
})

test('who no longer waits does not end it for the others', async () => {
  const controller = new AbortController()
  const impatient = failureOfAsync(() => digests.of(bid, { ...watch(), signal: controller.signal }))
  const patient = digests.of(bid, watch())
  controller.abort()
  expect([await impatient, (await patient).digest]).toEqual([
    { code: 'task.cancelled', details: {} },
    kept.get(bid.bidFileId),
  ])
})

test.each<[string, (path: string) => void, string]>([
  ['changed', (path) => writeFileSync(path, file.with(file.length - 900, file.at(-900)! ^ 1)), 'file.changed'],
  ['changed in what encrypts its key', (path) => writeFileSync(path, file.with(400, file[400]! ^ 1)), 'file.changed'],
  ['made shorter', (path) => truncateSync(path, file.length - 1), 'file.changed'],
  ['removed', (path) => rmSync(path), 'file.unreadable'],
])(
  'a file that another program has %s first gets no digest, and may be right the next time',
  async (_name, change, code) => {
    const path = join(folder, bidFileName)
    change(path)
    const failure = await failureOfAsync(() => digests.of(bid, watch()))
    writeFileSync(path, file)
    const { digest } = await digests.of(bid, watch())
    expect([failure, digest]).toEqual([{ code, details: { fileName: bidFileName } }, kept.get(bid.bidFileId)])
  },
)

test('a file that is known to be another is not read again for a list', async () => {
  truncateSync(join(folder, bidFileName), file.length - 1)
  let begun = 0
  const listed = {
    ...bid,
    get folder() {
      begun++
      return folder
    },
  }
  digests.prepare(listed)
  await failureOfAsync(() => digests.of(listed, watch()))
  const begunBefore = begun
  digests.prepare(listed)
  expect([begunBefore > 0, begun - begunBefore]).toEqual([true, 0])
})

test('⚔ a file to which somebody writes while it is read gets no digest', async () => {
  const report = () => utimesSync(join(folder, bidFileName), 1, 1)
  const failure = await failureOfAsync(() => digests.of(bid, { ...watch(), report }))
  expect([failure, kept.size]).toEqual([{ code: 'file.changed', details: { fileName: bidFileName } }, 0])
})
