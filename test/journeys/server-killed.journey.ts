import { goOnUntil, pickSeals, typePinWhenAsked } from '../kit/drive/acts.ts'
import { expect } from '../kit/drive/expect.ts'
import { test } from './journey.ts'
import { sitDown } from './worlds.ts'

test('a server that dies while seals are made loses none of them', async ({ launch }) => {
  const app = await launch({ world: 'identified' })
  const seat = await sitDown(app)
  const { tool, phone } = seat
  await pickSeals(seat)
  await tool.button('一键放置全部待签章位置').click()
  await tool.button(/确认签章（/).click()
  await phone.confirmPushed()
  await typePinWhenAsked(phone)

  await app.killServer()

  await expect(tool.page.getByText('服务已断开，正在重新连接')).toBeVisible()
  await expect(tool.page.getByText('离线演示', { exact: true })).toBeVisible()
  await goOnUntil(phone, tool.step('签章').getByText('已完成'))
  await tool.expectStepDone('签章')
})
