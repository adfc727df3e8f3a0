import { randomBytes } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { bytesOfBase64, bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import { readRevocationList } from '../../src/domain/pki/revocation-list.ts'
import { certificateRoutes } from '../../src/protocol/http-api.ts'
import { PresenceAnswer } from '../../src/protocol/ticket-answers.ts'
import { qrContentOf, type TicketBodyOf } from '../../src/protocol/tickets.ts'
import { provenHolder } from '../../src/server/platform/rules.ts'
import { writeCameraFilm } from '../kit/camera-film.ts'
import { openPhoneBrowser, type PhoneBrowser } from '../kit/phone-browser.ts'
import { type PhoneSite, startPhoneSite } from '../kit/phone-site.ts'
import { type ServerProcess, startServerProcess } from '../kit/server-process.ts'
import { createVirtualDesktop, type OpenedTicket } from '../kit/virtual-desktop.ts'

const owner = { phoneNumber: '19900000101', pin: '112580', enterpriseName: '浙江澄远建设集团有限公司' }

let site: PhoneSite
let server: ServerProcess
let phone: PhoneBrowser
let film: string

test.beforeEach(async ({ browserName: _ }, testInfo) => {
  film = testInfo.outputPath('camera.y4m')
  await writeCameraFilm(film, null)
  site = await startPhoneSite()
  server = await startServerProcess([site.origin])
  site.setServerOrigin(server.origin)
  phone = await openPhoneBrowser(site.origin, film)
})
test.afterEach(async () => {
  await phone?.close()
  await server?.stop()
  await site?.stop()
})

async function signIn(page: Page) {
  await page.getByRole('textbox', { name: '手机号' }).fill(owner.phoneNumber)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByText('秒后重发').waitFor()
  await page.getByRole('textbox', { name: '验证码' }).fill(await server.smsCode(owner.phoneNumber))
  await page.getByRole('button', { name: '登录' }).click()
}

async function typePin(page: Page, title: string) {
  const pad = page.getByRole('region', { name: title })
  for (const digit of owner.pin) await pad.getByRole('button', { name: digit, exact: true }).click()
}

async function downloadCertificate(page: Page) {
  await page.getByRole('button', { name: '去下载' }).click()
  await page.getByRole('button', { name: '下载证书' }).click()
  await typePin(page, '设置证书密码')
  await typePin(page, '再次输入证书密码')
  await page.getByRole('button', { name: '完成' }).click()
}

/** Whom the answer proves to the desktop, by its own pinned roots. */
async function holderProvenBy(ticket: OpenedTicket, answer: unknown) {
  const { revocationLists } = await server.client().call(certificateRoutes.authorities, { body: {} })
  return provenHolder(ticket.body as TicketBodyOf<'identify'>, PresenceAnswer.parse(answer), {
    roots: server.roots.map((der) => readCertificate(bytesOfBase64(der) ?? new Uint8Array())),
    revocationLists: revocationLists.map((der) => readRevocationList(bytesOfBase64Url(der) ?? new Uint8Array())),
    at: new Date(),
  })
}

test('a phone’s browser reads the code through its camera and proves its owner to the desktop', async () => {
  const { page } = phone
  await signIn(page)
  await downloadCertificate(page)
  const random = (length: number) => new Uint8Array(randomBytes(length))
  const desktop = createVirtualDesktop({ random, now: Date.now, client: server.client })
  const ticket = await desktop.open('identify', { purpose: 'bid-tool' })
  await writeCameraFilm(film, qrContentOf(new URL(server.origin).host, ticket.ticketId))

  await page.getByRole('button', { name: '开始扫码' }).click()
  await page.getByRole('button', { name: '是我的电脑' }).click()
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByRole('button', { name: '确认' }).click()
  await typePin(page, '输入证书密码')
  await page.getByText('认证成功').waitFor()

  const holder = await holderProvenBy(ticket, await desktop.answerOf(ticket))
  expect({ holder: holder.enterpriseName, problems: phone.problems }).toEqual({
    holder: owner.enterpriseName,
    problems: [],
  })
})
