import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { TestInfo } from '@playwright/test'
import { readSeals } from '../../src/domain/pdf/read-seals.ts'
import { askToGenerate, check, pickSeals, pushSeals, type Seat } from '../kit/drive/acts.ts'
import { documentIn, verdictOf, writeTrust } from '../kit/drive/evidence.ts'
import { hallOf } from '../kit/drive/hall.ts'
import { bidFilesIn } from '../kit/drive/main-job.ts'
import { silent } from '../kit/drive/narrator.ts'
import { askToDecrypt, checkIn, decrypt, signInToHall } from '../kit/drive/opening.ts'
import { personOf } from '../kit/drive/people.ts'
import { phoneOf } from '../kit/drive/phone.ts'
import { phonesOf } from '../kit/drive/phones.ts'
import { codeOf, scanAndAnswer } from '../kit/drive/scanning.ts'
import { watchLayout } from '../kit/layout-watch.ts'
import { expect, shareApp, test } from './journey.ts'
import { maker, sitDown } from './worlds.ts'

// One bid, from its seals to its opening, on a day when everything goes wrong in between.

const run = promisify(execFile)
const app = shareApp({ world: 'identified' })
const colleague = personOf('bidder-a-2')
const unchosen = personOf('bidder-a-3')
let seat: Seat
/** Where the bid file is saved. */
let folder: string

/** What the server publishes now, for the verifier. */
async function trustOf(testInfo: TestInfo): Promise<string> {
  const folder = testInfo.outputPath('trust')
  await writeTrust(app().userData, folder)
  return folder
}

async function killServer() {
  await app().killServer()
  await expect(seat.tool.page.getByText('服务已断开，正在重新连接')).toBeVisible()
}

test.beforeAll(async () => {
  seat = await sitDown(app())
  await pickSeals(seat)
  await seat.tool.page.evaluate(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('[aria-label="待扫描的二维码"]') !== null)
        document.documentElement.dataset.codeShown = 'yes'
    })
    watch.observe(document.body, { childList: true, subtree: true })
  })
})

test('a phone page that was reloaded asks about the next seals of its session in a dialog', async () => {
  const { tool, phone } = seat
  await phone.page.reload()

  await pushSeals(seat)

  await expect(phone.page.getByRole('dialog').getByText('扫码签章确认')).toBeVisible()
  await expect(tool.qrPanel.getByText(/^已发送到.+的手机$/)).toBeVisible()
  await expect(tool.qrPanel.getByText('已扫码')).toHaveCount(0)
})

test('a phone whose page is killed while it signs comes back and goes on where it was', async () => {
  const { tool, phone } = seat
  await phone.confirmPushed()
  await phone.typePinWhenAsked()

  seat.phone = phoneOf(await app().killPhone(), phone.person)

  const next = tool.page.getByText('第 2 次确认')
  await expect(next).toBeHidden()
  await seat.phone.goOnUntil(next)
})

test('a server that dies while seals are made loses none of them', async () => {
  const { tool, phone } = seat
  await phone.confirmPushed()

  await killServer()

  await phone.goOnUntil(tool.doneMark('签章'))
})

test('one scan is enough for a session of ten seals and more', async () => {
  const { tool } = seat
  const wasCodeShown = await tool.page.evaluate(() => document.documentElement.dataset.codeShown !== undefined)
  await tool.goTo('生成')
  const sealed = tool.page.getByRole('cell').filter({ hasText: /^\d+ 次$/ })
  const count = Number.parseInt(await sealed.innerText(), 10)
  expect({ isTenOrMore: count >= 10, wasCodeShown }).toEqual({ isTenOrMore: true, wasCodeShown: false })
})

test('a seal put on a sealed document leaves the first one valid', async ({ browserName: _ }, testInfo) => {
  const { tool, phone } = seat
  const name = '投标保证金'
  const before = await documentIn(app().userData, name)
  await tool.goTo('签章')
  await tool.chooseNode(name)
  await tool.seals.first().dblclick()
  await tool.button('确认签章（1 个文件，1 处）').click()
  await phone.goOnUntil(tool.sealed.nth(1))

  const after = await documentIn(app().userData, name)
  const file = testInfo.outputPath('sealed.pdf')
  await writeFile(file, after)
  await run('qpdf', ['--check', file])
  expect({
    seals: [readSeals(before).length, readSeals(after).length],
    isPrefixKept: Buffer.from(after.subarray(0, before.length)).equals(before),
    verdict: await verdictOf(file, await trustOf(testInfo)),
  }).toEqual({ seals: [1, 2], isPrefixKept: true, verdict: 0 })
})

test('a server that dies while the phone answers for a bid file leaves one whole bid', async ({
  browserName: _,
}, testInfo) => {
  const { tool, phone } = seat
  folder = testInfo.outputPath('bid')
  await mkdir(folder, { recursive: true })
  await check(seat)
  await askToGenerate(seat, { electron: app().electron, folder })
  await phone.scan()
  await phone.answerUpToPin({ recipients: [maker] })
  await phone.typePin()

  await killServer()

  await phone.goOnUntil(tool.doneMark('生成'))
  await phone.done()
  const trust = await trustOf(testInfo)
  const { bidFile, plainCopy } = await bidFilesIn(folder)
  expect([await verdictOf(bidFile, trust), await verdictOf(plainCopy, trust)]).toEqual([0, 0])
})

test('a colleague’s certificate is added to the finished bid, and the rehearsal passes with the new file', async () => {
  const { tool } = seat
  const { faults, look } = watchLayout([folder])
  const watched = { ...seat, narrator: { ...silent, picture: look } }
  await tool.button('增加证书').click()
  await scanAndAnswer(tool, watched, { recipients: [maker, colleague], screens: '增加证书' })
  await expect(tool.page.getByText('已演练 0/2')).toBeVisible()
  await tool.button('解密演练').first().click()
  await scanAndAnswer(tool, watched, { code: '演练', screens: '演练' })
  await expect(tool.page.getByText('已演练 1/2')).toBeVisible()
  await look('已演练', tool.page)
  expect(faults).toEqual([])
})

test('a phone page that is reloaded while it signs goes on where it was', async () => {
  const { tool, phone } = seat
  await tool.goTo('上传')
  await tool.button('上传投标文件').click()
  await expect(codeOf(tool)).toBeVisible()
  await phone.scan()
  await phone.answerUpToPin()
  await phone.typePin()

  await phone.page.reload()

  await phone.goOnUntil(tool.page.getByText('平台已收到投标文件，回执中的哈希码值与本机文件一致'))
  await phone.done()
})

test('a certificate that was not chosen is told who can open the bid, and a chosen colleague opens it next', async () => {
  await seat.tool.openHall()
  const hall = hallOf(await app().openingHall())
  const phones = phonesOf(app())
  const opening = { hall, phones }
  await signInToHall(opening)
  await checkIn(opening, colleague)
  await askToDecrypt(opening)

  const phone = await phones.of(unchosen)
  await phone.scan()
  const refusals = { phone: await phone.refusal(), hall: await hall.page.getByRole('alert').innerText() }
  const { faults, look } = watchLayout()
  await look('未选择的证书（手机）', phone.page)
  await look('解密失败', hall.page)
  await hall.button('重新扫码').click()
  await decrypt(opening, colleague)

  const oneOrder = '周明远（东海演示CA），沈佳宁（运河演示CA）'
  const other = '沈佳宁（运河演示CA），周明远（东海演示CA）'
  expect({ ...refusals, faults }).toEqual({
    faults: [],
    phone: expect.stringContaining('该投标文件未选择您的证书'),
    hall: expect.stringMatching(
      new RegExp(`该投标文件未选择您的证书。可用以下证书解密：(${oneOrder}|${other})。请其中一位扫码。`),
    ),
  })
})
