import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createFakeMain } from './fake-main.ts'
import { openBrowser, serveFiles, wirePage } from './fake-window.ts'

/** Pictures of every step of the bid tool, without Electron: `node test/kit/fake-main/screens.ts [dark]` after a build. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
const colorScheme = process.argv.includes('dark') ? 'dark' : 'light'
const folder = join(import.meta.dirname, '../../../out/screens')
await mkdir(folder, { recursive: true })
const files = await serveFiles()
const browser = await openBrowser()

for (const viewport of process.argv.includes('small') ? sizes.slice(0, 1) : sizes) {
  const page = await (await browser.newContext({ viewport, colorScheme, locale: 'zh-CN' })).newPage()
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.log(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => console.log(error))
  await wirePage(page, createFakeMain({ stageMs: 1500 }))
  const shoot = async (name: string) => {
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(folder, `${viewport.width}-${colorScheme}-${name}.png`) })
    for (const line of await page.evaluate(findFlaws)) console.log(`${viewport.width} ${name}: ${line}`)
  }
  try {
    await page.goto(`${files.origin}/bid-tool/index.html`)
    await walk(page, shoot)
  } catch (error) {
    console.log(error)
    await shoot('failed')
  }
  await page.context().close()
}
await browser.close()
files.close()

async function walk(page: Page, shoot: (name: string) => Promise<void>) {
  const step = (name: string) => page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name }).click()
  const button = (name: string) => page.getByRole('button', { name }).first()
  await button('打开示例工程').waitFor()
  await shoot('00-start')
  await button('打开示例工程').click()
  await page.getByRole('img', { name: /第 1 页/ }).waitFor()
  await page.waitForTimeout(1500)
  await shoot('01-tender')
  await step('CA 认证')
  await shoot('02-identity-empty')
  await button('扫码认证').click()
  await page.getByRole('img', { name: '待扫描的二维码' }).waitFor()
  await shoot('02-identity-code')
  await page.getByText('已扫码：周明远').waitFor()
  await page.getByText('等待在手机上确认').waitFor()
  await shoot('02-identity-scanned')
  await page.getByText('证书在开标时仍然有效').waitFor()
  await shoot('02-identity-done')
  await step('诚信库')
  await shoot('03-credit-empty')
  await button('扫码同步诚信库').click()
  await page.getByText('正在下载').waitFor({ timeout: 20_000 })
  await shoot('03-credit-syncing')
  await page.getByText('同步于').waitFor()
  await shoot('03-credit')
  await page.getByText('营业执照', { exact: true }).click()
  await shoot('03-credit-record')
  await page
    .getByRole('button', { name: /关闭|Close/ })
    .first()
    .click()
  await step('编制')
  await page.getByText('开标一览表', { exact: true }).first().click()
  await shoot('04-form')
  await page.getByLabel('投标报价').fill('99999999')
  await shoot('04-form-problem')
  await page.getByLabel('投标报价').fill('58951862.20')
  await page.getByText('填写的内容已自动保存').waitFor()
  await button('生成开标一览表页面').click()
  await page.getByText('页面与填写的内容一致').waitFor()
  await page.waitForTimeout(1000)
  await shoot('04-form-page')
  await page.getByText('施工组织设计', { exact: true }).first().click()
  await page.waitForTimeout(1500)
  await shoot('04-document')
  await button('添加 PDF 文件').click()
  await shoot('04-refused')
  await page.getByText('企业资质与证照', { exact: true }).first().click()
  await shoot('04-citation-empty')
  await button('从诚信库引用').click()
  await page.getByRole('checkbox').nth(1).check()
  await page.getByRole('checkbox').nth(2).check()
  await shoot('04-citation-drawer')
  await button('引用已选').click()
  await shoot('04-citation')
  await step('签章')
  await page.waitForTimeout(1500)
  await shoot('05-signing-first')
  await button('扫码获取印章').click()
  await page.getByText('拖动印章到页面上').waitFor({ timeout: 20_000 })
  await page.waitForTimeout(1500)
  await shoot('05-signing-seals')
  await dragSeal(page)
  await shoot('05-signing-drag')
  await page.mouse.up()
  await button('一键放置').click()
  await page.waitForTimeout(500)
  await shoot('05-signing-placed')
  await button('确认签章').click()
  await page.getByText('已推送到').waitFor()
  await shoot('05-signing-pushed')
  await page.getByText(/没有签成/).waitFor({ timeout: 20_000 })
  await page.waitForTimeout(4000)
  await shoot('05-signing-done')
  await step('检测')
  await page.getByText('整体检查结论').waitFor({ timeout: 20_000 })
  await shoot('06-check')
  await step('生成')
  await shoot('07-generate')
  await button('生成投标文件').click()
  await page.getByRole('dialog').getByText('正在加密').waitFor()
  await page.waitForTimeout(700)
  await shoot('07-generating')
  await page.getByText('谁能开标（').waitFor({ timeout: 20_000 })
  await shoot('07-generated')
  await step('上传')
  await shoot('08-upload')
  await button('上传投标文件').click()
  await page.getByText('平台已收到投标文件').waitFor({ timeout: 30_000 })
  await shoot('08-receipt')
  await button('工具').click()
  await shoot('09-tools')
  await page.getByText('打开并验证文件').click()
  await shoot('09-verification')
  await page.keyboard.press('Escape')
  await button('工程列表').click()
  await shoot('10-projects')
}

async function dragSeal(page: Page) {
  const seal = await page.getByRole('button', { name: /公章，拖到页面上/ }).boundingBox()
  const place = await page.locator('.wanted-place').first().boundingBox()
  if (seal === null || place === null) throw new Error('nothing to drag')
  await page.mouse.move(seal.x + 60, seal.y + 60)
  await page.mouse.down()
  await page.mouse.move(seal.x - 100, seal.y + 30, { steps: 4 })
  await page.mouse.move(place.x + place.width / 2 + 6, place.y + place.height / 2 + 4, { steps: 6 })
}

/** Sideways scrolling, clipped labels, Latin words. */
function findFlaws(): string[] {
  const flaws: string[] = []
  if (document.documentElement.scrollWidth > window.innerWidth) flaws.push('the window scrolls sideways')
  for (const element of document.querySelectorAll<HTMLElement>(
    'button, label, th, .ant-tag, .ant-alert-title, .ant-descriptions-item-label',
  )) {
    const style = getComputedStyle(element)
    const isHidden = element.closest('.for-readers, [aria-hidden="true"]') !== null || element.clientWidth < 3
    if (!isHidden && style.overflow !== 'visible' && element.scrollWidth > element.clientWidth + 1)
      flaws.push(`clipped: ${element.innerText.slice(0, 40)}`)
  }
  const latin = document.body.innerText
    .replace(/\b(CA|PDF|mm|MB|KB|GB|bdtf|nbdtf|pdf|png)\b/g, '')
    .split('\n')
    .filter((line) => /[A-Za-z]{2,}/.test(line))
  return [...flaws, ...latin.map((line) => `latin: ${line.slice(0, 60)}`)]
}
