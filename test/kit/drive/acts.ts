import type { ElectronApplication, Locator } from '@playwright/test'
import type { BidTool } from './bid-tool.ts'
import { answerDialogs } from './dialogs.ts'
import { expect } from './expect.ts'
import type { Person } from './people.ts'
import type { Phone } from './phone.ts'

/** A bidder before the bid tool, phone in hand. */
export interface Seat {
  tool: BidTool
  phone: Phone
}

export const codeOf = ({ page }: Pick<BidTool, 'page'>) => page.getByRole('img', { name: '待扫描的二维码' })

export async function scanAndAnswer({ tool, phone }: Seat, options?: Parameters<Phone['answer']>[0]): Promise<void> {
  await expect(codeOf(tool)).toBeVisible()
  await phone.scan()
  await phone.answer(options)
  await phone.done()
}

/** ② CA 认证. */
export async function identify(seat: Seat): Promise<void> {
  const { tool } = seat
  await tool.goTo('CA 认证')
  await tool.button('扫码认证').click()
  await scanAndAnswer(seat)
  await tool.expectStepDone('CA 认证')
}

/** ③ 诚信库. */
export async function syncLibrary(seat: Seat): Promise<void> {
  const { tool } = seat
  await tool.goTo('诚信库')
  await tool.button('扫码同步诚信库').click()
  await scanAndAnswer(seat)
  await tool.expectStepDone('诚信库')
}

/** ④ 编制: the sample's opening form becomes a page. */
export async function makeOpeningForm({ tool }: Pick<Seat, 'tool'>): Promise<void> {
  await tool.goTo('编制')
  await tool.chooseNode('开标一览表')
  await tool.button('生成开标一览表页面').click()
  await tool.expectStepDone('编制')
}

/** ⑤ 签章: one scan that says which seals there are, and opens a session. */
export async function pickSeals(seat: Seat): Promise<void> {
  const { tool, phone } = seat
  await tool.goTo('签章')
  await tool.button('扫码获取印章').click()
  await scanAndAnswer(seat, { session: true })
  await expect(tool.page.getByText(`会话签章：已连接 ${phone.person.name}的手机`)).toBeVisible()
}

/** ⑤ 签章: every place that wants a seal; the phone says yes twice, and is asked for the PIN once. */
export async function sealEverything({ tool, phone }: Seat): Promise<void> {
  await tool.button('一键放置全部待签章位置').click()
  await tool.button(/确认签章（/).click()
  await phone.confirmPushed()
  await typePinWhenAsked(phone)
  await expect(tool.page.getByText('第 2 次确认')).toBeVisible()
  await phone.confirmPushed()
  await tool.expectStepDone('签章')
}

export async function typePinWhenAsked(phone: Phone): Promise<void> {
  await expect(phone.page.getByRole('region', { name: '输入证书密码' })).toBeVisible()
  await phone.typePin(phone.person.pin)
}

/** After an interruption: does on the phone whatever it still asks, until the desktop shows what was to come. */
export async function goOnUntil({ page, person, typePin }: Phone, outcome: Locator): Promise<void> {
  const pinPad = page.getByRole('region', { name: '输入证书密码' })
  const wish = page.getByRole('button', { name: /^(重试|确认)$/, disabled: false })
  const step = async () => {
    if (await outcome.isVisible()) return true
    const isComputing = await page.getByText('正在与服务器共同运算').isVisible()
    if (await wish.first().isVisible()) await wish.first().click()
    else if (!isComputing && (await pinPad.isVisible())) await typePin(person.pin)
    return false
  }
  await expect.poll(step, { intervals: [500] }).toBe(true)
}

/** ⑥ and ⑦: checks, then generates into the folder for these people. */
export async function generate(
  seat: Seat,
  { electron, folder, recipients }: { electron: ElectronApplication; folder: string; recipients: readonly Person[] },
): Promise<void> {
  const { tool } = seat
  await check(seat)
  await answerDialogs(electron, [folder])
  await tool.goTo('生成')
  await tool.button('生成投标文件').click()
  await scanAndAnswer(seat, { recipients })
  await tool.expectStepDone('生成')
}

export async function check({ tool }: Pick<Seat, 'tool'>): Promise<void> {
  await tool.goTo('检测')
  await tool.expectStepDone('检测')
}

/** ⑧ 上传. */
export async function upload(seat: Seat): Promise<void> {
  const { tool } = seat
  await tool.goTo('上传')
  await tool.button('上传投标文件').click()
  await scanAndAnswer(seat)
  await expect(tool.page.getByText('平台已收到投标文件')).toBeVisible()
}
