import type { Page } from '@playwright/test'
import { expect } from './expect.ts'
import { named } from './named.ts'
import { enterpriseOf, type Person, people } from './people.ts'

const steps = ['招标文件', 'CA 认证', '诚信库', '编制', '签章', '检测', '生成', '上传'] as const
export type StepTitle = (typeof steps)[number]

/** The window 投标工具, by what its user reads on it. */
export function bidToolOf(page: Page) {
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name: typeof name === 'string' ? named(name) : name })
  const step = (title: StepTitle) => page.getByRole('navigation', { name: '步骤' }).getByRole('button', { name: title })
  const toList = page.getByRole('button', { name: '工程列表' })
  /** To the list of projects; there as soon as the platform's tenders are. */
  async function goHome() {
    if (await toList.isVisible()) await toList.click()
    await expect(page.getByRole('button', { name: named('下载') }).first()).toBeVisible()
  }
  /** The submenu of the demo phones. */
  const phonesMenu = page
    .getByRole('menu')
    .filter({ hasText: enterpriseOf(people[0] as Person) })
    .last()
  async function showPhones() {
    const isToolsOpen = await page.getByRole('menuitem', { name: /打开手机/ }).isVisible()
    if (!isToolsOpen) await button(/工具/).click()
    await page.getByRole('menuitem', { name: /打开手机/ }).hover()
    await expect(phonesMenu).toBeVisible()
  }
  return {
    page,
    button,
    step,
    /** The panel that waits for a phone. */
    qrPanel: page.getByRole('group', { name: '扫码确认' }),
    /** From the list of projects. */
    async openProject(name: string) {
      await goHome()
      await page
        .getByRole('row', { name })
        .getByRole('button', { name: named('打开') })
        .click()
      await expect(step('招标文件')).toBeVisible()
    },
    /** A new project of a tender that the platform publishes. */
    async download(name: string) {
      await goHome()
      await page
        .getByRole('row', { name })
        .getByRole('button', { name: named('下载') })
        .click()
      await expect(step('招标文件')).toBeVisible()
    },
    openSample: () => button(/打开示例工程/).click(),
    goTo: (title: StepTitle) => step(title).click(),
    /** Chooses a line of the tree of the bid's parts. */
    chooseNode: (title: string) => page.getByRole('tree').getByTitle(title, { exact: true }).click(),
    /** The seals beside the page, in their order. */
    seals: page.getByRole('region', { name: '可用印章' }).getByRole('button'),
    /** Marks of the seals that the shown document carries. */
    sealed: page.getByRole('region', { name: '已盖的印章' }).getByText('√'),
    /** 投标报价, 投标总价: the price in the opening form. */
    price: page.getByLabel(/^\*?投标(报价|总价)/),
    openHall: async () => {
      await button(/工具/).click()
      await page.getByRole('menuitem', { name: '打开开标大厅' }).click()
    },
    showPhones,
    openPhone: async (person: Person) => {
      const choose = async () => {
        await showPhones()
        await phonesMenu.getByRole('menuitem', { name: new RegExp(`^${person.name}（`) }).click({ timeout: 3000 })
      }
      // A page that is being drawn keeps the submenu from its place for a moment. No hand is as fast as a program, whose
      // click falls beside it and closes the menu; it then does what a person would: opens the menu again.
      await expect(choose).toPass({ timeout: 30_000 })
    },
    /** The status line's word for a session with this person's phone. */
    sessionWith: (person: Person) => page.getByText(`会话签章：已连接 ${person.name}的手机`),
    doneMark: (title: StepTitle) => step(title).getByText('已完成'),
    expectStepDone: (title: StepTitle) => expect(step(title)).toContainText('已完成'),
  }
}
export type BidTool = ReturnType<typeof bidToolOf>
