import type { Page } from '@playwright/test'
import { expect } from './expect.ts'
import { named } from './named.ts'
import { enterpriseOf, type Person } from './people.ts'

const steps = ['招标文件', 'CA 认证', '诚信库', '编制', '签章', '检测', '生成', '上传'] as const
export type StepTitle = (typeof steps)[number]

/** The window 投标工具, by what its user reads on it. */
export function bidToolOf(page: Page) {
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name: typeof name === 'string' ? named(name) : name })
  const step = (title: StepTitle) => page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: title })
  return {
    page,
    button,
    step,
    /** The panel that waits for a phone. */
    qrPanel: page.getByRole('group', { name: '扫码确认' }),
    openSample: () => button(/打开示例工程/).click(),
    goTo: (title: StepTitle) => step(title).click(),
    /** Chooses a line of the tree of the bid's parts. */
    chooseNode: (title: string) => page.getByRole('tree').getByTitle(title, { exact: true }).click(),
    openHall: async () => {
      await button(/工具/).click()
      await page.getByRole('menuitem', { name: '打开开标大厅' }).click()
    },
    openPhone: async (person: Person) => {
      await button(/工具/).click()
      await page.getByRole('menuitem', { name: /打开手机/ }).hover()
      const menu = page
        .getByRole('menu')
        .filter({ hasText: enterpriseOf(person) })
        .last()
      await menu.getByRole('menuitem', { name: new RegExp(`^${person.name}（`) }).click()
    },
    waitForCode: () => expect(page.getByRole('img', { name: '待扫描的二维码' })).toBeVisible(),
    async shownCode() {
      return (await page.getByLabel('六位数字码').innerText()).replace(/\D/g, '')
    },
    expectStepDone: (title: StepTitle) => expect(step(title)).toContainText('已完成'),
  }
}
export type BidTool = ReturnType<typeof bidToolOf>
