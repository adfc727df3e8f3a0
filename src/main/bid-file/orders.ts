import type { PayloadKey } from '../../domain/bid-file/chunk-cipher.ts'
import type { BidDescription, BidOutline } from '../../domain/bid-file/pack.ts'
import type { MeasuredEntry } from '../../domain/zip/write-zip.ts'
import type { ZipEntry } from '../../domain/zip/zip-records.ts'
import type { Pass } from '../store/known-passes.ts'

/** Where the content of an entry comes from: a file of the store, or memory. */
export type Content = FileToMeasure | { name: string; bytes: Uint8Array }

export type FileToMeasure = { name: string; path: string; sizeInBytes: number }

/** What a pass over a file found, and the pass. */
export type ReadFile = MeasuredEntry & { pass: Pass }

/** Entries of an archive and the content of each, in the same order. */
export interface Archive {
  entries: readonly ZipEntry[]
  contents: readonly Content[]
}

/** Chunks that stand behind one another: what one order is about. */
export interface Span {
  first: number
  count: number
}

/**
 * What is remembered of finished chunks, 36 bytes each: SM3 of the chunk, then CRC-32 of its plaintext (big-endian). All
 * zero for a chunk that is still to be sealed.
 */
export type ChunkRecords = Uint8Array
export const chunkRecordSize = 36

/** Where bid file and plain copy are while they are made. */
export interface PathsInMaking {
  bidPath: string
  plainPath: string
}

export interface PlacedBytes {
  bytes: Uint8Array
  /** In the file, in bytes. */
  at: number
}

/** What the threads do for 生成投标文件. */
export type GeneratingOrders = {
  /** Files that are read side by side; in their order. Failure: `zip.source-changed`. */
  measure: { order: readonly FileToMeasure[]; answer: ReadFile[] }
  /**
   * That chunks and statement are those that were signed; the answer is the SM3 of header and trailer, of which nothing
   * vouches for the encrypted file key. Failures: those of `endsOf`, `bid-file.statement-mismatch`.
   */
  requireWhole: { order: { path: string }; answer: Uint8Array }
  outline: {
    order: { description: BidDescription; files: readonly MeasuredEntry[] }
    answer: BidOutline & { archiveCrc32: number }
  }
  /** Before `seal`, on every thread. */
  prepareSealing: { order: { archive: Archive; key: PayloadKey } & PathsInMaking; answer: null }
  /**
   * Seals the chunks of a span into their places in the bid file, and writes their plaintext into the plain copy. A chunk
   * that is remembered and still lies there is not sealed again; null when it is of other bytes than the files have now.
   * Failures: `zip.source-changed`, `file.disk-full`, `file.unwritable`.
   */
  seal: { order: Span & { remembered: ChunkRecords }; answer: ChunkRecords | null }
  /** Overwrites the keys. */
  forgetKeys: { order: null; answer: null }
  /**
   * Writes what stands around the chunks, and the end of the plain copy, whose entries are those of the bid and the
   * statement. Both files are on the disk then. Failures: `file.disk-full`, `file.unwritable`.
   */
  finish: {
    order: { around: readonly PlacedBytes[]; entries: readonly ZipEntry[]; statement: Uint8Array } & PathsInMaking
    answer: null
  }
  /** Copies the first `length` bytes of a file over another and to the disk. Failures as `seal`. */
  copy: { order: { name: string; from: string; to: string; length: number }; answer: null }
}
