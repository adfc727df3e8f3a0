import { goOnUntil, pickSeals, typePinWhenAsked } from '../kit/drive/acts.ts'
import { test } from './journey.ts'
import { sitDown } from './worlds.ts'

test('a phone page that is reloaded while it signs goes on where it was', async ({ launch }) => {
  const app = await launch({ world: 'identified' })
  const seat = await sitDown(app)
  const { tool, phone } = seat
  await pickSeals(seat)
  await tool.button('一键放置全部待签章位置').click()
  await tool.button(/确认签章（/).click()
  await phone.confirmPushed()
  await typePinWhenAsked(phone)

  await phone.page.reload()
  await goOnUntil(phone, tool.step('签章').getByText('已完成'))
  await tool.expectStepDone('签章')
})
