import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openChosenFile } from '../../src/node/file-source.ts'
import { failureOf, failureOfAsync } from '../kit/failure-of.ts'

const folder = mkdtempSync(join(tmpdir(), 'file-source-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'file')
const unreadable = { code: 'file.unreadable', details: { fileName: '投标函.pdf' } }

/** The file opened, changed, and what became of it. */
async function openedThen(change: () => void) {
  writeFileSync(path, new Uint8Array(100))
  const source = await openChosenFile(path, '投标函.pdf')
  change()
  const failures = [
    await failureOfAsync(() => source.read(50, 50)),
    failureOf(() => source.readSync(50, 50)),
    await failureOfAsync(() => source.requireUnchanged()),
  ]
  await source.close()
  return failures
}

test('a chosen file is the same as long as nobody writes to it', async () => {
  expect(await openedThen(() => {})).toEqual([null, null, null])
})

test('a chosen file that gets shorter while it is read is unreadable', async () => {
  expect(await openedThen(() => truncateSync(path, 60))).toEqual([unreadable, unreadable, unreadable])
})

test('a chosen file of the same length that was written to is another one in the end', async () => {
  expect(await openedThen(() => utimesSync(path, 1, 1))).toEqual([null, null, unreadable])
})
