import { basename } from 'node:path'
import { crc32 } from 'node:zlib'
import type { SyncSource } from '../../domain/byte-source.ts'
import { piecesOf, syncPiecesOf } from '../../domain/byte-source.ts'
import { hexOf } from '../../domain/bytes.ts'
import { crossPageSeal } from '../../domain/pdf/cross-page-seal.ts'
import { encodePicture } from '../../domain/pdf/embed-picture.ts'
import { inspectPdf } from '../../domain/pdf/inspect-pdf.ts'
import { prepareSeal } from '../../domain/pdf/prepare-seal.ts'
import { findSeals } from '../../domain/pdf/read-seals.ts'
import type { SealAppearance } from '../../domain/pdf/seal-appearance.ts'
import { createSm3 } from '../../domain/sm/sm3.ts'
import { fileIdentity } from '../../node/file-identity.ts'
import { type FileSource, openChosenFile, openFileSource } from '../../node/file-source.ts'
import { openFileStore } from '../store/file-store.ts'
import type { Pass } from '../store/known-passes.ts'
import type { Acts } from '../workers/orders.ts'
import type { PdfOrders } from './pdf-orders.ts'

type Tell = (doneInBytes: number) => void

/** Everything that reads a PDF through: for a thread, since files are waited for and digested here. */
export const pdfActs: Acts<PdfOrders> = {
  async import({ path, filesFolder }, tell) {
    const source = await openChosenFile(path, basename(path))
    try {
      // What cannot be sealed is refused before it is copied; what counts is what stands in the copy.
      inspectPdf(source)
      let pageCount = 0
      const files = openFileStore(filesFolder)
      const file = await files.putPieces(counted(piecesOf(source), tell), async (copy) => {
        pageCount = await using(await openFileSource(copy), (copied) => inspectPdf(copied).pageCount)
      })
      return { file: { ...file, pageCount }, pass: files.passes.of(file.blob) }
    } finally {
      await source.close()
    }
  },

  digest: ({ filesFolder, blob }, tell) => withPass({ filesFolder, blob, known: null }, tell, (_, pass) => pass),

  prepare: ({ placed, picture, request, ...stored }, tell) =>
    withPass(stored, tell, async (source, pass) => {
      const appearances = appearancesOf(placed, picture, source)
      const prepared = await prepareSeal({ ...request, pdf: source, previousDigest: pass.digest, appearances })
      const pages = [...new Set(appearances.map(({ page }) => page + 1))].sort((a, b) => a - b)
      return { prepared, pass, pages }
    }),

  encode: ({ png }) => encodePicture(png),

  async examine({ filesFolder, blob }, tell) {
    const source = await openFileStore(filesFolder).open(blob)
    if (source === null) return null
    return using(source, () => {
      if (readThrough(source, blob, tell) === null) return null
      const seals = findSeals(source)
      const areSound = seals.every(({ coverage }) => coverage.kind === 'sound')
      return { sizeInBytes: source.sizeInBytes, sealCount: seals.length, areSound }
    })
  },
}

/**
 * Uses a stored file and a pass over it, an earlier one where the file is still the same; null when it is gone or changed.
 * Whoever copies the file afterwards compares the identity again.
 */
async function withPass<T>(
  { filesFolder, blob, known }: { filesFolder: string; blob: string; known: Pass | null },
  tell: Tell,
  use: (source: FileSource, pass: Pass) => T | Promise<T>,
): Promise<T | null> {
  const files = openFileStore(filesFolder)
  // Before the first byte is read: what changes from here on shows in the next identity.
  const identity = await fileIdentity(files.pathOf(blob))
  const source = await files.open(blob)
  if (source === null || identity === null) return null
  return using(source, async () => {
    const isKnown = known?.identity === identity && isNameOf(blob, known.digest)
    const read = isKnown ? known : readThrough(source, blob, tell)
    if (read === null) return null
    if (isKnown) tell(source.sizeInBytes)
    return use(source, { ...read, identity })
  })
}

const isNameOf = (blob: string, digest: Uint8Array) => hexOf(createSm3(digest).digest()) === blob

/** Null when the bytes are not those that the name promises. */
function readThrough(source: SyncSource, blob: string, tell: Tell): Omit<Pass, 'identity'> | null {
  const running = createSm3()
  let [done, checksum] = [0, 0]
  for (const piece of syncPiecesOf(source, 0, source.sizeInBytes)) {
    running.update(piece)
    checksum = crc32(piece, checksum)
    done += piece.length
    tell(done)
  }
  const digest = running.save()
  return isNameOf(blob, digest) ? { digest, crc32: checksum } : null
}

async function* counted(pieces: AsyncIterable<Uint8Array>, tell: Tell): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const piece of pieces) {
    yield piece
    done += piece.length
    tell(done)
  }
}

async function using<T>(source: FileSource, use: (source: FileSource) => T | Promise<T>): Promise<T> {
  try {
    return await use(source)
  } finally {
    await source.close()
  }
}

function appearancesOf(
  { placements, crossPage }: PdfOrders['prepare']['order']['placed'],
  { data: png, widthMm, heightMm }: PdfOrders['prepare']['order']['picture'],
  pdf: SyncSource,
): SealAppearance[] {
  const single = placements.map(({ page, xMm, yMm }) => ({
    page: page - 1,
    xMm: xMm - widthMm / 2,
    yMm: yMm - heightMm / 2,
    widthMm,
    heightMm,
    png,
  }))
  if (!crossPage) return single
  const { pageSizes } = inspectPdf(pdf)
  const pages = pageSizes.map((_, page) => page)
  const yMm = Math.max(0, ((pageSizes[0]?.heightMm ?? heightMm) - heightMm) / 2)
  return [...single, ...crossPageSeal({ pageSizes, pages, png, widthMm, heightMm, yMm })]
}
