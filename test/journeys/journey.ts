import { rm } from 'node:fs/promises'
import { test as base } from '@playwright/test'
import { type LaunchedApp, type LaunchOptions, launchApp } from '../kit/launch-app.ts'
import { copyOfWorld, type WorldStage } from './worlds.ts'

interface JourneyOptions extends LaunchOptions {
  /** Goes on from a prepared world, instead of a first start. */
  world?: WorldStage
}
type Launch = (options?: JourneyOptions) => Promise<LaunchedApp>

/**
 * The test of every journey: `launch` starts the app, keeps traces and pictures of the windows when the journey fails,
 * and at the end refuses console errors and requests that left this machine.
 */
export const test = base.extend<{ launch: Launch }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from this pattern.
  launch: async ({}, use, testInfo) => {
    const apps: LaunchedApp[] = []
    const folders: string[] = []
    await use(async ({ world, ...options } = {}) => {
      const prepared = world === undefined ? {} : { userData: await copyOfWorld(world) }
      if (prepared.userData !== undefined) folders.push(prepared.userData)
      const app = await launchApp({ ...options, ...prepared })
      apps.push(app)
      await app.electron.context().tracing.start({ screenshots: true, snapshots: true })
      return app
    })
    const hasFailed = testInfo.status !== testInfo.expectedStatus
    const problems: unknown[] = []
    for (const [number, app] of apps.entries()) {
      const trace = testInfo.outputPath(`trace-${number}.zip`)
      await app.electron
        .context()
        .tracing.stop(hasFailed ? { path: trace } : {})
        .catch(() => undefined)
      if (hasFailed) await photograph(app, (name) => testInfo.outputPath(`${number}-${name}.png`))
      const { hostsBeyondLoopback } = await app.close()
      if (app.errors.length > 0 || hostsBeyondLoopback.length > 0)
        problems.push({ errors: app.errors, hostsBeyondLoopback })
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    if (!hasFailed) base.expect(problems).toEqual([])
  },
})

export const { expect } = base

async function photograph(app: LaunchedApp, path: (name: string) => string) {
  for (const [index, page] of app.electron.windows().entries()) {
    await page.screenshot({ path: path(`window-${index}`), timeout: 5_000 }).catch(() => undefined)
  }
}
