import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import {
  type ChunkCipher,
  createChunkCipher,
  type PayloadKey,
  placeOfChunk,
} from '../../domain/bid-file/chunk-cipher.ts'
import { chunksOffset } from '../../domain/bid-file/header.ts'
import { requireSignedPayload } from '../../domain/bid-file/open.ts'
import { outlineBid } from '../../domain/bid-file/pack.ts'
import { payloadDigestOf } from '../../domain/bid-file/payload.ts'
import { endsOf } from '../../domain/bid-file/rewrap.ts'
import { equalBytes, uint32Bytes } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { sm3, sm3OfEach } from '../../domain/sm/sm3.ts'
import { archiveCrc32, archiveParts, readArchive } from '../../domain/zip/archive-layout.ts'
import { type ZipEntry, zipSize } from '../../domain/zip/zip-records.ts'
import { nodeCiphers } from '../../node/aes-gcm.ts'
import { readFullyAt, writeFullyAt } from '../../node/bytes-at.ts'
import { digestSideBySide, fromOneQueue, type Reading } from '../../node/digest-side-by-side.ts'
import { identityOf } from '../../node/file-identity.ts'
import { openFileSource } from '../../node/file-source.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { Acts } from '../workers/orders.ts'
import { openArchiveReader } from './archive-reader.ts'
import {
  type ChunkRecords,
  chunkRecordSize,
  type FileToMeasure,
  type GeneratingOrders,
  type PathsInMaking,
  type PlacedBytes,
  type ReadFile,
  type Span,
} from './orders.ts'

const pieceSize = 0x100000
const tellEvery = 8 * pieceSize

interface Sealing {
  reader: ReturnType<typeof openArchiveReader>
  key: PayloadKey
  cipher: ChunkCipher
  paths: PathsInMaking
  /** Where the chunks begin in the bid file. */
  start: number
  bid: number
  plain: number
}

/** What one thread does for 生成投标文件, and what it holds meanwhile. `room` is its `engineRoom`. */
export function generatingActs(room: Uint8Array): Acts<GeneratingOrders> {
  let sealing: Sealing | null = null

  function* piecesOf(sizeInBytes: number, tell: (doneInBytes: number) => void) {
    for (let at = 0; at < sizeInBytes; at += pieceSize) {
      if (at % tellEvery === 0) tell(at)
      yield { at, bytes: room.subarray(0, Math.min(pieceSize, sizeInBytes - at)) }
    }
  }

  return {
    measure(files, tell) {
      const measured = new Map<string, ReadFile>()
      digestSideBySide(fromOneQueue(readingsOf(files, measured)), room, tell)
      return files.map(({ name }) => measured.get(name)!)
    },
    async requireWhole({ path }, tell) {
      const source = await openFileSource(path)
      try {
        const { header, signed, bytes } = await endsOf(source)
        requireSignedPayload(await payloadDigestOf(source, header, { onProgress: tell }), signed)
        return sm3(bytes)
      } finally {
        await source.close()
      }
    },
    outline({ description, files }) {
      const outline = outlineBid(description, files)
      return { ...outline, archiveCrc32: archiveCrc32(archiveParts(outline.entries)) }
    },
    prepareSealing({ archive, key, ...paths }) {
      sealing = {
        reader: openArchiveReader(archive),
        key,
        cipher: createChunkCipher(key, nodeCiphers),
        paths,
        start: chunksOffset(key.meta),
        bid: openSync(paths.bidPath, 'r+'),
        plain: openSync(paths.plainPath, 'r+'),
      }
      return null
    },
    seal(order) {
      if (sealing === null) throw new Error('prepareSealing comes first')
      return sealSpan(sealing, room, order)
    },
    forgetKeys() {
      if (sealing !== null) {
        sealing.key.fileKey.fill(0)
        room.fill(0)
        sealing.reader.close()
        closeSync(sealing.bid)
        closeSync(sealing.plain)
      }
      sealing = null
      return null
    },
    finish({ around, entries, statement, bidPath, plainPath }) {
      writeToDisk(bidPath, around)
      writeToDisk(plainPath, [endOfPlainCopy(entries, statement)])
      return null
    },
    copy({ name, from, to, length }, tell) {
      const source = stillThere(() => openSync(from, 'r'), name)
      const target = openSync(to, 'r+')
      try {
        for (const { at, bytes } of piecesOf(length, tell)) {
          stillThere(() => readFullyAt(source, bytes, at), name)
          writeTo(target, to, bytes, at)
        }
        fsyncSync(target)
      } finally {
        closeSync(source)
        closeSync(target)
      }
      return null
    },
  }
}

/** Behind the content that bid and plain copy have in common: the statement's entry, and the directory. */
function endOfPlainCopy(entries: readonly ZipEntry[], statement: Uint8Array): PlacedBytes {
  const parts = archiveParts(entries)
  const at = parts.at(-3)!.offset
  const bytes = new Uint8Array(zipSize(entries) - at)
  readArchive(parts, at, bytes, (_, offset, into) => into.set(statement.subarray(offset, offset + into.length)))
  return { bytes, at }
}

/** The last of what is placed is the end of the file: an earlier run may have left a longer one. */
function writeToDisk(path: string, placed: readonly PlacedBytes[]) {
  try {
    const file = openSync(path, 'r+')
    try {
      for (const { bytes, at } of placed) writeFullyAt(file, bytes, at)
      const last = placed.at(-1)!
      ftruncateSync(file, last.at + last.bytes.length)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw folderFailure(error, dirname(path))
  }
}

/** Fails with `zip.source-changed` at a file that is not as large as it was, or cannot be read to its end. */
function* readingsOf(files: readonly FileToMeasure[], measured: Map<string, ReadFile>): Generator<Reading> {
  for (const { name, path, sizeInBytes } of files) {
    const file = stillThere(() => openSync(path, 'r'), name)
    // Before the first byte is read: what changes from here on shows in the next identity.
    const identity = identityOf(fstatSync(file, { bigint: true }))
    yield {
      sizeInBytes,
      read: (into, offset) => stillThere(() => readFullyAt(file, into, offset), name),
      finished({ sm3: digest, savedSm3, crc32: checksum }) {
        if (fstatSync(file).size !== sizeInBytes) fail('zip.source-changed', { name })
        const pass = { identity, digest: savedSm3, crc32: checksum }
        measured.set(name, { name, sizeInBytes, sm3: digest, crc32: checksum, pass })
      },
      close: () => closeSync(file),
    }
  }
}

function sealSpan(
  held: Sealing,
  room: Uint8Array,
  { first, count, remembered }: Span & { remembered: ChunkRecords },
): ChunkRecords | null {
  const { reader, cipher, bid, plain, paths, start } = held
  const { meta } = held.key
  const records = remembered.slice()
  const sealedSize = placeOfChunk(meta, first).sealedLength
  const sealing: { sealed: Uint8Array; record: Uint8Array }[] = []
  for (let i = 0; i < count; i++) {
    const { plaintextOffset, plaintextLength, sealedOffset, sealedLength } = placeOfChunk(meta, first + i)
    const record = records.subarray(i * chunkRecordSize, (i + 1) * chunkRecordSize)
    const place = room.subarray(i * sealedSize, i * sealedSize + sealedLength)
    const isSealed = isThere(bid, start + sealedOffset, { place, record })
    const sealedChecksum = isSealed ? crc32(cipher.open(first + i, place, place)) : null
    const bytes = place.subarray(0, plaintextLength)
    reader.read(plaintextOffset, bytes)
    const checksum = crc32(bytes)
    // ⚔ Never sealed again from other bytes: its nonce would see two plaintexts.
    if (sealedChecksum !== null && sealedChecksum !== checksum) return null
    writeTo(plain, paths.plainPath, bytes, plaintextOffset)
    record.set(uint32Bytes(checksum), 32)
    if (isSealed) continue
    const sealed = cipher.seal(first + i, bytes, place)
    writeTo(bid, paths.bidPath, sealed, start + sealedOffset)
    sealing.push({ sealed, record })
  }
  // Only now, because chunks are digested faster together than one by one.
  for (const [i, digest] of sm3OfEach(sealing.map(({ sealed }) => sealed)).entries()) sealing[i]!.record.set(digest)
  return records
}

/**
 * Whether a chunk that is remembered lies whole in its place: what a power cut tore, or a crash, has another digest. It is
 * read into `place`.
 */
function isThere(
  chunks: number,
  sealedOffset: number,
  { place, record }: { place: Uint8Array; record: Uint8Array },
): boolean {
  if (record.every((byte) => byte === 0)) return false
  if (fstatSync(chunks).size < sealedOffset + place.length) return false
  readFullyAt(chunks, place, sealedOffset)
  return equalBytes(sm3(place), record.subarray(0, 32))
}

function writeTo(file: number, path: string, bytes: Uint8Array, position: number) {
  try {
    writeFullyAt(file, bytes, position)
  } catch (error) {
    throw folderFailure(error, dirname(path))
  }
}

/** What was there before and can no longer be read has changed. */
function stillThere<T>(read: () => T, name: string): T {
  try {
    return read()
  } catch (error) {
    return fail('zip.source-changed', { name }, error)
  }
}
