import { type SyncSource, syncPiecesOf } from '../byte-source.ts'
import { createSm3, type Sm3 } from '../sm/sm3.ts'
import { type PdfInput, sourceOf } from './pdf-bytes.ts'

/** What a signature covers: from the start to its hole, and from after the hole on (ISO 32000-1, clause 12.8.1). */
export type ByteRange = readonly [0, number, number, number]

/** Told how many bytes were digested since the last time. */
export type OnDigested = (bytes: number) => void

/** The two stretches of the file that a signature covers, piece by piece, for digests other than SM3. */
export function* signedPieces(pdf: PdfInput, [, before, after, length]: ByteRange): Generator<Uint8Array> {
  const source = sourceOf(pdf)
  yield* syncPiecesOf(source, 0, before)
  yield* syncPiecesOf(source, after, after + length)
}

/** SM3 over the whole file as `Sm3.save` gives it. */
export function digestOfFile(pdf: PdfInput): Uint8Array {
  const source = sourceOf(pdf)
  return absorb(createSm3(), source, { from: 0, to: source.sizeInBytes }).save()
}

/**
 * SM3 over each range, 32 bytes each. Every range begins with the file, so what they have in common is digested once: a
 * file with many seals costs little more than one with a single seal.
 */
export function digestRanges(pdf: PdfInput, ranges: readonly ByteRange[], onDigested?: OnDigested): Uint8Array[] {
  const source = sourceOf(pdf)
  const digests: Uint8Array[] = []
  const common = createSm3()
  let done = 0
  const progress = onDigested && { onDigested }
  for (const i of [...ranges.keys()].sort((left, right) => ranges[left]![1] - ranges[right]![1])) {
    const [, before, after, length] = ranges[i]!
    absorb(common, source, { from: done, to: before, ...progress })
    done = before
    const own = createSm3(common.save())
    digests[i] = absorb(own, source, { from: after, to: after + length, ...progress }).digest()
  }
  return digests
}

function absorb(
  digest: Sm3,
  source: SyncSource,
  { from, to, onDigested }: { from: number; to: number; onDigested?: OnDigested },
): Sm3 {
  for (const piece of syncPiecesOf(source, from, to)) {
    digest.update(piece)
    onDigested?.(piece.length)
  }
  return digest
}
