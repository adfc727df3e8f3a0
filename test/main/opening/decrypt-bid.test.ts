import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeHeader } from '../../../src/domain/bid-file/header.ts'
import { readSignedStatement } from '../../../src/domain/bid-file/trailer.ts'
import { decryptBid } from '../../../src/main/opening/decrypt-bid.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { type MadeBid, makeBid, makeBidWorld } from '../../kit/bids.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

const world = makeBidWorld('quarantine')
const bid = await makeBid(world)
const program = join(import.meta.dirname, '../../../src/main/workers/bid.worker.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-quarantine-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const options = { signal: new AbortController().signal, report: () => {} }

/** What opens the bid of this test, with the file where it was downloaded to. */
function orderFor({ header, signedStatement, started, file }: MadeBid) {
  const path = join(folder, 'bid.bdtf')
  writeFileSync(path, file)
  return {
    program,
    path,
    header: decodeHeader(header),
    signed: readSignedStatement(signedStatement),
    fileKey: started.fileKey.slice(),
    folder,
    store: openFileStore(join(folder, 'files')),
    trust: { roots: [], intermediates: [], revocationLists: [] },
  }
}

test('a bid that was opened has been reported to its last byte, and named with its suite', async () => {
  const reported = new Map<string, string>()
  const { report } = await decryptBid(orderFor(await makeBid(world, { suite: 'aes-256-gcm' })), {
    ...options,
    report: ({ step, doneInBytes, totalInBytes }) => reported.set(step, `${doneInBytes} of ${totalInBytes}`),
  })
  expect([Object.fromEntries(reported), report.checks.find(({ topic }) => topic === 'algorithm')?.finding]).toEqual([
    // Two files of 2,800 bytes, each taken out and then judged as a PDF.
    { decrypting: '3758 of 3758', verifying: '5600 of 5600' },
    { kind: 'algorithm-known', algorithm: 'SM2-SM3, AES-256-GCM' },
  ])
})

test('⚔ an opening that was cancelled before it began keeps no key', async () => {
  const order = orderFor(bid)
  await failureOfAsync(() => decryptBid(order, { ...options, signal: AbortSignal.abort() }))
  expect(order.fileKey).toEqual(new Uint8Array(32))
})

test('a quarantine that cannot be written is said to be unwritable, and is no bug', async () => {
  const order = { ...orderFor(bid), folder: join(folder, 'gone') }
  expect(await failureOfAsync(() => decryptBid(order, options))).toEqual({
    code: 'file.unwritable',
    details: { folder: join(folder, 'gone') },
  })
})

test('a bid file that is taken away while it is opened is said to be unreadable, and nothing decrypted stays', async () => {
  const order = orderFor(bid)
  const { meta } = bid.started
  const report = ({ step, doneInBytes }: { step: string; doneInBytes: number }) => {
    if (step === 'decrypting' && doneInBytes === meta.plaintextLength) rmSync(order.path, { force: true })
  }
  const failure = await failureOfAsync(() => decryptBid(order, { ...options, report }))
  expect([failure, readdirSync(order.store.folder), readdirSync(folder)]).toEqual([
    { code: 'file.unreadable', details: { fileName: 'bid.bdtf' } },
    [],
    ['files'],
  ])
})
