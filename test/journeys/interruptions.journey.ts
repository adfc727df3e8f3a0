import { mkdir } from 'node:fs/promises'
import { askToGenerate, beginSealing, check, pickSeals, type Seat } from '../kit/drive/acts.ts'
import { verdictOf, writeTrust } from '../kit/drive/evidence.ts'
import { bidFilesIn } from '../kit/drive/main-job.ts'
import { phoneOf } from '../kit/drive/phone.ts'
import type { LaunchedApp } from '../kit/launch-app.ts'
import { expect, test } from './journey.ts'
import { colleague, maker, sitDown } from './worlds.ts'

/** At the moment when the phone computes its signatures together with the server. */
async function sitDownToSign(app: LaunchedApp): Promise<Seat> {
  const seat = await sitDown(app)
  await pickSeals(seat)
  await beginSealing(seat)
  return seat
}

test('a phone page that is reloaded while it signs goes on where it was', async ({ launch }) => {
  const { tool, phone } = await sitDownToSign(await launch({ world: 'identified' }))

  await phone.page.reload()

  await phone.goOnUntil(tool.doneMark('签章'))
  await tool.expectStepDone('签章')
})

test('a phone whose page is killed while it signs comes back and goes on where it was', async ({ launch }) => {
  const app = await launch({ world: 'identified' })
  const { tool, phone } = await sitDownToSign(app)

  const revived = phoneOf(await app.killPhone(), phone.person)

  await revived.goOnUntil(tool.doneMark('签章'))
  await tool.expectStepDone('签章')
})

test('a server that dies while seals are made loses none of them', async ({ launch }) => {
  const app = await launch({ world: 'identified' })
  const { tool, phone } = await sitDownToSign(app)

  await app.killServer()

  await expect(tool.page.getByText('服务已断开，正在重新连接')).toBeVisible()
  await expect(tool.page.getByText('离线演示', { exact: true })).toBeVisible()
  await phone.goOnUntil(tool.doneMark('签章'))
  await tool.expectStepDone('签章')
})

test('a server that dies while the phone answers for a bid file leaves one whole bid', async ({ launch }, testInfo) => {
  const app = await launch({ world: 'sealed' })
  const seat = await sitDown(app)
  const { tool, phone } = seat
  const folder = testInfo.outputPath('bid')
  await mkdir(folder, { recursive: true })
  await check(seat)
  await askToGenerate(seat, { electron: app.electron, folder })
  await phone.scan()
  await phone.answerUpToPin({ recipients: [maker, colleague] })
  await phone.typePin()

  await app.killServer()

  await expect(tool.page.getByText('服务已断开，正在重新连接')).toBeVisible()
  await phone.goOnUntil(tool.doneMark('生成'))
  const trust = testInfo.outputPath('trust')
  await writeTrust(app.userData, trust)
  const { bidFile, plainCopy } = await bidFilesIn(folder)
  expect([await verdictOf(bidFile, trust), await verdictOf(plainCopy, trust)]).toEqual([0, 0])
})
