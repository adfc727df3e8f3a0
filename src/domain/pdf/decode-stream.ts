import { decodePDFRawStream, PDFContext, PDFRawStream } from '@cantoo/pdf-lib'
import type { SyncSource } from '../byte-source.ts'
import { concatBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { dictOf, isArray, isKind, type PdfObject, type PdfStream } from './pdf-objects.ts'

const maxDecodedBytes = 64 * 1024 * 1024
const stepSize = 64 * 1024

/**
 * The bytes of a cross-reference or object stream: plain or Flate with PNG prediction (ISO 32000-1, clause 7.4.4).
 * Fails with `pdf.damaged` for anything else and above 64 MiB, since these streams must be read whole.
 */
export function decodeStream({ dict, content }: PdfStream): Uint8Array {
  const filter = single(dict.entries.get('Filter'))
  // What was compressed is smaller than what it becomes.
  if (content.sizeInBytes > maxDecodedBytes) refuse('a structure stream is too large')
  if (filter === null) return readAll(content)
  if (!isKind(filter, 'name') || filter.name !== 'FlateDecode') refuse('a structure stream has an unusual filter')
  const inflated = inflate(readAll(content))
  const stated = single(dict.entries.get('DecodeParms'))
  if (stated !== null && !isKind(stated, 'dict')) refuse('a stream has unreadable parameters')
  const parameters = stated ?? dictOf([])
  const number = (key: string, otherwise: number) => {
    const value = parameters.entries.get(key) ?? otherwise
    return typeof value === 'number' ? value : refuse('a stream has unreadable parameters')
  }
  const predictor = number('Predictor', 1)
  if (predictor === 1) return inflated
  if (predictor < 10 || number('Colors', 1) !== 1 || number('BitsPerComponent', 8) !== 8)
    refuse('a structure stream has an unusual prediction')
  return undoPngPrediction(inflated, number('Columns', 1))
}

const readAll = (content: SyncSource) => content.readSync(0, content.sizeInBytes)

function single(object: PdfObject | undefined): PdfObject {
  if (object === undefined) return null
  if (!isArray(object)) return object
  return object.length === 1
    ? object[0]!
    : object.length === 0
      ? null
      : refuse('a structure stream has several filters')
}

/**
 * Inflates a zlib stream step by step: asked for the most that it may be, the decoder would take that much memory for every
 * few bytes. Fails with `pdf.damaged`, also when more than `limit` bytes come out.
 */
export function inflate(content: Uint8Array, limit = maxDecodedBytes): Uint8Array {
  const dict = PDFContext.create().obj({ Filter: 'FlateDecode' })
  const steps: Uint8Array[] = []
  let length = 0
  try {
    const decoder = decodePDFRawStream(PDFRawStream.of(dict, content))
    for (let step = nextStep(decoder); step.length > 0; step = nextStep(decoder)) {
      length += step.length
      if (length > limit) break
      steps.push(step)
    }
  } catch (cause) {
    fail('pdf.damaged', { offset: 0, reason: 'a compressed stream is broken' }, cause)
  }
  if (length > limit) refuse('a structure stream is too large')
  return concatBytes(...steps)
}

const nextStep = (decoder: ReturnType<typeof decodePDFRawStream>) => new Uint8Array(decoder.getBytes(stepSize))

/** PNG filters 0 … 4 for one byte a sample (ISO/IEC 15948, clause 9). */
function undoPngPrediction(input: Uint8Array, columns: number): Uint8Array {
  if (!Number.isInteger(columns) || columns < 1 || columns > 65_536 || input.length % (columns + 1) !== 0)
    refuse('a predicted stream has broken rows')
  const rowCount = input.length / (columns + 1)
  const output = new Uint8Array(rowCount * columns)
  for (let row = 0; row < rowCount; row++) {
    const filter = input[row * (columns + 1)]!
    if (filter > 4) refuse('a predicted stream has an unknown filter')
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const left = column > 0 ? output[at - 1]! : 0
      const up = row > 0 ? output[at - columns]! : 0
      const corner = row > 0 && column > 0 ? output[at - columns - 1]! : 0
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!
      output[at] = input[row * (columns + 1) + 1 + column]! + predicted
    }
  }
  return output
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ]
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
}

function refuse(reason: string): never {
  fail('pdf.damaged', { offset: 0, reason })
}
