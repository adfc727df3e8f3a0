import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LaunchedApp } from '../launch-app.ts'
import {
  attach,
  check,
  generate,
  identify,
  makeOpeningForm,
  pickSeals,
  type Seat,
  sealEverything,
  syncLibrary,
  upload,
} from './acts.ts'
import { bidToolOf } from './bid-tool.ts'
import { expect } from './expect.ts'
import { hallOf } from './hall.ts'
import type { Narrator } from './narrator.ts'
import { askToDecrypt, checkIn, decrypt, lookAtReport, type Opening, readOut, signInToHall } from './opening.ts'
import { personOf } from './people.ts'
import { phonesOf } from './phones.ts'

interface MainJobOptions {
  narrator: Narrator
  /** Where the bid file is saved. */
  folder: string
  /** A PDF that is added to 其他材料. */
  attachment: string
}

/** Who makes the demo's bid, and who may open it with them; the second one does. */
const maker = personOf('bidder-a-1')
const opener = personOf('bidder-a-2')
const recipients = [maker, opener, personOf('bidder-a-3')]

/** The whole main job by hand: from the sample project to the bid that is read out in the hall. */
export async function doMainJob(
  app: LaunchedApp,
  { narrator, folder, attachment }: MainJobOptions,
): Promise<{ bidFile: string; plainCopy: string }> {
  const { electron } = app
  const tool = bidToolOf(await app.bidTool())
  const phones = phonesOf(app)
  await narrator.step('首次启动：十一部手机各自下载证书', () => phones.ready())
  await narrator.picture('start', tool.page)
  await narrator.step('招标文件：打开示例工程', async () => {
    await tool.openSample()
    await expect(tool.page.getByText('招标文件签名有效')).toBeVisible()
  })
  await narrator.picture('tender', tool.page)
  const seat: Seat = { tool, phone: await phones.of(maker), narrator }
  await narrator.picture('phone-home', seat.phone.page)

  await narrator.step('CA 认证：扫码', () => identify(seat))
  await narrator.step('诚信库：扫码同步', () => syncLibrary(seat))
  await narrator.step('编制：添加文件，生成开标一览表', async () => {
    await attach(seat, { electron, node: '其他材料', path: attachment, name: 'campus-safety' })
    await makeOpeningForm(seat)
    await lookAtCitations(seat)
    await tool.expectStepDone('编制')
  })
  await narrator.step('签章：扫码获取印章，建立会话', () => pickSeals(seat))
  await narrator.step('签章：全部节点，手机确认两次', () => sealEverything(seat))
  await narrator.step('检测：通过', () => check(seat))
  await narrator.step('生成：手机选择三本证书', () => generate(seat, { electron, folder, recipients }))
  await narrator.step('上传：取得回执', () => upload(seat))

  await tool.openHall()
  const opening: Opening = { hall: hallOf(await app.openingHall()), phones, narrator }
  await narrator.step('开标大厅：跳到开标时间，招标代理扫码登录', () => signInToHall(opening))
  await narrator.step('开标大厅：投标人签到', () => checkIn(opening, opener))
  await narrator.step('开标大厅：同事的手机解密', async () => {
    await askToDecrypt(opening)
    await decrypt(opening, opener)
    await lookAtReport(opening)
  })
  await narrator.step('开标大厅：唱标', () => readOut(opening, '58,951,862.20'))
  return bidFilesIn(folder)
}

async function lookAtCitations({ tool, narrator }: Seat) {
  await tool.chooseNode('企业资质与证照')
  await expect(tool.page.getByText('建筑工程施工总承包壹级')).toBeVisible()
  await narrator?.picture('citations', tool.page)
}

/** The one bid file of a folder and its plain copy; fails when anything else lies there. */
export async function bidFilesIn(folder: string): Promise<{ bidFile: string; plainCopy: string }> {
  const names = await readdir(folder)
  const pathOf = (extension: string) => {
    const [name, ...more] = names.filter((one) => one.endsWith(extension))
    if (name === undefined || more.length > 0) throw new Error(`Expected one ${extension} among ${names.join(', ')}`)
    return join(folder, name)
  }
  const found = { bidFile: pathOf('.bdtf'), plainCopy: pathOf('.nbdtf') }
  if (names.length !== 2) throw new Error(`Expected nothing else among ${names.join(', ')}`)
  return found
}
