import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { LaunchedApp } from '../launch-app.ts'
import { bidToolOf } from './bid-tool.ts'
import { expect } from './expect.ts'
import { type Person, people } from './people.ts'
import { type Phone, phoneOf } from './phone.ts'

const setUpMs = 300_000

/** The phones of the demo people, each opened as a user opens it: from the menu 工具, then by 换手机. */
export function phonesOf({ electron, userData, bidTool }: Pick<LaunchedApp, 'electron' | 'userData' | 'bidTool'>) {
  const frame = () => electron.windows().find((page) => page.url().startsWith('app://desktop/phone-frame/'))

  /** The page of a phone whose account is this person's. */
  async function pageOf(person: Person): Promise<Page | null> {
    for (const page of electron.windows().filter((one) => one.url().startsWith('app://phone/'))) {
      const owner = await page
        .locator('.home-head span')
        .innerText({ timeout: 500 })
        .catch(() => '')
      if (owner.startsWith(person.name)) return page
    }
    return null
  }

  return {
    /** Waits until every demo phone has its certificates. */
    async ready() {
      const readyOnes = async () => {
        const settings: unknown = JSON.parse(await readFile(join(userData, 'settings.json'), 'utf8').catch(() => '{}'))
        return (settings as { readyPhones?: string[] }).readyPhones?.length ?? 0
      }
      await expect.poll(readyOnes, { message: 'phones that are ready', timeout: setUpMs }).toBe(people.length)
    },
    async of(person: Person): Promise<Phone> {
      const shown = frame()
      if (shown === undefined) await bidToolOf(await bidTool()).openPhone(person)
      else {
        // Who is shown already cannot be chosen again.
        const isShown = (await shown.title()).endsWith(person.name)
        if (!isShown) await shown.getByLabel('换手机').selectOption(person.id)
      }
      let page: Page | null = null
      const found = async () => {
        page = await pageOf(person)
        return page !== null
      }
      await expect.poll(found, { message: `the phone of ${person.name}` }).toBe(true)
      return phoneOf(page as unknown as Page, person)
    },
  }
}
export type Phones = ReturnType<typeof phonesOf>
