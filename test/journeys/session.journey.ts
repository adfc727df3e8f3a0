import { pickSeals } from '../kit/drive/acts.ts'
import { expect, test } from './journey.ts'
import { sitDown } from './worlds.ts'

test('a phone page that was reloaded asks about the next seals of its session in the same dialog', async ({
  launch,
}) => {
  const seat = await sitDown(await launch({ world: 'identified' }))
  const { tool, phone } = seat
  await pickSeals(seat)
  await phone.page.reload()

  await tool.button('一键放置全部待签章位置').click()
  await tool.button(/确认签章（/).click()

  await expect(phone.page.getByRole('dialog').getByText('扫码签章确认')).toBeVisible()
  await expect(tool.qrPanel.getByText(/^已发送到.+的手机$/)).toBeVisible()
  await expect(tool.qrPanel.getByText('已扫码')).toHaveCount(0)
})
