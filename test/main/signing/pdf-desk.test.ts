import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openPdfDesk } from '../../../src/main/signing/pdf-desk.ts'
import { openFileStore } from '../../../src/main/store/file-store.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'
import { writeHollowPdf } from '../../kit/hollow-pdf.ts'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-pdf-desk-'))
const [workersFolder, filesFolder] = [join(folder, 'workers'), join(folder, 'files')]
mkdirSync(workersFolder)
const program = join(import.meta.dirname, '../../../src/main/workers/pdf.worker.ts')
writeFileSync(join(workersFolder, 'pdf.cjs'), `import(${JSON.stringify(pathToFileURL(program).href)})`)
const files = openFileStore(filesFolder)
const desk = openPdfDesk({ workersFolder, files })
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

test('work on gigabytes ends when it is cancelled, and later work finds other threads', async () => {
  const cancelled = new AbortController()
  const large = writeHollowPdf(join(folder, 'large.pdf'), 8_000_000_000, 'table')
  const reading = desk.work(cancelled.signal, (threads) =>
    threads.run('import', { path: large, filesFolder }, () => cancelled.abort()),
  )
  expect(await failureOfAsync(() => reading)).toEqual({ code: 'task.cancelled', details: {} })
  const path = writeHollowPdf(join(folder, 'small.pdf'), 1000, 'table')
  const { file } = await imported(path)
  expect(file).toMatchObject({ pageCount: 1, sizeInBytes: expect.any(Number) })
})

const never = new AbortController().signal
const imported = (path: string) => desk.work(null, (threads) => threads.run('import', { path, filesFolder }))
/** The file of a document in the store; of each size one. */
async function stored(sizeInBytes: number) {
  const { file, pass } = await imported(writeHollowPdf(join(folder, `${sizeInBytes}.pdf`), sizeInBytes, 'table'))
  return { blob: file.blob, pass, path: join(filesFolder, file.blob.slice(0, 2), file.blob) }
}
async function readAhead(blob: string) {
  desk.readAhead(blob)
  return desk.pass(blob, never)
}

test('a pass over a document is there once it was imported, and the same when it is read ahead', async () => {
  const { blob, pass } = await stored(200_000)
  expect([await readAhead(blob), files.passes.of(blob)]).toEqual([pass, pass])
})

test('who seals while a document is read ahead waits for that, unless it is cancelled', async () => {
  const { blob } = await stored(5_000_000)
  desk.readAhead(blob)
  const cancelled = await failureOfAsync(() => desk.pass(blob, AbortSignal.abort()))
  expect([cancelled?.code, (await desk.pass(blob, never))?.digest.length]).toEqual(['task.cancelled', 104])
})

test.each<[string, number, (path: string) => void]>([
  ['is gone', 300_000, (path) => rmSync(path)],
  ['holds other bytes', 400_000, (path) => writeFileSync(path, 'something else')],
])('a document whose file %s is read ahead for nothing', async (_, sizeInBytes, damage) => {
  const { blob, path } = await stored(sizeInBytes)
  damage(path)
  expect(await readAhead(blob)).toBeNull()
})
