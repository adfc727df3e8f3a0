import { writeFile } from 'node:fs/promises'
import QRCode from 'qrcode'

const width = 640
const height = 480
const framesWithCode = 8
const emptyFrames = 2
const pixelsPerModule = 6
/** Luminance of a desk, of a screen that shows the code, and of its dark modules; no camera sees pure black or white. */
const luminance = { desk: 96, screen: 214, dark: 38 }
const grey = 128

/**
 * Writes what a phone's camera sees as an uncompressed film (Y4M), which Chromium plays over and over as its camera: first
 * the desk, then a screen with the QR code, or the desk alone without one.
 */
export async function writeCameraFilm(path: string, qrContent: string | null): Promise<void> {
  const empty = frameOf(() => luminance.desk)
  const shown = qrContent === null ? empty : frameOf(codeInTheMiddle(qrContent))
  const frames = Array.from({ length: emptyFrames + framesWithCode }, (_, i) => (i < emptyFrames ? empty : shown))
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`), ...frames]))
}

function codeInTheMiddle(content: string): (x: number, y: number) => number {
  const { modules } = QRCode.create(content)
  const codeSize = modules.size * pixelsPerModule
  const quietZone = 4 * pixelsPerModule
  const [left, top] = [Math.floor((width - codeSize) / 2), Math.floor((height - codeSize) / 2)]
  const isWithin = (x: number, y: number, margin: number) =>
    x >= left - margin && y >= top - margin && x < left + codeSize + margin && y < top + codeSize + margin
  return (x, y) => {
    if (!isWithin(x, y, quietZone)) return luminance.desk
    if (!isWithin(x, y, 0)) return luminance.screen
    const [column, row] = [Math.floor((x - left) / pixelsPerModule), Math.floor((y - top) / pixelsPerModule)]
    return modules.get(row, column) ? luminance.dark : luminance.screen
  }
}

function frameOf(luminanceAt: (x: number, y: number) => number): Buffer {
  const frame = Buffer.alloc(width * height * 1.5, grey)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) frame[y * width + x] = luminanceAt(x, y)
  return Buffer.concat([Buffer.from('FRAME\n'), frame])
}
