import type { Page } from '@playwright/test'
import type { LaunchedApp } from '../kit/launch-app.ts'
import { layoutFaults } from '../kit/layout-faults.ts'
import { expect, test } from './journey.ts'

const desktopSizes = [
  [1280, 800],
  [1920, 1080],
] as const
const faults: string[] = []

/** Looks at a screen of a desktop window in both sizes. */
function lookAt(app: LaunchedApp, page: Page) {
  return async (screen: string) => {
    const window = await app.electron.browserWindow(page)
    for (const [width, height] of desktopSizes) {
      await window.evaluate((one, [w, h]) => one.setContentSize(w, h), [width, height] as const)
      await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height] as const)
      const found = await layoutFaults(page)
      faults.push(...found.map((fault) => `${screen} ${width}×${height}: ${fault}`))
    }
  }
}

test('every step of the bid tool is whole in both sizes, in Chinese', async ({ launch }) => {
  faults.length = 0
  const app = await launch({ world: 'phones' })
  const page = await app.bidTool()
  const look = lookAt(app, page)
  await page.getByRole('button', { name: /打开示例工程/ }).waitFor()
  await page.getByText('第三中学多媒体教学设备采购').first().waitFor()
  await look('开始')
  await page.getByRole('button', { name: /工具/ }).click()
  await page.getByRole('menuitem', { name: /打开手机/ }).hover()
  await page.getByRole('menuitem', { name: /周明远/ }).waitFor()
  await look('工具')
  await page.getByRole('menuitem', { name: '开发者收件箱' }).click()
  await page.getByRole('dialog').waitFor()
  await look('开发者收件箱')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /打开示例工程/ }).click()
  const steps = page.getByRole('navigation', { name: '步骤' }).getByRole('button')
  await expect(steps).toHaveCount(8)
  for (const step of await steps.all()) {
    await step.click()
    await page.waitForTimeout(300)
    await look(`步骤 ${await step.innerText()}`.replace(/\s+/g, ' '))
  }
  expect(faults).toEqual([])
})
