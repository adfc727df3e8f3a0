import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronArguments, findElectronRuntime } from '../../scripts/electron-runtime/runtime.ts'
import { bidToolOf } from '../kit/drive/bid-tool.ts'
import { expect, test } from './journey.ts'
import { maker } from './worlds.ts'

test('the app shows the bid tool, opens the hall and a phone, each with its name', async ({ launch }) => {
  const app = await launch({ world: 'phones' })
  const bidTool = await app.bidTool()
  await expect(bidTool.getByText('离线演示', { exact: true })).toBeVisible()

  await bidTool.getByRole('button', { name: /工具/ }).click()
  await bidTool.getByRole('menuitem', { name: '打开开标大厅' }).click()
  const hall = await app.openingHall()
  await expect(hall.getByRole('button', { name: /第三中学教学楼新建工程/ })).toBeVisible()

  await bidToolOf(bidTool).openPhone(maker)
  const frame = await app.window('app://desktop/phone-frame/')
  const phone = await app.window('app://phone/')
  await expect(frame.getByText('演示证书密码')).toBeVisible()
  await expect(phone.getByRole('button', { name: '开始扫码' })).toBeVisible({ timeout: 60_000 })

  const titles = () => Promise.all([bidTool, hall, frame, phone].map((page) => page.title()))
  await expect.poll(titles).toEqual(['封标 · 投标文件制作工具', '封标 · 开标大厅', '标证通 · 周明远', '标证通'])
})

test('a server that is killed comes back, and the window says so', async ({ launch }) => {
  const app = await launch({ world: 'phones' })
  const bidTool = await app.bidTool()
  await expect(bidTool.getByText('离线演示', { exact: true })).toBeVisible()

  await app.killServer()

  await expect(bidTool.getByText('服务已断开，正在重新连接')).toBeVisible()
  await expect(bidTool.getByText('离线演示', { exact: true })).toBeVisible()
})

test('a phone has no bridge to the desktop and sees the pixels of the desktop window', async ({ launch }) => {
  const app = await launch({ world: 'phones' })
  const bidTool = await app.bidTool()
  await bidToolOf(bidTool).openPhone(maker)
  const phone = await app.window('app://phone/')
  // Screen capture is for a page that a person has just touched.
  await phone
    .locator('#root > *')
    .first()
    .click({ position: { x: 2, y: 2 } })

  const seen = await phone.evaluate(async () => {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: true })
    const video = document.createElement('video')
    video.srcObject = stream
    await video.play()
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight)
    const context = canvas.getContext('2d')
    context?.drawImage(video, 0, 0)
    const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
    for (const track of stream.getTracks()) track.stop()
    let blue = 0
    for (let i = 0; i < pixels.length; i += 4) {
      const [red = 0, green = 0, blueness = 0] = [pixels[i], pixels[i + 1], pixels[i + 2]]
      if (Math.abs(red - 0x1f) + Math.abs(green - 0x4e) + Math.abs(blueness - 0x8c) < 24) blue++
    }
    return { hasBridge: 'bidseal' in window, seesThePrimaryButton: blue > 1000 }
  })
  expect(seen).toEqual({ hasBridge: false, seesThePrimaryButton: true })
})

test('a page of the bundle answers with ranges and the strict policy', async ({ launch }) => {
  const app = await launch()
  const bidTool = await app.bidTool()
  const seen = await bidTool.evaluate(async () => {
    const page = await fetch('/bid-tool/index.html', { headers: { Range: 'bytes=0-14' } })
    return {
      status: page.status,
      text: await page.text(),
      policy: page.headers.get('content-security-policy'),
    }
  })
  expect(seen).toEqual({
    status: 206,
    text: '<!doctype html>',
    policy:
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:; " +
      "font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; object-src 'none'; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  })
})

test('an app that cannot start says so instead of waiting without a window', async () => {
  const userData = await mkdtemp(join(tmpdir(), 'bidseal-'))
  await writeFile(join(userData, 'settings.json'), '{"serverUrl": "https://bids.example.test",}')
  const runtime = await findElectronRuntime()
  const root = join(import.meta.dirname, '..', '..')
  const args = [`--user-data-dir=${userData}`, ...electronArguments(runtime, root)]
  const app = spawn(runtime.executable, args, { cwd: root, stdio: 'ignore' })
  try {
    const log = () => readFile(join(userData, 'logs', 'main.log'), 'utf8').catch(() => '')
    await expect.poll(log).toContain('"what":"refused to start","code":"settings.damaged"')
  } finally {
    // The message stands on the screen until somebody reads it.
    app.kill('SIGKILL')
    await rm(userData, { recursive: true, force: true, maxRetries: 5 })
  }
})
