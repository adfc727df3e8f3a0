import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fontkit from '@cantoo/fontkit'
import { degrees, PDFDocument } from '@cantoo/pdf-lib'
import { crc32 } from './crc32.ts'

interface PaperOptions {
  pageCount?: number
  rotation?: number
  /** Points: left, bottom, width, height. */
  cropBox?: [number, number, number, number]
  useObjectStreams?: boolean
}

const font = () => readFileSync(join(import.meta.dirname, '../../resources/fonts/NotoSansSC-Regular.ttf'))

/** A bid's PDF: A4 pages with Chinese text. */
export async function makePdf(options: PaperOptions = {}): Promise<Uint8Array> {
  const { pageCount = 1, rotation = 0, cropBox, useObjectStreams = false } = options
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  const embedded = await document.embedFont(font(), { subset: true })
  for (let i = 1; i <= pageCount; i++) {
    const page = document.addPage([595.276, 841.89])
    page.drawText(`投标函 第${i}页 总价壹佰万元`, { x: 60, y: 760, size: 20, font: embedded })
    page.setRotation(degrees(rotation))
    if (cropBox) page.setCropBox(...cropBox)
  }
  return new Uint8Array(await document.save({ useObjectStreams }))
}

/** A red ring with a transparent middle and corners, as a PNG. */
export const makeSealPng = (sizeInPixels = 120): Uint8Array =>
  makePng(sizeInPixels, (x, y) => Math.hypot(x - 0.5, y - 0.5) <= 0.5 && Math.hypot(x - 0.5, y - 0.5) > 0.4)

/** Red in its top left quarter only, so that a turned picture shows. */
export const makeCornerPng = (): Uint8Array => makePng(120, (x, y) => x < 0.5 && y < 0.5)

/** `isRed` gets fractions of the width and height; all else is transparent. */
function makePng(sizeInPixels: number, isRed: (x: number, y: number) => boolean): Uint8Array {
  const rows = new Uint8Array(sizeInPixels * (1 + 4 * sizeInPixels))
  for (let y = 0; y < sizeInPixels; y++)
    for (let x = 0; x < sizeInPixels; x++)
      if (isRed((x + 0.5) / sizeInPixels, (y + 0.5) / sizeInPixels))
        rows.set([200, 16, 46, 255], y * (1 + 4 * sizeInPixels) + 1 + 4 * x)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(sizeInPixels, 0)
  header.writeUInt32BE(sizeInPixels, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(data.length, 0)
    ends.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]),
  )
}

/** Runs a tool over a file in a folder of its own; gives what it prints and the file it wrote as `out*`, if any. */
export function runOverFile(tool: string, bytes: Uint8Array, args: (input: string, output: string) => string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'sealed-pdf-'))
  try {
    const [input, output] = [join(folder, 'in.pdf'), join(folder, 'out')]
    writeFileSync(input, bytes)
    const printed = execFileSync(tool, args(input, output), { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 })
    return { printed, written: existsSync(output) ? new Uint8Array(readFileSync(output)) : new Uint8Array() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const convertWithQpdf = (bytes: Uint8Array, ...options: string[]): Uint8Array =>
  runOverFile('qpdf', bytes, (input, output) => [...options, input, output]).written

/** What `qpdf --check` says; throws when it finds an error or a warning. */
export const checkWithQpdf = (bytes: Uint8Array): string =>
  runOverFile('qpdf', bytes, (input) => ['--check', input]).printed.toString()

/** Poppler's report about the signature fields. */
export const pdfsig = (bytes: Uint8Array): string => {
  try {
    return runOverFile('pdfsig', bytes, (input) => ['-nocert', input]).printed.toString()
  } catch (error) {
    // Exit codes say "not verified"; the report is what counts here.
    return String((error as { stdout?: unknown }).stdout)
  }
}

/** Where red pixels are on a page as poppler shows it, in millimetres from its top left; null when there are none. */
export function redAreaOf(bytes: Uint8Array, page: number) {
  const red = redPixelsOf(bytes, page)
  if (red.length === 0) return null
  const [xs, ys] = [red.map(([x]) => x), red.map(([, y]) => y)]
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b))
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b))
  const mm = (length: number) => Math.round((length / dpi) * 25.4)
  return {
    xMm: mm(least(xs)),
    yMm: mm(least(ys)),
    widthMm: mm(most(xs) + 1 - least(xs)),
    heightMm: mm(most(ys) + 1 - least(ys)),
  }
}

export const countRed = (bytes: Uint8Array): number => redPixelsOf(bytes, 0).length

const dpi = 150

function redPixelsOf(bytes: Uint8Array, page: number): [number, number][] {
  const range = ['-f', `${page + 1}`, '-l', `${page + 1}`]
  const image = runOverFile('pdftoppm', bytes, (input) => ['-r', String(dpi), '-cropbox', ...range, input]).printed
  const header = /^P6\s(\d+) \d+\s255\s/.exec(image.subarray(0, 40).toString('latin1'))!
  const width = Number(header[1])
  const pixels = image.subarray(header[0].length)
  const red: [number, number][] = []
  for (let at = 0; at < pixels.length; at += 3)
    if (pixels[at]! >= 150 && pixels[at + 1]! <= 100 && pixels[at + 2]! <= 120)
      red.push([(at / 3) % width, Math.floor(at / 3 / width)])
  return red
}
