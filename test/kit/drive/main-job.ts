import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { LaunchedApp } from '../launch-app.ts'
import { type BidTool, bidToolOf } from './bid-tool.ts'
import { answerDialogs } from './dialogs.ts'
import { expect } from './expect.ts'
import { openInHall } from './opening.ts'
import { personOf } from './people.ts'
import type { Phone } from './phone.ts'
import { type Phones, phonesOf } from './phones.ts'

/** Who watches the job being done: a journey, or the demo with its pictures and times. */
export interface Narrator {
  step<T>(title: string, act: () => Promise<T>): Promise<T>
  picture(name: string, page: Page): Promise<void>
}

interface MainJobOptions {
  narrator: Narrator
  /** Where the bid file is saved. */
  folder: string
  /** A PDF that is added to 其他材料. */
  attachment: string
}

interface Desk extends MainJobOptions {
  app: LaunchedApp
  tool: BidTool
  phones: Phones
  phone: Phone
}

/** The people who may open the demo's bid; the first one makes it. */
export const recipients = ['bidder-a-1', 'bidder-a-2', 'bidder-a-3'].map(personOf)
const [maker = personOf('bidder-a-1'), opener = maker] = recipients

/** The whole main job by hand: from the sample project to the bid that is read out in the hall. */
export async function doMainJob(
  app: LaunchedApp,
  options: MainJobOptions,
): Promise<{ bidFile: string; plainCopy: string }> {
  const { narrator } = options
  const tool = bidToolOf(await app.bidTool())
  const phones = phonesOf(app)
  await narrator.step('首次启动：十一部手机各自下载证书', () => phones.ready())
  await narrator.picture('start', tool.page)
  await narrator.step('招标文件：打开示例工程', async () => {
    await tool.openSample()
    await expect(tool.page.getByText('招标文件签名有效')).toBeVisible()
  })
  await narrator.picture('tender', tool.page)
  const desk: Desk = { ...options, app, tool, phones, phone: await phones.of(maker) }
  await narrator.picture('phone-home', desk.phone.page)

  await narrator.step('CA 认证：扫码', () => identify(desk))
  await narrator.step('诚信库：扫码同步', () => syncLibrary(desk))
  await narrator.step('编制：添加文件，生成开标一览表', () => compile(desk))
  await narrator.step('签章：扫码获取印章，建立会话', () => pickSeal(desk))
  await narrator.step('签章：全部节点，手机确认两次', () => sealAll(desk))
  await narrator.step('检测：通过', () => check(desk))
  await narrator.step('生成：手机选择三本证书', () => generate(desk))
  await narrator.step('上传：取得回执', () => upload(desk))
  await openInHall({ app, phones, narrator, tool, opener, price: '58,951,862.20' })
  return outcomeOf(options.folder)
}

async function identify({ tool, phone, narrator }: Desk) {
  await tool.goTo('CA 认证')
  await tool.button('扫码认证').click()
  await tool.waitForCode()
  await narrator.picture('identity-code', tool.page)
  await phone.scan()
  await phone.answer({ onScreen: (screen) => narrator.picture(`phone-identity-${screen}`, phone.page) })
  await phone.done()
  await tool.expectStepDone('CA 认证')
  await narrator.picture('identity', tool.page)
}

async function syncLibrary({ tool, phone, narrator }: Desk) {
  await tool.goTo('诚信库')
  await tool.button('扫码同步诚信库').click()
  await tool.waitForCode()
  await phone.scan()
  await phone.answer({ onScreen: (screen) => narrator.picture(`phone-credit-${screen}`, phone.page) })
  await phone.done()
  await expect(tool.page.getByText('已同步 24 条记录、8 个附件')).toBeVisible()
  await tool.expectStepDone('诚信库')
  await narrator.picture('credit-library', tool.page)
}

async function compile({ app, tool, narrator, attachment }: Desk) {
  await tool.goTo('编制')
  await answerDialogs(app.electron, [attachment])
  await tool.chooseNode('其他材料')
  await tool.button('添加 PDF 文件').click()
  await expect(tool.button('移除campus-safety')).toBeVisible()
  await narrator.picture('compiling', tool.page)
  await tool.chooseNode('开标一览表')
  await narrator.picture('opening-form', tool.page)
  await tool.button('生成开标一览表页面').click()
  await expect(tool.page.getByText('页面与填写的内容一致')).toBeVisible()
  await narrator.picture('opening-form-page', tool.page)
  await tool.chooseNode('企业资质与证照')
  await expect(tool.page.getByText('建筑工程施工总承包壹级')).toBeVisible()
  await narrator.picture('citations', tool.page)
  await tool.expectStepDone('编制')
}

async function pickSeal({ tool, phone, narrator }: Desk) {
  await tool.goTo('签章')
  await tool.button('扫码获取印章').click()
  await tool.waitForCode()
  await phone.scan()
  await phone.answer({ session: true, onScreen: (screen) => narrator.picture(`phone-pick-${screen}`, phone.page) })
  await phone.done()
  await expect(tool.page.getByText(`会话签章：已连接 ${phone.person.name}的手机`)).toBeVisible()
  await narrator.picture('seals', tool.page)
}

async function sealAll({ tool, phone, narrator }: Desk) {
  await tool.button('一键放置全部待签章位置').click()
  await narrator.picture('placed', tool.page)
  await tool.button(/确认签章/).click()
  await phone.confirmPushed({ onScreen: () => narrator.picture('phone-pushed', phone.page) })
  await phone.typePinWhenAsked()
  await expect(tool.page.getByText('第 2 次确认')).toBeVisible()
  await phone.confirmPushed()
  await tool.expectStepDone('签章')
  await expect(tool.qrPanel).toBeHidden()
  await narrator.picture('phone-session', phone.page)
  await narrator.picture('sealed', tool.page)
}

async function check({ tool, narrator }: Desk) {
  await tool.goTo('检测')
  await expect(tool.page.getByText('【通过】')).toBeVisible()
  await expect(tool.button('重新检测')).toBeEnabled()
  await narrator.picture('checking', tool.page)
}

async function generate({ app, tool, phone, narrator, folder }: Desk) {
  await answerDialogs(app.electron, [folder])
  await tool.goTo('生成')
  await tool.button('生成投标文件').click()
  await tool.waitForCode()
  await narrator.picture('generating-code', tool.page)
  await phone.scan()
  await phone.answer({ recipients, onScreen: (screen) => narrator.picture(`phone-generate-${screen}`, phone.page) })
  await phone.done()
  await tool.expectStepDone('生成')
  await expect(tool.page.getByText('谁能开标（3 本证书，任意一本即可）')).toBeVisible()
  await narrator.picture('generated', tool.page)
}

async function upload({ tool, phone, narrator }: Desk) {
  await tool.goTo('上传')
  await tool.button('上传投标文件').click()
  await tool.waitForCode()
  await phone.scan()
  await phone.answer({ onScreen: (screen) => narrator.picture(`phone-upload-${screen}`, phone.page) })
  await phone.done()
  await expect(tool.page.getByText('平台已收到投标文件，回执中的哈希码值与本机文件一致')).toBeVisible()
  await narrator.picture('receipt', tool.page)
}

async function outcomeOf(folder: string) {
  const names = await readdir(folder)
  const pathOf = (extension: string) => {
    const [name, ...more] = names.filter((one) => one.endsWith(extension))
    if (name === undefined || more.length > 0) throw new Error(`Expected one ${extension} among ${names.join(', ')}`)
    return join(folder, name)
  }
  return { bidFile: pathOf('.bdtf'), plainCopy: pathOf('.nbdtf') }
}
