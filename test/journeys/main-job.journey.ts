import { execFile } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { takeOut, verdictOf, writeTrust } from '../kit/drive/evidence.ts'
import { doMainJob } from '../kit/drive/main-job.ts'
import { verifyDropped } from '../kit/drive/verification.ts'
import { watchLayout } from '../kit/layout-watch.ts'
import { expect, test } from './journey.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')

test('a bid is made, sealed, encrypted, uploaded, opened by a colleague and read out', async ({ launch }, testInfo) => {
  test.setTimeout(600_000)
  const app = await launch({ world: 'phones' })
  const folder = testInfo.outputPath('bid')
  const { faults, look } = watchLayout([folder, 'campus-safety'])
  await mkdir(folder, { recursive: true })
  const { bidFile, plainCopy } = await doMainJob(app, {
    folder,
    attachment: join(root, 'resources', 'demo', 'bidders', 'bidder-a', 'campus-safety.pdf'),
    narrator: { step: (title, act) => test.step(title, act), picture: look },
  })

  const trust = testInfo.outputPath('trust')
  await writeTrust(app.userData, trust)
  const sealed = testInfo.outputPath('sealed')
  await takeOut(plainCopy, sealed)
  const pdfs = (await readdir(sealed)).map((name) => join(sealed, name))
  const judged = [await verdictOf(bidFile, trust), await verdictOf(plainCopy, trust)]
  for (const file of pdfs) {
    const [verdict] = await Promise.all([verdictOf(file, trust), run('qpdf', ['--check', file])])
    judged.push(verdict)
  }
  const printed = testInfo.outputPath('report.pdf')
  await verifyDropped(app, { file: pdfs[0] ?? '', saveAs: printed, look })
  await run('qpdf', ['--check', printed])
  expect(judged).toEqual([0, 0, ...pdfs.map(() => 0)])
  expect(pdfs).toHaveLength(9)
  expect(faults, 'every screen on the way is whole in both sizes, in Chinese').toEqual([])
})
