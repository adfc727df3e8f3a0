import { concatBytes } from '../bytes.ts'
import { inflate } from './decode-stream.ts'

// ISO/IEC 15948: what a PNG must be before the library that decodes it may see it.

const headerEnd = 33
const paletteType = 3
/** Samples of a pixel and the depths that its type allows (clause 11.2.2). */
const colorTypes: ReadonlyMap<number, { samples: number; depths: readonly number[] }> = new Map([
  [0, { samples: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { samples: 3, depths: [8, 16] }],
  [paletteType, { samples: 1, depths: [1, 2, 4, 8] }],
  [4, { samples: 2, depths: [8, 16] }],
  [6, { samples: 4, depths: [8, 16] }],
])
/** Column and row where each pass of an interlaced picture begins, and its steps (clause 8.2). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

interface PngChunk {
  type: string
  data: Uint8Array
}

/**
 * Whether a PNG's chunks follow one another to its end and its compressed rows are exactly as many and as long as its header
 * says. ⚔ The decoding library runs for ever behind a missing end, and makes room for the stated size before it looks at the
 * rows. Fails with `pdf.damaged` when the rows cannot be inflated.
 */
export function isWholePng(png: Uint8Array): boolean {
  const chunks = readChunks(png)
  if (chunks === null || chunks[0]?.type !== 'IHDR' || chunks.at(-1)?.type !== 'IEND') return false
  const rows = rowsOf(png)
  const hasPalette = chunks.some(({ type, data }) => type === 'PLTE' && data.length > 0 && data.length % 3 === 0)
  if (rows === null || (png[25] === paletteType && !hasPalette)) return false
  const size = rows.reduce((total, { count, length }) => total + count * length, 0)
  const compressed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  const inflated = inflate(concatBytes(...compressed), size)
  return inflated.length === size && haveKnownFilters(inflated, rows)
}

/** Null unless every chunk is whole and the last byte of the last one is the last of the file. */
function readChunks(png: Uint8Array): PngChunk[] | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: PngChunk[] = []
  let at = 8
  while (at + 12 <= png.length) {
    const length = view.getUint32(at)
    if (at + 12 + length > png.length) return null
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
    if (type === 'IEND') break
  }
  return at === png.length && headerEnd <= png.length ? chunks : null
}

interface PngRows {
  count: number
  /** In bytes, the filter's included. */
  length: number
}

/** The rows of each pass; null when the header says something that does not exist. */
function rowsOf(png: Uint8Array): PngRows[] | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const [depth, type, compression, filter, interlace] = png.subarray(24, 29)
  const color = colorTypes.get(type!)
  const isKnown = color?.depths.includes(depth!) && compression === 0 && filter === 0 && interlace! <= 1
  if (color === undefined || !isKnown || width === 0 || height === 0) return null
  const rowsAcross = (columns: number, count: number): PngRows => ({
    count: columns === 0 ? 0 : count,
    length: 1 + Math.ceil((columns * color.samples * depth!) / 8),
  })
  if (interlace === 0) return [rowsAcross(width, height)]
  return passes.map(([column, row, across, down]) =>
    rowsAcross(Math.ceil(Math.max(0, width - column) / across), Math.ceil(Math.max(0, height - row) / down)),
  )
}

function haveKnownFilters(inflated: Uint8Array, rows: readonly PngRows[]): boolean {
  let at = 0
  for (const { count, length } of rows)
    for (let row = 0; row < count; row++, at += length) if (inflated[at]! > 4) return false
  return true
}
