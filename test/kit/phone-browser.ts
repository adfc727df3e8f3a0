import { type Browser, chromium, type Page } from '@playwright/test'

const executablePath = '/usr/bin/chromium'

export interface PhoneBrowser {
  page: Page
  /** Error messages of the page's console, uncaught errors, and requests that left this machine. */
  problems: readonly string[]
  close(): Promise<void>
}

/** A phone's browser at the page's address, whose camera sees the film at `filmPath` as it is when the camera opens. */
export async function openPhoneBrowser(origin: string, filmPath: string): Promise<PhoneBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${filmPath}`,
    ],
  })
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
  const problems: string[] = []
  page.on('pageerror', ({ message }) => problems.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') problems.push(request.url())
  })
  await page.goto(origin)
  return { page, problems, close: () => browser.close() }
}
