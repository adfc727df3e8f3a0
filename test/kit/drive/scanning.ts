import type { Page } from '@playwright/test'
import { expect } from './expect.ts'
import { type Narrator, silent } from './narrator.ts'
import type { AnswerOptions, Phone } from './phone.ts'

export const codeOf = ({ page }: { page: Page }) => page.getByRole('img', { name: '待扫描的二维码' })

interface Answering extends Omit<AnswerOptions, 'onScreen'> {
  /** Name of a picture of the code. */
  code?: string
  /** How the names of the phone's pictures begin; without it none is taken. */
  screens?: string
}

/** Scans the code that a window shows, and says yes to everything. */
export async function scanAndAnswer(
  screen: { page: Page },
  { phone, narrator = silent }: { phone: Phone; narrator?: Narrator },
  { code, screens, ...answering }: Answering = {},
): Promise<void> {
  await expect(codeOf(screen)).toBeVisible()
  if (code !== undefined) await narrator.picture(code, screen.page)
  await phone.scan()
  const onScreen = async (title: string) => {
    if (screens !== undefined) await narrator.picture(`${screens}-${title}`, phone.page)
  }
  await phone.answer({ ...answering, onScreen })
  await phone.done()
}
