import { pickSeals, sealEverything } from '../kit/drive/acts.ts'
import { codeOf } from '../kit/drive/scanning.ts'
import { expect, test } from './journey.ts'
import { sitDown } from './worlds.ts'

test('one scan is enough for a session of ten seals and more', async ({ launch }) => {
  const seat = await sitDown(await launch({ world: 'identified' }))
  const { tool } = seat
  await pickSeals(seat)
  await tool.page.evaluate(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('[aria-label="待扫描的二维码"]') !== null) document.title = '又要扫码'
    })
    watch.observe(document.body, { childList: true, subtree: true })
  })
  await sealEverything(seat)

  await expect(codeOf(tool)).toHaveCount(0)
  await tool.goTo('生成')
  const sealed = tool.page.getByRole('cell').filter({ hasText: /^\d+ 次$/ })
  const count = Number.parseInt(await sealed.innerText(), 10)
  const wasAskedToScan = (await tool.page.title()) === '又要扫码'
  expect({ isTenOrMore: count >= 10, wasAskedToScan }).toEqual({ isTenOrMore: true, wasAskedToScan: false })
})
