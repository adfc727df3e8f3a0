import type { LaunchedApp } from '../launch-app.ts'
import type { BidTool } from './bid-tool.ts'
import { expect } from './expect.ts'
import { hallOf } from './hall.ts'
import type { Narrator } from './main-job.ts'
import { type Person, personOf } from './people.ts'
import type { Phones } from './phones.ts'

interface Opening {
  app: Pick<LaunchedApp, 'openingHall'>
  tool: BidTool
  phones: Phones
  narrator: Narrator
  /** Whose certificate opens the bid. */
  opener: Person
  /** As it must be read out. */
  price: string
}

/** The opening (开标) of the demo tender with one bid, from 签到 to 结束. */
export async function openInHall({ app, tool, phones, narrator, opener, price }: Opening): Promise<void> {
  await tool.openHall()
  const hall = hallOf(await app.openingHall())
  const { page } = hall
  const operator = personOf('agency-1')

  await narrator.step('开标大厅：跳到开标时间，招标代理扫码登录', async () => {
    await hall.openSection('第三中学教学楼新建工程')
    await narrator.picture('hall-before', page)
    await hall.button('演示：跳到开标时间').click()
    await expect(page.getByText('浙江澄远建设集团有限公司')).toBeVisible()
    await page.getByRole('contentinfo').getByRole('button', { name: '主持人登录' }).click()
    await hall.waitForCode()
    await narrator.picture('hall-login', page)
    const phone = await phones.of(operator)
    await phone.scan()
    await phone.answer({ onScreen: (screen) => narrator.picture(`phone-hall-login-${screen}`, phone.page) })
    await phone.done()
    await expect(page.getByText(`主持人：${operator.name}`)).toBeVisible()
  })

  await narrator.step('开标大厅：投标人签到', async () => {
    await hall.advance('开始签到')
    await hall.button('签到').click()
    await hall.waitForCode()
    await narrator.picture('hall-check-in', page)
    const phone = await phones.of(opener)
    await phone.scan()
    await phone.answer()
    await phone.done()
    await expect(page.getByText('投标人已全部签到')).toBeVisible()
    await hall.button('返回').click()
  })

  await narrator.step('开标大厅：同事的手机解密', async () => {
    await hall.advance('开始解密')
    await hall.button('我要解密').click()
    await hall.button('解密投标文件').click()
    await hall.waitForCode()
    await narrator.picture('hall-decrypt-code', page)
    const phone = await phones.of(opener)
    await phone.scan()
    await phone.answer({ onScreen: (screen) => narrator.picture(`phone-open-${screen}`, phone.page) })
    await phone.done()
    await expect(page.getByText('验证通过：投标人签名有效')).toBeVisible()
    await narrator.picture('hall-decrypted', page)
    await hall.button('查看验证报告').click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await narrator.picture('hall-report', page)
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Close' })
      .or(page.getByRole('button', { name: '关闭' }))
      .first()
      .click()
    await hall.button('返回').click()
  })

  await narrator.step('开标大厅：唱标', async () => {
    await narrator.picture('hall-opened', page)
    await hall.advance('开始唱标')
    await hall.button('唱标').click()
    await expect(page.getByRole('dialog', { name: '唱标' })).toContainText(price)
    await narrator.picture('hall-read-out', page)
    await hall.button('返回').click()
    await hall.advance('结束开标')
    await expect(
      page
        .getByText('开标结束')
        .or(page.getByRole('button', { name: '查看唱标表' }))
        .first(),
    ).toBeVisible()
  })
}
