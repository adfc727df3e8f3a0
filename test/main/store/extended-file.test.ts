import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { utf8Bytes } from '../../../src/domain/bytes.ts'
import { extendFile } from '../../../src/main/store/extended-file.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'

const bytes = utf8Bytes('投标函')
const appended = utf8Bytes('签章')

test.each<[string, (path: string) => void, string | undefined]>([
  ['removed', (path) => rmSync(path), 'file.unwritable'],
  ['cut', (path) => truncateSync(path, 3), undefined],
])('a copy that was %s before it was added to never becomes the whole', async (_, harm, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-extended-'))
  const files = openFileStore(folder)
  const { blob } = await files.put(bytes)
  const copy = extendFile(files, blob, files.passes.of(blob)!)
  await copy.ready
  harm(join(folder, readdirSync(folder).find((name) => name.endsWith('.part'))!))
  let finished: unknown = null
  const failure = await failureOfAsync(async () => {
    finished = await copy.finish({ previousLength: bytes.length, appended })
  })
  await copy.discard()
  const left = readdirSync(folder)
  rmSync(folder, { recursive: true })
  expect([finished, failure?.code, left]).toEqual([null, code, [blob.slice(0, 2)]])
})
