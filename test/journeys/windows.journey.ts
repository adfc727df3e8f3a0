import { expect, test } from './journey.ts'

test('the app shows the bid tool, opens the hall and a phone, each with its name', async ({ launch }) => {
  const app = await launch()
  const bidTool = await app.bidTool()
  await expect(bidTool.getByText('离线演示 · 服务已连接')).toBeVisible()

  await bidTool.getByRole('button', { name: '打开开标大厅' }).click()
  const hall = await app.openingHall()
  await expect(hall.getByText('还没有开标项目')).toBeVisible()

  await bidTool.getByRole('button', { name: '打开手机' }).click()
  const phone = await app.window('app://phone/')
  await expect(phone.getByRole('button', { name: '获取验证码' })).toBeVisible()

  expect(await Promise.all([bidTool, hall, phone].map((page) => page.title()))).toEqual([
    '封标 · 投标文件制作工具',
    '封标 · 开标大厅',
    '标证通',
  ])
})

test('a server that is killed comes back, and the window says so', async ({ launch }) => {
  const app = await launch()
  const bidTool = await app.bidTool()
  await expect(bidTool.getByText('服务已连接')).toBeVisible()

  await app.killServer()

  await expect(bidTool.getByText('服务已断开')).toBeVisible()
  await expect(bidTool.getByText('服务已连接')).toBeVisible()
})

test('a phone has no bridge to the desktop and sees the pixels of the desktop window', async ({ launch }) => {
  const app = await launch()
  const bidTool = await app.bidTool()
  await bidTool.getByRole('button', { name: '打开手机' }).click()
  const phone = await app.window('app://phone/')
  await phone.getByRole('textbox', { name: '手机号' }).click()

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
      policy: page.headers.get('content-security-policy')?.replace(/http:\/\/127\.0\.0\.1:\d+/, 'SERVER'),
    }
  })
  expect(seen).toEqual({
    status: 206,
    text: '<!doctype html>',
    policy:
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:; " +
      "font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' SERVER; object-src 'none'; " +
      "base-uri 'none'; frame-ancestors 'none'",
  })
})
