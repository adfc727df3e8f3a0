import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { buildAll } from '../build.ts'
import { withDisplay } from '../display.ts'
import { describeRuntime, electronArguments, findElectronRuntime } from '../electron-runtime/runtime.ts'
import { ensureLinuxPackages } from '../linux-setup/packages.ts'

const root = join(import.meta.dirname, '..', '..')
const results = join(root, 'out', 'demo')

/** Drives the built app with no person and leaves what it saw in `out/demo/`. Answers with the exit code. */
export async function runDemo(): Promise<number> {
  ensureLinuxPackages('app')
  await buildAll()
  await rm(results, { recursive: true, force: true })
  await mkdir(results, { recursive: true })
  const steps = await withDisplay(photographWindows)
  await writeFile(join(results, 'steps.json'), `${JSON.stringify(steps, null, 2)}\n`)
  console.log('So far the demo opens the windows and photographs them; it does not make a bid file yet.')
  console.log(`Results: ${results}`)
  return 0
}

async function photographWindows() {
  const runtime = await findElectronRuntime()
  console.log(describeRuntime(runtime))
  const userData = await mkdtemp(join(tmpdir(), 'bidseal-demo-'))
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [`--user-data-dir=${userData}`, ...electronArguments(runtime, root)],
    cwd: root,
  })
  const steps: { step: string; milliseconds: number; screenshot: string }[] = []
  async function step(name: string, screenshot: string, act: () => Promise<import('@playwright/test').Page>) {
    const startedAt = performance.now()
    const page = await act()
    await page.screenshot({ path: join(results, screenshot) })
    steps.push({ step: name, milliseconds: Math.round(performance.now() - startedAt), screenshot })
    console.log(`${name}  ${steps.at(-1)?.milliseconds} ms`)
  }
  try {
    const bidTool = await app.firstWindow()
    await step('投标工具', '01-bid-tool.png', async () => {
      await bidTool.getByText('服务已连接').waitFor()
      return bidTool
    })
    await step('开标大厅', '02-opening-hall.png', async () => {
      const opened = app.waitForEvent('window')
      await bidTool.getByRole('button', { name: '打开开标大厅' }).click()
      const hall = await opened
      await hall.getByText('服务已连接').waitFor()
      return hall
    })
    return steps
  } finally {
    await app.close()
    await rm(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

if (import.meta.main) process.exitCode = await runDemo()
