import { rm } from 'node:fs/promises'
import { test as base, type TestInfo } from '@playwright/test'
import { type LaunchedApp, type LaunchOptions, launchApp } from '../kit/launch-app.ts'
import { copyOfWorld, type WorldStage } from './worlds.ts'

interface JourneyOptions extends LaunchOptions {
  /** Goes on from a prepared world, instead of a first start. */
  world?: WorldStage
}
type Launch = (options?: JourneyOptions) => Promise<LaunchedApp>

/**
 * The test of every journey: `launch` starts the app, keeps pictures of the windows when the journey fails, and at the
 * end refuses console errors and requests that left this machine.
 */
export const test = base.extend<{ launch: Launch }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are wanted from this pattern.
  launch: async ({}, use, testInfo) => {
    const apps = keepApps()
    await use(apps.launch)
    await apps.end(testInfo, hasFailed(testInfo))
  },
})

export const { expect } = base

/** One app for all tests of a file, each of which goes on from the one before. Answers with how they get it. */
export function shareApp(options: JourneyOptions): () => LaunchedApp {
  const apps = keepApps()
  const launched: LaunchedApp[] = []
  const failures: boolean[] = []
  base.describe.configure({ mode: 'serial' })
  base.beforeAll(async () => {
    launched.push(await apps.launch(options))
  })
  base.afterEach(() => {
    failures.push(hasFailed(base.info()))
  })
  base.afterAll(() => apps.end(base.info(), failures.length === 0 || failures.includes(true)))
  return () => {
    const [app] = launched
    if (app === undefined) throw new Error('The app has not been launched yet')
    return app
  }
}

/** To look into a failure: a trace of every step, which takes as long again as the steps themselves. */
const isTraced = process.env.BIDSEAL_TRACE === '1'

const hasFailed = ({ status, expectedStatus }: TestInfo) => status !== expectedStatus

function keepApps() {
  const apps: LaunchedApp[] = []
  const folders: string[] = []

  const launch: Launch = async ({ world, ...options } = {}) => {
    const prepared = world === undefined ? {} : { userData: await copyOfWorld(world) }
    if (prepared.userData !== undefined) folders.push(prepared.userData)
    const app = await launchApp({ ...options, ...prepared })
    apps.push(app)
    if (isTraced) await app.electron.context().tracing.start({ screenshots: true, snapshots: true })
    return app
  }

  async function end(testInfo: TestInfo, isBroken: boolean) {
    const problems: unknown[] = []
    for (const [number, app] of apps.entries()) {
      const trace = isBroken ? { path: testInfo.outputPath(`trace-${number}.zip`) } : {}
      const { tracing } = app.electron.context()
      if (isTraced) await tracing.stop(trace).catch(() => undefined)
      if (isBroken) await photograph(app, (name) => testInfo.outputPath(`${number}-${name}.png`))
      const { hostsBeyondLoopback } = await app.close()
      if (app.errors.length > 0 || hostsBeyondLoopback.length > 0)
        problems.push({ errors: app.errors, hostsBeyondLoopback })
    }
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    if (!isBroken) base.expect(problems).toEqual([])
  }

  return { launch, end }
}

async function photograph(app: LaunchedApp, path: (name: string) => string) {
  for (const [index, page] of app.electron.windows().entries()) {
    await page.screenshot({ path: path(`window-${index}`), timeout: 5_000 }).catch(() => undefined)
  }
}
