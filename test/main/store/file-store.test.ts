import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hexOf, utf8Bytes } from '../../../src/domain/bytes.ts'
import { sm3 } from '../../../src/domain/sm/sm3.ts'
import { crc32 } from '../../../src/domain/zip/crc32.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { openStore } from '../../../src/main/store/store.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'
import { folderOfTest } from '../../kit/folder-of-test.ts'

const bytes = utf8Bytes('投标函')
const blob = hexOf(sm3(bytes))
const unwritable = (folder: string) => ({ code: 'file.unwritable', details: { folder } })

test('a store whose folder was taken away says that it cannot be written', async () => {
  const folder = folderOfTest()
  const files = openFileStore(folder)
  rmSync(folder, { recursive: true })
  expect(await failureOfAsync(() => files.put(bytes))).toEqual(unwritable(folder))
})

test.each<[string, (folder: string) => void]>([
  ['folder', (folder) => writeFileSync(join(folder, blob.slice(0, 2)), '')],
  ['place', (folder) => mkdirSync(join(folder, blob.slice(0, 2), blob, 'taken'), { recursive: true })],
])('a file whose %s is taken is said to be unwritable, and nothing half-written stays', async (_, take) => {
  const folder = folderOfTest()
  take(folder)
  const failure = await failureOfAsync(() => openFileStore(folder).put(bytes))
  expect([failure, readdirSync(folder)]).toEqual([unwritable(folder), [blob.slice(0, 2)]])
})

test('what a killed run left half-written is gone at the next start, and whole files stay', async () => {
  const folder = folderOfTest()
  const first = openStore(folder)
  await first.files.put(bytes)
  first.database.close()
  writeFileSync(join(first.files.folder, 'half.part'), 'a decrypted b')
  const second = openStore(folder)
  second.database.close()
  expect([readdirSync(second.files.folder), await second.files.read(blob)]).toEqual([[blob.slice(0, 2)], bytes])
})

test('⚔ what was written to while it was examined leaves no pass for the bytes that it was', async () => {
  const folder = folderOfTest()
  const files = openFileStore(folder)
  await files.put(bytes)
  const whole = files.passes.of(blob)
  const other = utf8Bytes('其他材料')
  await files.putPieces([other], async (path) => writeFileSync(path, 'something else'))
  expect([whole?.crc32, files.passes.of(hexOf(sm3(other)))]).toEqual([crc32(bytes), null])
})
