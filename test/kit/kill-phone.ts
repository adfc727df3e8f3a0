import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type ElectronApplication, expect } from '@playwright/test'

const phoneUrl = 'app://phone/'

/**
 * Ends the process of the only open phone's page (SIGKILL) and waits until the app has brought the page back. A page that
 * died stays dead for Playwright, so the new one is seen over a connection of its own, which the caller closes.
 */
export async function killPhone(electron: ElectronApplication, userData: string) {
  const processes = () =>
    electron.evaluate(
      ({ webContents }, url) =>
        webContents
          .getAllWebContents()
          .filter((one) => one.getURL() === url)
          .map((one) => ({ pid: one.getOSProcessId(), isLoading: one.isLoading() })),
      phoneUrl,
    )
  const [killed, ...others] = await processes()
  if (killed === undefined || others.length > 0) throw new Error('There is not exactly one phone')
  process.kill(killed.pid, 'SIGKILL')
  const isBack = async () =>
    (await processes()).some(({ pid, isLoading }) => ![0, killed.pid].includes(pid) && !isLoading)
  await expect.poll(isBack, { message: 'a phone that was brought back', timeout: 20_000 }).toBe(true)

  const [port = ''] = (await readFile(join(userData, 'DevToolsActivePort'), 'utf8')).split('\n')
  const connection: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const pages = connection.contexts().flatMap((context) => context.pages())
  const page = pages.find((one) => one.url() === phoneUrl)
  if (page === undefined) throw new Error('The phone that was brought back cannot be seen')
  return { page, connection }
}
