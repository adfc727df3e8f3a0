import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hexOf } from '../../../src/domain/bytes.ts'
import { isSafeEntryName, sameNameKey } from '../../../src/domain/zip/entry-name.ts'
import { type BidSource, bidSources, measureSources } from '../../../src/main/bid-file/bid-sources.ts'
import type { GeneratingOrders } from '../../../src/main/bid-file/orders.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { openPool } from '../../../src/main/workers/pool.ts'
import { identityOf } from '../../../src/node/file-identity.ts'
import { changeUnseen, touch } from '../../kit/change-unseen.ts'
import { seededRandom } from '../../kit/random.ts'

const folder = mkdtempSync(join(tmpdir(), 'bid-sources-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'blob'), 'content')

/** The names in the archive of a bid with one document of this name under each of the nodes. */
async function namesFor(nodeTitles: string[], documentName: string): Promise<string[]> {
  const nodes = nodeTitles.map((title, i) => ({ id: `node-${i}`, title }))
  const desktop = {
    projects: {
      documents: () => nodes.map(({ id }) => ({ nodeId: id, name: documentName, blob: 'blob' })),
      citations: () => [],
    },
    library: { records: () => [], attachments: () => [] },
    store: { files: { pathOf: (blob: string) => join(folder, blob) } },
  }
  const project = { projectId: 'project', bidder: null, tender: { nodes } }
  const sources = await bidSources(desktop as never, project as never)
  return sources.files.map(({ name }) => name)
}

test.each([
  ['two nodes of one title', ['其他材料', '其他材料'], '证明'],
  ['a title that is cut at a space', [`${'招'.repeat(59)} 标文件`], '证明'],
  ['a title that ends with a full stop', ['其他.'], '证明.'],
  ['a name that Windows keeps for itself', ['con'], 'nul'],
  ['a title that is cut within a rare character', [`${'招'.repeat(79)}𠮷`], `${'招'.repeat(79)}𠮷`],
])('%s gets names that every archive takes', async (_, titles, documentName) => {
  const names = await namesFor(titles, documentName)
  expect([names.every(isSafeEntryName), new Set(names.map(sameNameKey)).size]).toEqual([true, titles.length])
})

const program = join(import.meta.dirname, '../../../src/main/workers/bid.worker.ts')
const random = seededRandom('sources')

/** Two files in a new store, measured before and after something happens to the first. */
async function measureTwice(happens: (path: string) => void, first: (path: string) => void = () => {}) {
  const { passes, ...store } = openFileStore(mkdtempSync(join(folder, 'store-')))
  const sources: Omit<BidSource, 'identity'>[] = []
  for (const name of ['first.pdf', 'second.pdf']) {
    const stored = await store.put(random(100_000))
    sources.push({ ...stored, name, path: store.pathOf(stored.blob) })
  }
  first(sources[0]!.path)
  const pool = openPool<GeneratingOrders>({ program, signal: new AbortController().signal, threads: 1 })
  const measure = async () => {
    const told: number[] = []
    const listed = sources.map((one) => ({ ...one, identity: identityOf(statSync(one.path, { bigint: true })) }))
    const measured = await measureSources(pool, listed, { passes, tell: (done) => told.push(done) })
    return { known: told[0], told: told.at(-1), measured, blobs: measured.map(({ sm3 }) => hexOf(sm3)) }
  }
  try {
    const before = await measure()
    happens(sources[0]!.path)
    const after = await measure()
    return { sources, before, after, again: await measure() }
  } finally {
    await pool.close()
  }
}

test('what was taken into the store is not read again for a bid', async () => {
  const { before, sources } = await measureTwice(() => {})
  expect([before.known, before.blobs]).toEqual([200_000, sources.map(({ blob }) => blob)])
})

test('a file that was touched since is read, once, and found to be the same', async () => {
  const { before, after, again } = await measureTwice(touch)
  expect([after, again]).toEqual([{ ...before, known: 100_000 }, before])
})

test('⚔ a file that was changed and says it was not is found to be another', async () => {
  const { sources, after } = await measureTwice(changeUnseen, touch)
  expect([after.known, after.blobs[0] === sources[0]!.blob, after.blobs[1]]).toEqual([100_000, false, sources[1]!.blob])
})
