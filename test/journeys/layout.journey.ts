import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { bidToolOf } from '../kit/drive/bid-tool.ts'
import { answerDialogs } from '../kit/drive/dialogs.ts'
import { layoutFaults } from '../kit/layout-faults.ts'
import { watchLayout } from '../kit/layout-watch.ts'
import { expect, test } from './journey.ts'
import { sitDown } from './worlds.ts'

// The screens of the work being done are looked at while it is done, in main-job.journey.ts.

test('every screen that the main job does not pass is whole in both sizes, in Chinese', async ({ launch }) => {
  const { faults, look } = watchLayout(['package.json'])
  const app = await launch({ world: 'phones' })
  const { page, button, goTo, showPhones } = bidToolOf(await app.bidTool())
  await page.getByText('第三中学多媒体教学设备采购').first().waitFor()
  await showPhones()
  await look('工具', page)
  await page.getByRole('menuitem', { name: '开发者收件箱' }).click()
  await page.getByRole('dialog').waitFor()
  await look('开发者收件箱', page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  const { phone } = await sitDown(app)
  const steps = page.getByRole('navigation', { name: '步骤' }).getByRole('button')
  await expect(steps).toHaveCount(8)
  for (const step of await steps.all()) {
    await step.click()
    await look(`步骤 ${await step.innerText()}`.replace(/\s+/g, ' '), page)
  }
  await goTo('检测')
  await page.getByText('【不通过】').waitFor()
  await look('检测不通过', page)

  await answerDialogs(app.electron, [join(import.meta.dirname, '..', '..', 'package.json')])
  await button(/工具/).click()
  await page.getByRole('menuitem', { name: '打开并验证文件' }).click()
  await page.getByText(/无法识别|验证文件未完成/).waitFor()
  await look('验证无法识别的文件', page)
  await page.keyboard.press('Escape')

  await goTo('CA 认证')
  await button('扫码认证').click()
  await expect(page.getByLabel('六位数字码')).toBeVisible()
  // Else the phone would read the code before anybody has typed it.
  await page.addStyleTag({ content: '[aria-label="待扫描的二维码"] { visibility: hidden }' })
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  await phone.page.getByRole('button', { name: '开始扫码' }).click()
  await phone.page.getByLabel('电脑上的六位数字').click()
  await phone.page.keyboard.type((await page.getByLabel('六位数字码').innerText()).replace(/\D/g, ''))
  await phone.page.getByText('电脑上显示的核对数字是否也是').waitFor()
  await look('核对数字', page)
  await look('核对数字（手机）', phone.page)
  await phone.page.getByRole('button', { name: '不一致' }).click()
  await button('重试').waitFor()
  await look('手机拒绝之后', page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await lookAtPhone(phone.page, look)
  expect(faults).toEqual([])
})

type Look = ReturnType<typeof watchLayout>['look']

/** Every page that is not part of an answer, from the tabs to the sign-in. */
async function lookAtPhone(page: Page, look: Look) {
  const press = (name: string) => page.getByText(name, { exact: true }).last().click()
  const back = async () => {
    await page.locator('.overlay .adm-nav-bar-back').last().click()
  }
  await press('消息')
  await look('消息', page)
  await press('首页')
  await page.getByRole('button', { name: '开始扫码' }).click()
  await look('扫码', page)
  await back()
  await press('证书管理')
  for (const tab of ['支付和下载', '待审核', '已失效', '生效中']) {
    await press(tab)
    await look(`证书管理 ${tab}`, page)
  }
  await page.locator('.overlay .certificate-row').first().click()
  await page.getByText('证书详情').waitFor()
  await look('证书详情', page)
  await back()
  await back()
  for (const name of ['印章管理', '操作记录']) {
    await press(name)
    await page.locator('.overlay .page-title').getByText(name).waitFor()
    await look(name, page)
    await back()
  }
  await press('我的')
  await look('我的', page)
  await press('设置')
  await look('设置', page)
  await press('退出登录')
  await look('退出登录', page)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /退出|确定/ })
    .click()
  await page.getByRole('button', { name: '获取验证码' }).waitFor()
  await look('登录', page)
}

test('the check sees a cut label, a page that scrolls sideways and a Latin word', async ({ launch }) => {
  const page = await (await launch({ world: 'phones' })).bidTool()
  await page.getByText('第三中学多媒体教学设备采购').first().waitFor()
  const planted = (html: string) =>
    page.evaluate((text) => {
      const place = document.createElement('div')
      place.id = 'planted'
      place.style.cssText = 'position: absolute; top: 200px; left: 200px; z-index: 2000'
      place.innerHTML = text
      document.getElementById('planted')?.remove()
      document.body.append(place)
    }, html)
  const faultsOf = async (html: string) => {
    await planted(html)
    return layoutFaults(page)
  }
  const seen = {
    whole: await faultsOf('<label>投标报价</label>'),
    cut: await faultsOf('<label style="display:block;width:40px;overflow:hidden;white-space:nowrap">投标报价</label>'),
    cutDown: await faultsOf('<div style="height:10px;overflow:hidden"><p style="margin:12px 0">工期</p></div>'),
    wide: await faultsOf('<div style="width:3000px;height:1px"></div>'),
    latin: await faultsOf('<button type="button">提交 now</button>'),
    latinLabel: await faultsOf('<button type="button" aria-label="Close">×</button>'),
    unreachable: await faultsOf('<span style="cursor:pointer">查看</span>'),
  }
  expect(seen).toEqual({
    whole: [],
    cut: [
      expect.stringContaining('cut off by label across: 投标报价'),
      expect.stringContaining('too wide for its label'),
    ],
    cutDown: ['cut off by div down: 工期'],
    wide: [expect.stringMatching(/^the page scrolls sideways: 3\d\d\d px$/)],
    latin: ['Latin letters: 提交 now'],
    latinLabel: ['Latin letters: Close'],
    unreachable: ['no key reaches: 查看'],
  })
})
