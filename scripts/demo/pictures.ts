import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import type { Narrator } from '../../test/kit/drive/narrator.ts'

export interface TimedStep {
  step: string
  milliseconds: number
  pictures: string[]
}

const usual = { width: 1280, height: 800 }
const wall = { width: 1920, height: 1080 }
const phonePrefix = 'phone-'

/** Tells the job as a table of steps with times and pictures; main screens are photographed in two sizes. */
export function createNarrator(
  electron: ElectronApplication,
  folder: string,
): { narrator: Narrator; steps: TimedStep[] } {
  const steps: TimedStep[] = []
  let number = 0
  let photographingMs = 0

  async function shoot(name: string, page: Page) {
    const file = `${name}.png`
    await page.screenshot({ path: join(folder, file) })
    steps.at(-1)?.pictures.push(file)
  }

  /** A page needs a moment to lay itself out again. */
  async function resize(page: Page, size: typeof usual) {
    const window = await electron.browserWindow(page)
    await window.evaluate((shown, { width, height }) => shown.setContentSize(width, height), size)
    await page.waitForFunction(({ width }) => innerWidth === width, size)
    await page.waitForTimeout(400)
  }

  const narrator: Narrator = {
    async step(title, act) {
      const startedAt = performance.now()
      photographingMs = 0
      const one: TimedStep = { step: title, milliseconds: 0, pictures: [] }
      steps.push(one)
      const result = await act()
      one.milliseconds = Math.round(performance.now() - startedAt - photographingMs)
      console.log(`${title}  ${(one.milliseconds / 1000).toFixed(1)} 秒`)
      return result
    },
    async picture(name, page) {
      const startedAt = performance.now()
      number += 1
      const numbered = `${String(number).padStart(2, '0')}-${name}`
      if (name.startsWith(phonePrefix)) await shoot(numbered, page)
      else {
        await resize(page, wall)
        await shoot(`${numbered}-1920`, page)
        await resize(page, usual)
        await shoot(numbered, page)
      }
      photographingMs += performance.now() - startedAt
    },
  }
  return { narrator, steps }
}
