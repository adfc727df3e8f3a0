import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { workOn } from '../../../src/main/opening/bid-worker.ts'
import { makeBid, makeBidWorld } from '../../kit/bids.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

const bid = await makeBid(makeBidWorld('quarantine'))
const program = join(import.meta.dirname, '../../../src/main/opening/open-bid.worker.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-quarantine-'))
  writeFileSync(join(folder, 'open-bid.cjs'), `import(${JSON.stringify(pathToFileURL(program).href)})`)
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a quarantine that cannot be written is said to be unwritable, and is no bug', async () => {
  const path = join(folder, 'bid.bdtf')
  writeFileSync(path, bid.file)
  const order = {
    kind: 'open' as const,
    path,
    fileKey: new Uint8Array(32),
    quarantinePath: join(folder, 'gone', 'quarantine'),
    filesFolder: join(folder, 'files'),
    trust: { roots: [], intermediates: [], revocationLists: [] },
  }
  const options = { workersFolder: folder, signal: new AbortController().signal, report: () => {} }
  expect(await failureOfAsync(() => workOn(order, 'opened', options))).toEqual({
    code: 'file.unwritable',
    details: { folder: join(folder, 'gone') },
  })
})
