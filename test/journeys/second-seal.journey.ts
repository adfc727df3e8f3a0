import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { pickSeals } from '../kit/drive/acts.ts'
import { documentIn, verdictOf, writeTrust } from '../kit/drive/evidence.ts'
import { expect, test } from './journey.ts'
import { sitDown } from './worlds.ts'

const run = promisify(execFile)
const name = '投标保证金'

test('a seal put on a sealed document leaves the first one valid', async ({ launch }, testInfo) => {
  const app = await launch({ world: 'sealed' })
  const seat = await sitDown(app)
  const { tool, phone } = seat
  const before = await documentIn(app.userData, name)
  await pickSeals(seat)
  await tool.chooseNode(name)
  await tool.seals.first().dblclick()
  await tool.button('确认签章（1 个文件，1 处）').click()
  await phone.confirmPushed()
  await phone.typePinWhenAsked()
  await expect(tool.sealed).toHaveCount(2)

  const after = await documentIn(app.userData, name)
  const [file, trust] = [testInfo.outputPath('sealed.pdf'), testInfo.outputPath('trust')]
  await writeFile(file, after)
  await writeTrust(app.userData, trust)
  await run('qpdf', ['--check', file])
  expect({
    seals: [readSeals(before).length, readSeals(after).length],
    isPrefixKept: Buffer.from(after.subarray(0, before.length)).equals(before),
    verdict: await verdictOf(file, trust),
  }).toEqual({ seals: [1, 2], isPrefixKept: true, verdict: 0 })
})
