import type { Page } from '@playwright/test'
import { named } from './named.ts'

/** The window 开标大厅. */
export function hallOf(page: Page) {
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name: typeof name === 'string' ? named(name) : name })
  return {
    page,
    button,
    openSection: (name: string) => page.getByRole('button', { name }).click(),
    /** Takes the next stage, such as 开始解密, and says yes to the question. */
    async advance(label: string) {
      await button(label).click()
      await page.getByRole('tooltip').getByRole('button', { name: label }).click()
    },
  }
}
export type Hall = ReturnType<typeof hallOf>
