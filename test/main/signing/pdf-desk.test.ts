import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openPdfDesk } from '../../../src/main/signing/pdf-desk.ts'
import { failureOfAsync } from '../../kit/failure-of.ts'
import { writeHollowPdf } from '../../kit/hollow-pdf.ts'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-pdf-desk-'))
const [workersFolder, filesFolder] = [join(folder, 'workers'), join(folder, 'files')]
mkdirSync(workersFolder)
const program = join(import.meta.dirname, '../../../src/main/workers/pdf.worker.ts')
writeFileSync(join(workersFolder, 'pdf.cjs'), `import(${JSON.stringify(pathToFileURL(program).href)})`)
const desk = openPdfDesk({ workersFolder, filesFolder })
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
  const { file } = await desk.work(null, (threads) => threads.run('import', { path, filesFolder }))
  expect(file).toMatchObject({ pageCount: 1, sizeInBytes: expect.any(Number) })
})
