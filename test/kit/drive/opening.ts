import { expect } from './expect.ts'
import type { Hall } from './hall.ts'
import { type Narrator, silent } from './narrator.ts'
import { type Person, personOf } from './people.ts'
import type { Phones } from './phones.ts'
import { scanAndAnswer } from './scanning.ts'

/** The opening (开标) of the sample's tender, as the hall's wall shows it. */
export interface Opening {
  hall: Hall
  phones: Phones
  narrator?: Narrator
}

const operator = personOf('agency-1')

/** The demo's clock is put to the time of the opening, and the agency signs in. */
export async function signInToHall({ hall, phones, narrator = silent }: Opening): Promise<void> {
  const { page } = hall
  await hall.openSection('第三中学教学楼新建工程')
  await narrator.picture('hall-before', page)
  await hall.button('演示：跳到开标时间').click()
  await expect(page.getByText('浙江澄远建设集团有限公司')).toBeVisible()
  await page.getByRole('contentinfo').getByRole('button', { name: '主持人登录' }).click()
  const phone = await phones.of(operator)
  await scanAndAnswer(hall, { phone, narrator }, { code: 'hall-login', screens: 'phone-hall-login' })
  await expect(page.getByText(`主持人：${operator.name}`)).toBeVisible()
}

/** 签到 of the one bidder. */
export async function checkIn({ hall, phones, narrator = silent }: Opening, bidder: Person): Promise<void> {
  await hall.advance('开始签到')
  await hall.button('签到').click()
  await scanAndAnswer(hall, { phone: await phones.of(bidder), narrator }, { code: 'hall-check-in' })
  await expect(hall.page.getByText('投标人已全部签到')).toBeVisible()
  await hall.button('返回').click()
}

/** 解密, up to the code for whoever can open the bid. */
export async function askToDecrypt({ hall }: Pick<Opening, 'hall'>): Promise<void> {
  await hall.advance('开始解密')
  await hall.button('我要解密').click()
  await hall.button('解密投标文件').click()
}

/** 解密 with this person's certificate; the bid lies open afterwards and is found valid. */
export async function decrypt({ hall, phones, narrator = silent }: Opening, opener: Person): Promise<void> {
  const phone = await phones.of(opener)
  await scanAndAnswer(hall, { phone, narrator }, { code: 'hall-decrypt-code', screens: 'phone-open' })
  await expect(hall.page.getByText('验证通过：投标人签名有效')).toBeVisible()
  await narrator.picture('hall-decrypted', hall.page)
}

/** The verifier's report on the opened bid, and back to the list of bidders. */
export async function lookAtReport({ hall, narrator = silent }: Omit<Opening, 'phones'>): Promise<void> {
  const { page } = hall
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
}

/** 唱标, with the price as it must be read out, and the end of the opening. */
export async function readOut({ hall, narrator = silent }: Omit<Opening, 'phones'>, price: string): Promise<void> {
  const { page } = hall
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
}
