import type { ElectronApplication } from '@playwright/test'
import type { BidTool } from './bid-tool.ts'
import { answerDialogs } from './dialogs.ts'
import { expect } from './expect.ts'
import { type Narrator, silent } from './narrator.ts'
import type { Person } from './people.ts'
import type { Phone } from './phone.ts'
import { codeOf, scanAndAnswer } from './scanning.ts'

/** A bidder before the bid tool, phone in hand. */
export interface Seat {
  tool: BidTool
  phone: Phone
  narrator?: Narrator
}

/** ② CA 认证. */
export async function identify(seat: Seat): Promise<void> {
  const { tool, narrator = silent } = seat
  await tool.goTo('CA 认证')
  await tool.button('扫码认证').click()
  await scanAndAnswer(tool, seat, { code: 'identity-code', screens: 'phone-identity' })
  await tool.expectStepDone('CA 认证')
  await narrator.picture('identity', tool.page)
}

/** ③ 诚信库. */
export async function syncLibrary(seat: Seat): Promise<void> {
  const { tool, narrator = silent } = seat
  await tool.goTo('诚信库')
  await tool.button('扫码同步诚信库').click()
  await scanAndAnswer(tool, seat, { screens: 'phone-credit' })
  await expect(tool.page.getByText('已同步 24 条记录、8 个附件')).toBeVisible()
  await tool.expectStepDone('诚信库')
  await narrator.picture('credit-library', tool.page)
}

interface Attachment {
  electron: ElectronApplication
  /** Title of the node that gets the PDF. */
  node: string
  path: string
  /** How the tool calls it afterwards. */
  name: string
}

/** ④ 编制: one more PDF. */
export async function attach(
  { tool, narrator = silent }: Omit<Seat, 'phone'>,
  { electron, node, path, name }: Attachment,
): Promise<void> {
  await tool.goTo('编制')
  await answerDialogs(electron, [path])
  await tool.chooseNode(node)
  await tool.button('添加 PDF 文件').click()
  await expect(tool.button(`移除${name}`)).toBeVisible()
  await narrator.picture('compiling', tool.page)
}

/** ④ 编制: the sample's opening form becomes a page. */
export async function makeOpeningForm({ tool, narrator = silent }: Omit<Seat, 'phone'>): Promise<void> {
  await tool.goTo('编制')
  await tool.chooseNode('开标一览表')
  await narrator.picture('opening-form', tool.page)
  await tool.button('生成开标一览表页面').click()
  await expect(tool.page.getByText('页面与填写的内容一致')).toBeVisible()
  await narrator.picture('opening-form-page', tool.page)
}

/** ⑤ 签章: one scan that says which seals there are, and opens a session. */
export async function pickSeals(seat: Seat): Promise<void> {
  const { tool, phone, narrator = silent } = seat
  await tool.goTo('签章')
  await tool.button('扫码获取印章').click()
  await scanAndAnswer(tool, seat, { screens: 'phone-pick', session: true })
  await expect(tool.sessionWith(phone.person)).toBeVisible()
  await narrator.picture('seals', tool.page)
}

/** ⑤ 签章: every place that wants a seal, sent to the phone of the session. */
export async function pushSeals({ tool, narrator = silent }: Omit<Seat, 'phone'>): Promise<void> {
  await tool.button('一键放置全部待签章位置').click()
  await narrator.picture('placed', tool.page)
  await tool.button(/确认签章（/).click()
}

/** ⑤ 签章: every place that wants a seal is placed and confirmed, and the PIN typed; the phone now computes. */
export async function beginSealing(seat: Seat): Promise<void> {
  const { phone, narrator = silent } = seat
  await pushSeals(seat)
  await phone.confirmPushed({ onScreen: () => narrator.picture('phone-pushed', phone.page) })
  await phone.typePinWhenAsked()
}

/** ⑤ 签章: every place that wants a seal; the phone says yes twice, and is asked for the PIN once. */
export async function sealEverything(seat: Seat): Promise<void> {
  const { tool, phone, narrator = silent } = seat
  await beginSealing(seat)
  await expect(tool.page.getByText('第 2 次确认')).toBeVisible()
  await phone.confirmPushed()
  await tool.expectStepDone('签章')
  await expect(tool.qrPanel).toBeHidden()
  await narrator.picture('phone-session', phone.page)
  await narrator.picture('sealed', tool.page)
}

/** ⑥ 检测. */
export async function check({ tool, narrator = silent }: Omit<Seat, 'phone'>): Promise<void> {
  await tool.goTo('检测')
  await expect(tool.page.getByText('【通过】')).toBeVisible()
  await expect(tool.button('重新检测')).toBeEnabled()
  await narrator.picture('checking', tool.page)
}

interface Generation {
  electron: ElectronApplication
  /** Where the bid file is saved. */
  folder: string
  /** Whose certificates may open it. */
  recipients: readonly Person[]
}

/** ⑦ 生成: up to the code that waits for a phone. */
export async function askToGenerate(
  { tool, narrator = silent }: Omit<Seat, 'phone'>,
  { electron, folder }: Omit<Generation, 'recipients'>,
): Promise<void> {
  await answerDialogs(electron, [folder])
  await tool.goTo('生成')
  await tool.button('生成投标文件').click()
  await expect(codeOf(tool)).toBeVisible()
  await narrator.picture('generating-code', tool.page)
}

/** ⑦ 生成 into the folder, for these people. */
export async function generate(seat: Seat, { recipients, ...where }: Generation): Promise<void> {
  const { tool, narrator = silent } = seat
  await askToGenerate(seat, where)
  await scanAndAnswer(tool, seat, { screens: 'phone-generate', recipients })
  await tool.expectStepDone('生成')
  await expect(tool.page.getByText(`谁能开标（${recipients.length} 本证书，任意一本即可）`)).toBeVisible()
  await narrator.picture('generated', tool.page)
}

/** ⑧ 上传. */
export async function upload(seat: Seat): Promise<void> {
  const { tool, narrator = silent } = seat
  await tool.goTo('上传')
  await tool.button('上传投标文件').click()
  await scanAndAnswer(tool, seat, { screens: 'phone-upload' })
  await expect(tool.page.getByText('平台已收到投标文件，回执中的哈希码值与本机文件一致')).toBeVisible()
  await narrator.picture('receipt', tool.page)
}
