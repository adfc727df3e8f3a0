import type { Locator, Page } from '@playwright/test'
import { expect } from './expect.ts'
import type { Person } from './people.ts'

export interface AnswerOptions {
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

  async function typePin(pin: string = person.pin) {
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

  const computing = pinPad.getByText('正在与服务器共同运算')
  const result = page.locator('.result')
  const failed = page.getByText('未能办理', { exact: true })

  /** Says yes screen by screen, until the PIN is asked for or the ticket is over. */
  async function answerUpToPin({ recipients, session = false, onScreen = async () => {} }: AnswerOptions = {}) {
    const stranger = button('是我的电脑')
    const same = button('一致，继续')
    const confirm = page
      .locator('.page-footer')
      .last()
      .getByRole('button', { name: '确认', exact: true, disabled: false })
    const choice = page.getByText('已选择参与加密证书')
    const next = stranger.or(same).or(confirm).or(choice).or(pinPad).or(result).or(failed)
    const offer = page.getByText('建立会话')
    let chosen = false
    for (;;) {
      await expect(next.first()).toBeVisible()
      await onScreen((await title.innerText()).trim())
      if (await result.isVisible()) return 'answered'
      if (await failed.isVisible()) return 'failed'
      if (await pinPad.isVisible()) return 'pin'
      if (await stranger.isVisible()) await stranger.click()
      else if (await same.isVisible()) await same.click()
      else if (recipients !== undefined && !chosen && (await choice.isVisible())) {
        await chooseRecipients(recipients)
        chosen = true
        await onScreen('已选择证书')
      } else {
        if (session && (await offer.isVisible())) await offer.click()
        await confirm.click()
      }
    }
  }

  /** Says yes to what the phone asks until it shows a result. Answers with its heading, or with why the PIN was refused. */
  async function answer({ pin = person.pin, ...options }: AnswerOptions & { pin?: string } = {}) {
    if ((await answerUpToPin(options)) === 'pin') {
      await typePin(pin)
      await expect(computing.or(result).or(failed).first()).toBeVisible()
      await expect(computing).toBeHidden()
      if (await pinPad.isVisible()) return pinPad.getByRole('alert').innerText()
      await answerUpToPin(options)
    }
    if (await failed.isVisible()) throw new Error(`The phone refused: ${await refusal()}`)
    return result.getByRole('heading').innerText()
  }

  /** Why nothing can be done with what was scanned. */
  async function refusal() {
    await expect(failed).toBeVisible()
    return page.locator('.page-content').last().innerText()
  }

  /** After an interruption: does whatever the phone still asks, until what was to come is seen. */
  async function goOnUntil(outcome: Locator) {
    const wish = page.getByRole('button', { name: /^(重试|确认)$/, disabled: false })
    const step = async () => {
      if (await outcome.isVisible()) return true
      if (await wish.first().isVisible()) await wish.first().click()
      else if (!(await computing.isVisible()) && (await pinPad.isVisible())) await typePin()
      return false
    }
    await expect.poll(step, { intervals: [500] }).toBe(true)
  }

  return {
    page,
    person,
    typePin,
    answer,
    answerUpToPin,
    refusal,
    goOnUntil,
    /** 开始扫码: reads the code from the pixels of the desktop window in front. */
    async scan() {
      await home()
      await page.getByRole('button', { name: '开始扫码' }).click()
    },
    /** 会话签章: says yes to what the computer wants sealed, over the session's page or wherever else the phone is. */
    async confirmPushed({ onScreen = async () => {} }: Pick<AnswerOptions, 'onScreen'> = {}) {
      await expect(page.getByText('扫码签章确认').first()).toBeVisible()
      await onScreen('扫码签章确认')
      await page.getByRole('button', { name: '确认', exact: true, disabled: false }).last().click()
    },
    /** The PIN for what was confirmed before. */
    async typePinWhenAsked() {
      await expect(pinPad).toBeVisible()
      await typePin()
    },
    done: () => page.locator('.page-footer').last().getByRole('button').click(),
  }
}
export type Phone = ReturnType<typeof phoneOf>
