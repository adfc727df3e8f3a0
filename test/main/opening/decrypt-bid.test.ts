import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeHeader } from '../../../src/domain/bid-file/header.ts'
import { readSignedStatement } from '../../../src/domain/bid-file/trailer.ts'
import { decryptBid } from '../../../src/main/opening/decrypt-bid.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { makeBid, makeBidWorld } from '../../kit/bids.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

const bid = await makeBid(makeBidWorld('quarantine'))
const program = join(import.meta.dirname, '../../../src/main/workers/bid.worker.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-quarantine-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a quarantine that cannot be written is said to be unwritable, and is no bug', async () => {
  const path = join(folder, 'bid.bdtf')
  writeFileSync(path, bid.file)
  const order = {
    program,
    path,
    header: decodeHeader(bid.header),
    signed: readSignedStatement(bid.signedStatement),
    fileKey: new Uint8Array(32),
    folder: join(folder, 'gone'),
    store: openFileStore(join(folder, 'files')),
    trust: { roots: [], intermediates: [], revocationLists: [] },
  }
  const options = { signal: new AbortController().signal, report: () => {} }
  expect(await failureOfAsync(() => decryptBid(order, options))).toEqual({
    code: 'file.unwritable',
    details: { folder: join(folder, 'gone') },
  })
})
