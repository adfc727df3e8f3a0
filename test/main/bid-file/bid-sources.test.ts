import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isSafeEntryName, sameNameKey } from '../../../src/domain/zip/entry-name.ts'
import { bidSources } from '../../../src/main/bid-file/bid-sources.ts'

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
