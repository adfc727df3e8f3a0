import type { Page } from '@playwright/test'
import { expect } from './expect.ts'
import type { Person } from './people.ts'

export interface AnswerOptions {
  /** Instead of the person's own. */
  pin?: string
  /** Colleagues whose certificates may open the bid; asked for only while a bid is generated. */
  recipients?: readonly Person[]
  /** 建立会话: later seals of this project come by themselves. */
  session?: boolean
  /** Called with every screen that asks something, before it is answered. */
  onScreen?: (title: string) => Promise<void>
}

/** A person with their phone (标证通) in hand. */
export function phoneOf(page: Page, person: Person) {
  const title = page.locator('.page-title, .unknown-desktop h2').last()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const pinPad = page.getByRole('region', { name: '输入证书密码' })

  /** Back to the first page, such as from a session's. */
  async function home() {
    const back = page.locator('.overlay .adm-nav-bar-back')
    while (await back.first().isVisible()) await back.first().click()
  }

  async function typePin(pin: string) {
    for (const digit of pin) await pinPad.getByRole('button', { name: digit, exact: true }).click()
  }

  async function chooseRecipients(recipients: readonly Person[]) {
    await page.getByText(/^已选择参与加密证书 \d+ 本$/).click()
    for (const row of await page.locator('.block.choice').all()) {
      const text = await row.innerText()
      const isWanted = recipients.some(({ name }) => text.includes(name))
      const isChosen = await row.locator('input').isChecked()
      if (isWanted !== isChosen) await row.click()
    }
    await button('选好了').click()
    await expect(page.getByText(`已选择参与加密证书 ${recipients.length} 本`)).toBeVisible()
  }

  /** Says yes to what the phone asks, screen by screen, until it shows a result. Answers with the result's heading. */
  async function answer({
    pin = person.pin,
    recipients,
    session = false,
    onScreen = async () => {},
  }: AnswerOptions = {}) {
    const stranger = button('是我的电脑')
    const same = button('一致，继续')
    const confirm = page
      .locator('.page-footer')
      .last()
      .getByRole('button', { name: '确认', exact: true, disabled: false })
    const result = page.locator('.result')
    const failed = page.getByText('未能办理', { exact: true })
    const next = stranger.or(same).or(confirm).or(pinPad).or(result).or(failed)
    const offer = page.getByText('建立会话')
    let chosen = false
    for (;;) {
      await expect(next.first()).toBeVisible()
      const shown = (await title.innerText()).trim()
      await onScreen(shown)
      if (await result.isVisible()) return result.getByRole('heading').innerText()
      if (await failed.isVisible())
        throw new Error(`The phone refused: ${await page.locator('.page-content').last().innerText()}`)
      if (await stranger.isVisible()) await stranger.click()
      else if (await same.isVisible()) await same.click()
      else if (await pinPad.isVisible()) {
        await typePin(pin)
        await expect(pinPad.getByText('正在与服务器共同运算').or(result).or(failed).first()).toBeVisible()
        await expect(pinPad.getByText('正在与服务器共同运算')).toBeHidden()
        if (await pinPad.isVisible()) return pinPad.getByRole('alert').innerText()
      } else if (recipients !== undefined && !chosen && (await page.getByText('已选择参与加密证书').isVisible())) {
        await chooseRecipients(recipients)
        chosen = true
        await onScreen('已选择证书')
      } else {
        if (session && (await offer.isVisible())) await offer.click()
        await confirm.click()
      }
    }
  }

  return {
    page,
    person,
    typePin,
    answer,
    /** 开始扫码: reads the code from the pixels of the desktop window in front. */
    async scan() {
      await home()
      await page.getByRole('button', { name: '开始扫码' }).click()
    },
    /** The six digits of the desktop, typed instead. */
    async typeCode(code: string) {
      await home()
      await page.getByRole('button', { name: '开始扫码' }).click()
      await page.getByLabel('电脑上的六位数字').click()
      await page.keyboard.type(code)
    },
    /** 会话签章: says yes to what the computer wants sealed; the first time the PIN is asked, too. */
    async confirmPushed({ onScreen = async () => {} }: Pick<AnswerOptions, 'onScreen'> = {}) {
      const dialog = page.getByRole('dialog').filter({ hasText: '扫码签章确认' })
      const confirm = dialog.getByRole('button', { name: '确认', exact: true })
      await expect(confirm).toBeVisible()
      await onScreen('扫码签章确认')
      await confirm.click()
    },
    /** The PIN for what was confirmed before. */
    async typePinWhenAsked() {
      await expect(pinPad).toBeVisible()
      await typePin(person.pin)
    },
    done: () => page.locator('.page-footer').last().getByRole('button').click(),
  }
}
export type Phone = ReturnType<typeof phoneOf>
