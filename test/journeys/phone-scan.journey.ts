import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import QRCode from 'qrcode'
import { type Authorize, createHttpClient } from '../../src/protocol/http-route.ts'
import { qrContentOf } from '../../src/protocol/tickets.ts'
import type { LaunchedApp } from '../kit/launch-app.ts'
import { createVirtualDesktop } from '../kit/virtual-desktop.ts'
import { expect, test } from './journey.ts'

/** Who the shown phone belongs to, and the PIN on its frame. */
const owner = { name: '周明远', pin: '112580' }

/** The phone's page, once its certificate was downloaded out of sight at the first start. */
async function readyPhone(app: LaunchedApp): Promise<Page> {
  const find = async () => {
    for (const page of app.electron.windows()) {
      if (!page.url().startsWith('app://phone/')) continue
      const text = await page.evaluate(() => document.body.innerText).catch(() => '')
      if (text.includes(owner.name) && !text.includes('去下载')) return page
    }
    return null
  }
  await expect.poll(async () => (await find()) !== null, { timeout: 90_000 }).toBe(true)
  return (await find()) as Page
}

/** A ticket of a desktop whose code is drawn into the bid tool's window, as its panel would. */
async function showTicket(bidTool: Page, phone: Page) {
  const { origin } = await phone.evaluate(
    async () => (await (await fetch('/server.json')).json()) as { origin: string },
  )
  const desktop = createVirtualDesktop({
    random: (length) => new Uint8Array(randomBytes(length)),
    now: Date.now,
    client: (authorize: Authorize = () => null) => createHttpClient(origin, fetch, authorize),
  })
  const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
  const picture = await QRCode.toDataURL(qrContentOf(new URL(origin).host, ticket.ticketId), { width: 240 })
  await bidTool.evaluate((address) => {
    const image = document.createElement('img')
    image.src = address
    image.style.cssText = 'position:fixed;left:520px;top:280px;z-index:9999'
    document.body.append(image)
    return image.decode()
  }, picture)
  return { desktop, ticket }
}

test.setTimeout(240_000)

test('a phone that set itself up reads the code off the desktop window and answers it', async ({ launch }) => {
  const app = await launch()
  const bidTool = await app.bidTool()
  await bidTool.getByRole('button', { name: /工具/ }).click()
  await bidTool.getByText('打开手机').hover()
  await bidTool.getByText(/^周明远（/).click()
  const phone = await readyPhone(app)
  const { desktop, ticket } = await showTicket(bidTool, phone)

  await phone.getByRole('button', { name: '开始扫码' }).click()
  await phone.getByText('第一次使用这台电脑').waitFor()
  await phone.getByRole('button', { name: '是我的电脑' }).click()
  await phone.getByRole('button', { name: '确认' }).click()
  await phone.getByRole('button', { name: '确认' }).click()
  for (const digit of owner.pin) await phone.getByRole('button', { name: digit, exact: true }).click()
  await phone.getByText('认证成功').waitFor()

  expect(await desktop.answerOf(ticket)).toMatchObject({ personName: owner.name })
})
