import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WorkProgress } from '../../../src/contract/ticket-progress.ts'
import { createChunkCipher } from '../../../src/domain/bid-file/chunk-cipher.ts'
import { chunkCountOf } from '../../../src/domain/bid-file/meta.ts'
import { sourceOfBytes } from '../../../src/domain/byte-source.ts'
import { concatBytes } from '../../../src/domain/bytes.ts'
import { readZip } from '../../../src/domain/zip/read-zip.ts'
import { type BidToDecrypt, decryptBid } from '../../../src/main/opening/decrypt-bid.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { fileIdentity } from '../../../src/node/file-identity.ts'
import { bidFileOf, chunksAt } from '../../kit/bid-bytes.ts'
import { chunkSize, type MadeBid, makeBid, makeBidWorld, makePlan } from '../../kit/bids.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'
import { packBid } from '../../kit/make-whole-bid.ts'
import { collect } from '../../kit/streams.ts'

const world = makeBidWorld('opening')
const bid = await makeBid(world)
const program = join(import.meta.dirname, '../../../src/main/workers/bid.worker.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-opening-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const options = { signal: new AbortController().signal, report: () => {} }

/** What opens the bid of this test, with the file where it was downloaded to. */
async function orderFor({ started, file }: Pick<MadeBid, 'started' | 'file'>): Promise<BidToDecrypt> {
  const path = join(folder, 'bid.bdtf')
  writeFileSync(path, file)
  return {
    program,
    path,
    identity: (await fileIdentity(path))!,
    fileKey: started.fileKey.slice(),
    store: openFileStore(join(folder, 'files')),
    trust: { roots: [], intermediates: [], revocationLists: [] },
  }
}

/** What is left of an opening that failed: nothing but the bid file. */
const left = () => [readdirSync(folder), readdirSync(join(folder, 'files'))]
const nothing = [['bid.bdtf', 'files'], []]

test('a bid that was opened has been reported to its last byte, and named with its suite', async () => {
  const reported = new Map<string, string>()
  const { report } = await decryptBid(await orderFor(await makeBid(world, { suite: 'aes-256-gcm' })), {
    ...options,
    report: ({ step, doneInBytes, totalInBytes }) => reported.set(step, `${doneInBytes} of ${totalInBytes}`),
  })
  expect([Object.fromEntries(reported), report.checks.find(({ topic }) => topic === 'algorithm')?.finding]).toEqual([
    // Two files, each taken out and then judged as a PDF.
    { decrypting: '2800 of 2800', verifying: '2800 of 2800' },
    { kind: 'algorithm-known', algorithm: 'SM2-SM3, AES-256-GCM' },
  ])
})

test('⚔ an opening that was cancelled before it began keeps no key', async () => {
  const order = await orderFor(bid)
  await failureOfAsync(() => decryptBid(order, { ...options, signal: AbortSignal.abort() }))
  expect(order.fileKey).toEqual(new Uint8Array(32))
})

test('many files, small ones and large ones, come out as they went in', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`${i}.txt`, `${i} `.repeat(i % 7 === 0 ? 5000 + i : (i * 37) % 400)]),
  )
  const order = await orderFor(await makeBid(world, { plan: await makePlan(world.bidder, { files }) }))
  const opened = await decryptBid(order, options)
  const texts = opened.files.map(({ name, blob }) => [name, readFileSync(order.store.pathOf(blob), 'utf8')])
  expect(Object.fromEntries(texts)).toEqual(files)
})

test('a store that cannot be written is said to be unwritable, and is no bug', async () => {
  const order = await orderFor(bid)
  rmSync(join(folder, 'files'), { recursive: true })
  expect(await failureOfAsync(() => decryptBid(order, options))).toEqual({
    code: 'file.unwritable',
    details: { folder: join(folder, 'files') },
  })
})

test('a bid file that is taken away while it is opened is said to be unreadable, and nothing decrypted stays', async () => {
  const order = await orderFor(bid)
  const report = ({ step, doneInBytes, totalInBytes }: WorkProgress) => {
    if (step === 'decrypting' && doneInBytes === totalInBytes) rmSync(order.path, { force: true })
  }
  const failure = await failureOfAsync(() => decryptBid(order, { ...options, report }))
  expect([failure, left()]).toEqual([{ code: 'file.unreadable', details: { fileName: 'bid.bdtf' } }, [['files'], []]])
})

test('a file that another program takes away before its seals are verified is a folder that cannot be written', async () => {
  const order = await orderFor(bid)
  const report = ({ step }: WorkProgress) => {
    if (step === 'verifying') for (const name of readdirSync(order.store.folder)) rmSync(join(order.store.folder, name))
  }
  expect(await failureOfAsync(() => decryptBid(order, { ...options, report }))).toEqual({
    code: 'file.unwritable',
    details: { folder: order.store.folder },
  })
})

test('a bid file that is written to while it is opened, or since it was checked, is said to have changed', async () => {
  const order = await orderFor(bid)
  utimesSync(order.path, new Date(0), new Date(0))
  expect([await failureOfAsync(() => decryptBid(order, options)), left()]).toEqual([
    { code: 'file.changed', details: { fileName: 'bid.bdtf' } },
    nothing,
  ])
})

describe('⚔ of a bid whose chunks nobody checked', () => {
  /** Where the chunk of this number begins. */
  const chunkAt = (number: number) => chunksAt(bid.header) + number * (chunkSize + 16)

  test.each([0, 1, 3])('a changed chunk %i is found, and nothing decrypted stays', async (chunk) => {
    const file = bid.file.slice()
    file[chunkAt(chunk) + 5]! ^= 1
    expect([await failureOfAsync(async () => decryptBid(await orderFor({ ...bid, file }), options)), left()]).toEqual([
      { code: 'bid-file.chunk-changed', details: { chunk } },
      nothing,
    ])
  })

  test('two chunks in each other’s places are found', async () => {
    const file = bid.file.slice()
    file.copyWithin(chunkAt(1), chunkAt(2), chunkAt(3))
    expect(await failureOfAsync(async () => decryptBid(await orderFor({ ...bid, file }), options))).toEqual({
      code: 'bid-file.chunks-reordered',
      details: { chunk: 1, belongsAt: 2 },
    })
  })
})

describe('⚔ a recipient has the file key, and seals the chunks anew', () => {
  const { meta } = bid.started
  let archive: Uint8Array

  beforeEach(async () => {
    archive = await collect(packBid(bid.plan))
  })

  /** What comes of a bid whose archive was changed in this way; its statement is the signed one. */
  async function failureOf(change: (archive: Uint8Array) => void) {
    change(archive)
    const cipher = createChunkCipher(bid.started)
    const chunks = Array.from({ length: chunkCountOf(meta) }, (_, i) =>
      cipher.seal(i, archive.subarray(i * chunkSize, (i + 1) * chunkSize)),
    )
    const file = bidFileOf(bid.header, concatBytes(...chunks), bid.trailer)
    const failure = await failureOfAsync(async () => decryptBid(await orderFor({ ...bid, file }), options))
    expect(left()).toEqual(nothing)
    return failure
  }
  const placeOf = async (name: string) =>
    (await readZip(sourceOfBytes(archive))).find((entry) => entry.name === name)!.contentOffset

  test('with another file', async () => {
    const at = await placeOf('技术标/施工组织设计.pdf')
    expect(await failureOf((bytes) => bytes.fill(32, at, at + 1))).toEqual({
      code: 'zip.damaged',
      details: { offset: at, reason: 'the checksum of an entry differs' },
    })
  })
  test('with another name before a file', async () => {
    const at = await placeOf('技术标/施工组织设计.pdf')
    expect((await failureOf((bytes) => bytes.fill(65, at - 1, at)))?.code).toBe('zip.damaged')
  })
  test('with another name before the manifest', async () => {
    expect((await failureOf((bytes) => bytes.fill(65, 30, 31)))?.code).toBe('zip.damaged')
  })
  test('with another directory', async () => {
    expect((await failureOf((bytes) => bytes.fill(1, bytes.length - 30, bytes.length - 29)))?.code).toBe('zip.damaged')
  })
})
