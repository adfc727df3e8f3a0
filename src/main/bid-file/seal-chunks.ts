import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { StartedBidFile } from '../../domain/bid-file/generate.ts'
import { type BidFileMeta, chunkCountOf } from '../../domain/bid-file/meta.ts'
import { createPayloadDigest } from '../../domain/bid-file/payload-digest.ts'
import { fail } from '../../domain/failure.ts'
import { crc32Shift, joinedCrc32 } from '../../domain/zip/crc32.ts'
import { lanes } from '../../node/digest-side-by-side.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { WorkerPool } from '../workers/pool.ts'
import {
  type Archive,
  type ChunkRecords,
  chunkRecordSize,
  type FileToMeasure,
  type GeneratingOrders,
  type PathsInMaking,
  type ReadFile,
  type Span,
} from './orders.ts'

type Pool = WorkerPool<GeneratingOrders>
export type Tell = (doneInBytes: number) => void

/** Plaintext bytes of one order: long enough that messages cost nothing, short enough to tell how far the work is. */
const spanInBytes = 0x400000

/** Reads every file once, by all threads. Fails with `zip.source-changed`. */
export async function measureFiles(pool: Pool, files: readonly FileToMeasure[], tell: Tell): Promise<ReadFile[]> {
  const measured = new Map<string, ReadFile>()
  const advance = advancing(tell)
  await pool.each(
    'measure',
    dealt(files, pool.threads),
    (answers, hand) => {
      for (const one of answers) measured.set(one.name, one)
      advance(hand, sizeOfAll(hand))
    },
    (doneInBytes, hand) => advance(hand, doneInBytes),
  )
  return files.flatMap(({ name }) => measured.get(name) ?? [])
}

/** Tells how much of all orders is done together, whenever it is said of one how much of that is. */
export function advancing(tell: Tell): (order: object, doneInBytes: number) => void {
  const doneOf = new WeakMap<object, number>()
  let done = 0
  return (order, doneInBytes) => {
    done += doneInBytes - (doneOf.get(order) ?? 0)
    doneOf.set(order, doneInBytes)
    tell(done)
  }
}

export const sizeOfAll = (files: readonly { sizeInBytes: number }[]): number =>
  files.reduce((sum, one) => sum + one.sizeInBytes, 0)

/**
 * Files as they are given to threads: large ones first, four of about one size together, because a thread digests four as
 * fast as two; small ones go along. Where there are no more files than threads, each has its own.
 */
export function* dealt<T extends { sizeInBytes: number }>(files: readonly T[], threads: number): Generator<T[]> {
  const isFew = files.length <= threads
  let hand: T[] = []
  let heldInBytes = 0
  for (const file of files.toSorted((a, b) => b.sizeInBytes - a.sizeInBytes)) {
    hand.push(file)
    heldInBytes += file.sizeInBytes
    if (!isFew && (hand.length < lanes || heldInBytes < spanInBytes)) continue
    yield hand
    ;[hand, heldInBytes] = [[], 0]
  }
  if (hand.length > 0) yield hand
}

/** The chunks of a bid file as they are given to threads. */
function* spansOf(meta: BidFileMeta): Generator<Span> {
  const [count, step] = [chunkCountOf(meta), Math.max(1, Math.floor(spanInBytes / meta.chunkSize))]
  for (let first = 0; first < count; first += step) yield { first, count: Math.min(step, count - first) }
}

function* spansToSeal(meta: BidFileMeta, records: ChunkRecords) {
  for (const span of spansOf(meta)) {
    const [from, to] = [span.first, span.first + span.count].map((chunk) => chunk * chunkRecordSize)
    yield { ...span, remembered: records.slice(from, to) }
  }
}

export interface ChunksToSeal {
  started: StartedBidFile
  archive: Archive
  /** CRC-32 of the archive as it was measured. */
  archiveCrc32: number
  paths: PathsInMaking
  /** What an earlier run remembered; all zero in the first one. It is brought up to date. */
  records: ChunkRecords
  recordsPath: string
}

/**
 * Seals every chunk that is not sealed yet into its place, in any order, and remembers each span once it is written. The
 * plain copy gets what it has in common with the bid, all of it. Returns the digest of the chunks. Fails with
 * `zip.source-changed` when the files were no longer those that were measured, and as `seal`.
 */
export async function sealChunksInPool(pool: Pool, work: ChunksToSeal, tell: Tell): Promise<Uint8Array> {
  const { started, archive, paths, records, recordsPath } = work
  const { meta, salt, fileKey } = started
  const unwritable = (error: unknown) => {
    throw folderFailure(error, dirname(recordsPath))
  }
  await pool.everywhere('prepareSealing', { archive, key: { meta, salt, fileKey }, ...paths })
  const remembering = await open(recordsPath, 'r+').catch(unwritable)
  let [done, isOther] = [0, false]
  try {
    await pool.each('seal', spansToSeal(meta, records), async (sealed, { first, count }) => {
      if (sealed === null) {
        isOther = true
        return
      }
      records.set(sealed, first * chunkRecordSize)
      await remembering.write(sealed, 0, sealed.length, first * chunkRecordSize).catch(unwritable)
      done += count * meta.chunkSize
      tell(Math.min(done, meta.plaintextLength))
    })
  } finally {
    await remembering.close()
  }
  await pool.everywhere('forgetKeys', null)
  const found = readRecords(records, meta)
  if (isOther || found.archiveCrc32 !== work.archiveCrc32)
    fail('zip.source-changed', { name: await changedName(pool, archive) })
  return createPayloadDigest(salt).add(found.digests).digest()
}

/** SM3 of each chunk behind one another, and the CRC-32 of all their plaintext together. */
function readRecords(records: ChunkRecords, meta: StartedBidFile['meta']) {
  const count = records.length / chunkRecordSize
  const view = new DataView(records.buffer, records.byteOffset, records.length)
  const digests = new Uint8Array(count * 32)
  const wholeChunk = crc32Shift(meta.chunkSize)
  const lastChunk = crc32Shift(meta.plaintextLength - (count - 1) * meta.chunkSize)
  let archiveCrc32 = 0
  for (let chunk = 0; chunk < count; chunk++) {
    const at = chunk * chunkRecordSize
    digests.set(records.subarray(at, at + 32), chunk * 32)
    const shift = chunk === count - 1 ? lastChunk : wholeChunk
    archiveCrc32 = joinedCrc32(archiveCrc32, view.getUint32(at + 32), shift)
  }
  return { digests, archiveCrc32 }
}

/** Which file is another one now; only asked when it is known that one is. */
async function changedName(pool: Pool, { entries, contents }: Archive): Promise<string> {
  let changed = contents[0]?.name ?? ''
  const files = contents.flatMap((content) => ('path' in content ? [content] : []))
  for (const { name, crc32 } of await measureFiles(pool, files, () => {}))
    if (entries.find((entry) => entry.name === name)?.crc32 !== crc32) changed = name
  return changed
}
