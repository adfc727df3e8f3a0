import { hostname } from 'node:os'
import type { CDPSession, Page } from '@playwright/test'
import { layoutFaults } from './layout-faults.ts'

const desktopSizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const
const phoneSizes = [
  { width: 360, height: 640 },
  { width: 390, height: 844 },
] as const

/**
 * Looks at one screen after another in both sizes of its kind, and keeps what is wrong with each. `named` is what the
 * journey itself has named, such as the folder that it saves to.
 */
export function watchLayout(named: readonly string[] = []) {
  const faults: string[] = []
  const seen = new Set<string>()
  const sessions = new Map<Page, Promise<CDPSession>>()

  function sessionOf(page: Page): Promise<CDPSession> {
    const session = sessions.get(page) ?? page.context().newCDPSession(page)
    sessions.set(page, session)
    return session
  }

  return {
    faults,
    async look(screen: string, page: Page): Promise<void> {
      const isPhone = page.url().startsWith('app://phone/')
      const sizes = isPhone ? phoneSizes : desktopSizes
      // 选择证书 comes in every act: what differs only in digits and codes was looked at already.
      const words = (await page.locator('body').innerText()).replace(/\w/g, '')
      if (isPhone && seen.has(words)) return
      seen.add(words)
      const before = await page.evaluate(() => innerWidth)
      const session = await sessionOf(page)
      for (const { width, height } of sizes) {
        const metrics = { width, height, deviceScaleFactor: 0, mobile: false }
        await session.send('Emulation.setDeviceMetricsOverride', metrics)
        await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height] as const)
        // What measures itself draws once more.
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
        const found = await layoutFaults(page, [hostname(), ...named])
        faults.push(...found.map((fault) => `${screen} ${width}×${height}: ${fault}`))
      }
      await session.send('Emulation.clearDeviceMetricsOverride')
      // A press between two sizes would begin on one button and end beside it.
      await page.waitForFunction((w) => innerWidth === w, before)
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    },
  }
}
export type LayoutWatch = ReturnType<typeof watchLayout>
