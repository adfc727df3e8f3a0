import { join } from 'node:path'
import { attach, identify, pickSeals } from '../kit/drive/acts.ts'
import { type BidTool, bidToolOf } from '../kit/drive/bid-tool.ts'
import { codeOf, scanAndAnswer } from '../kit/drive/scanning.ts'
import { expect, test } from './journey.ts'
import { sitDown } from './worlds.ts'

const school = '第三中学教学楼新建工程'
const devices = '第三中学多媒体教学设备采购'
const bidLetter = join(import.meta.dirname, '..', '..', 'resources', 'demo', 'bidders', 'bidder-b', 'bid-letter.pdf')

/** What a project holds, as its pages show it. */
async function contentsOf(tool: BidTool, project: string) {
  await tool.openProject(project)
  await tool.goTo('编制')
  await tool.chooseNode('投标函')
  const letters = await tool.page.getByRole('button', { name: /^移除/ }).all()
  const documents = await Promise.all(letters.map((one) => one.getAttribute('aria-label')))
  await tool.chooseNode('开标一览表')
  return { documents, price: await tool.price.inputValue() }
}

test('two projects keep their own files and forms, and both are there after a restart', async ({ launch }) => {
  const app = await launch({ world: 'identified' })
  const { electron, userData } = app
  const tool = bidToolOf(await app.bidTool())
  await tool.download(devices)
  await attach({ tool }, { electron, node: '投标函', path: bidLetter, name: 'bid-letter' })
  await tool.chooseNode('开标一览表')
  await tool.price.fill('1234567.00')
  await expect(tool.page.getByText('填写的内容已自动保存')).toBeVisible()

  const here = [await contentsOf(tool, school), await contentsOf(tool, devices)]
  await app.close()
  const again = bidToolOf(await (await launch({ userData })).bidTool())
  const later = [await contentsOf(again, school), await contentsOf(again, devices)]

  const apart = [
    { documents: ['移除投标函'], price: '58951862.20' },
    { documents: ['移除bid-letter'], price: '1234567.00' },
  ]
  expect([here, later]).toEqual([apart, apart])
})

test('a session of one project seals nothing of another, and goes on afterwards', async ({ launch }) => {
  const app = await launch({ world: 'identified' })
  const seat = await sitDown(app)
  const { tool, phone } = seat
  await pickSeals(seat)
  await tool.chooseNode('投标保证金')
  await tool.seals.first().dblclick()

  await tool.download(devices)
  await identify(seat)
  await attach(seat, { electron: app.electron, node: '投标函', path: bidLetter, name: 'bid-letter' })
  await tool.goTo('签章')
  await tool.page.getByRole('checkbox', { name: /会话签章/ }).uncheck()
  await tool.button('扫码获取印章').click()
  await scanAndAnswer(tool, seat)
  await expect(tool.page.getByText('会话签章：未连接')).toBeVisible()
  await tool.seals.first().dblclick()
  await tool.button('确认签章（1 个文件，1 处）').click()
  await expect(codeOf(tool)).toBeVisible()
  await expect(phone.page.getByText('扫码签章确认')).toBeHidden()
  await tool.qrPanel.getByRole('button', { name: '取消' }).click()

  await tool.openProject(school)
  await tool.goTo('签章')
  await tool.chooseNode('投标保证金')
  await expect(tool.sessionWith(phone.person)).toBeVisible()
  await tool.button('确认签章（1 个文件，1 处）').click()
  await phone.confirmPushed()
  await phone.typePinWhenAsked()
  await expect(tool.sealed).toHaveCount(1)
})
