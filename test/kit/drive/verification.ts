import type { Page } from '@playwright/test'
import type { LaunchedApp } from '../launch-app.ts'
import { bidToolOf } from './bid-tool.ts'
import { answerDialogs } from './dialogs.ts'

/** Drops a file onto the middle of the window, as a person does from the file manager. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
  const drag = { x: width / 2, y: height / 2, data: { items: [], files: [path], dragOperationsMask: 1 } }
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...drag })
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...drag })
  await page.getByText('松开鼠标，验证这个文件').waitFor()
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...drag })
  await session.detach()
}

/** Verifies a dropped file, looks at the report, saves it as a PDF and closes it. */
export async function verifyDropped(
  app: LaunchedApp,
  { file, saveAs, look }: { file: string; saveAs: string; look: (screen: string, page: Page) => Promise<void> },
): Promise<void> {
  const { page, button } = bidToolOf(await app.bidTool())
  await dropFile(page, file)
  const report = page.getByRole('dialog', { name: '验证报告' })
  await report.getByText('信任的根证书').waitFor()
  const closed = report.locator('.ant-collapse-header[aria-expanded="false"]')
  while ((await closed.count()) > 0) await closed.first().click()
  const unfold = report.locator('.ant-table-row-expand-icon-collapsed')
  while ((await unfold.count()) > 0) await unfold.first().click()
  await look('验证报告', page)
  await answerDialogs(app.electron, [saveAs])
  await button('保存为 PDF').click()
  await page.getByText('已保存：').waitFor()
  await page.keyboard.press('Escape')
}
