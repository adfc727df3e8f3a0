import { closeSync, openSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type ChunkCipher, createChunkCipher, placeOfChunk } from '../../domain/bid-file/chunk-cipher.ts'
import { readDirectoryContents } from '../../domain/bid-file/contents.ts'
import { type BidFileHeader, chunksOffset, readHeader } from '../../domain/bid-file/header.ts'
import { requireOpenable, requireSignedManifest } from '../../domain/bid-file/open.ts'
import { readSignedStatement, readTrailer, type SignedStatement } from '../../domain/bid-file/trailer.ts'
import { hexOf } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { readTrust } from '../../domain/verify/trust.ts'
import { requireLocalHeader } from '../../domain/zip/read-directory.ts'
import { nodeCiphers } from '../../node/aes-gcm.ts'
import { readFullyAt, writeFullyAt } from '../../node/bytes-at.ts'
import { digestSideBySide, lanes, type Reading } from '../../node/digest-side-by-side.ts'
import { openFileSource } from '../../node/file-source.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { Acts } from '../workers/orders.ts'
import type { FileToTakeOut, OpeningOrders, RunOfFiles } from './orders.ts'
import { judgeBid, judgePdf } from './verify-opened.ts'

interface Opening {
  path: string
  header: BidFileHeader
  signed: SignedStatement
  fileKey: Uint8Array
  cipher: ChunkCipher
  file: number
}

/** What one thread does when a bid is opened, and what it holds meanwhile. `room` is its `engineRoom`. */
export function openingActs(room: Uint8Array): Acts<OpeningOrders> {
  let opening: Opening | null = null

  function required(): Opening {
    if (opening === null) throw new Error('prepareOpening comes first')
    return opening
  }

  return {
    async prepareOpening({ path, fileKey }) {
      const { header, signed } = await readBid(path, (bid) => requireOpenable(bid, fileKey))
      const { meta, salt } = header
      const cipher = createChunkCipher({ meta, salt, fileKey }, nodeCiphers)
      opening = { path, header, signed, fileKey, cipher, file: openSync(path, 'r') }
      return null
    },
    async contents() {
      const contents = await readDirectoryContents(openedArchive(required(), room))
      requireSignedManifest(contents, required().signed)
      return { manifest: contents.manifest, entries: [...contents.entries.values()] }
    },
    takeOut(runs, tell) {
      const placeSize = placeOfChunk(required().header.meta, 0).sealedLength
      const rest = runs.values()
      const queues = Array.from({ length: lanes }, (_, lane) => {
        const place = room.subarray(lane * placeSize, (lane + 1) * placeSize)
        return filesOf(rest, openedArchive(required(), place))
      })
      digestSideBySide(queues, room.subarray(lanes * placeSize), tell)
      return null
    },
    forgetOpening() {
      if (opening !== null) {
        opening.fileKey.fill(0)
        room.fill(0)
        closeSync(opening.file)
      }
      opening = null
      return null
    },
    async judgeBid({ path, fileCount, trust }) {
      return judgeBid(await readBid(path), fileCount, readTrust(trust))
    },
    async judgePdf({ path, to, trust }) {
      const { signed } = await readBid(path)
      const source = await openFileSource(to).catch((error: unknown) => {
        throw folderFailure(error, dirname(to))
      })
      try {
        return await judgePdf({ source, signed, trust: readTrust(trust) })
      } finally {
        await source.close()
      }
    },
  }
}

/** The archive in a bid file. A chunk is opened when something of it is read, and stays in `place` until another is. */
function openedArchive({ path, header, cipher, file }: Opening, place: Uint8Array) {
  const { meta } = header
  const start = chunksOffset(meta)
  let held = { chunk: -1, plaintext: place.subarray(0, 0) }

  /** From an offset on to the end of its chunk. */
  function openedAt(offset: number): Uint8Array {
    const chunk = Math.floor(offset / meta.chunkSize)
    const { plaintextOffset, sealedOffset, sealedLength } = placeOfChunk(meta, chunk)
    if (chunk !== held.chunk) {
      const sealed = place.subarray(0, sealedLength)
      held = { chunk: -1, plaintext: sealed }
      try {
        readFullyAt(file, sealed, start + sealedOffset)
      } catch (error) {
        unreadable(path, error)
      }
      held = { chunk, plaintext: cipher.open(chunk, sealed, sealed) }
    }
    return held.plaintext.subarray(offset - plaintextOffset)
  }

  function readSync(offset: number, length: number, into = new Uint8Array(length)): Uint8Array {
    if (offset + length > meta.plaintextLength) throw new RangeError('read beyond the end of the archive')
    for (let done = 0; done < length; ) {
      const opened = openedAt(offset + done).subarray(0, length - done)
      into.set(opened, done)
      done += opened.length
    }
    return into
  }

  const read = async (offset: number, length: number) => readSync(offset, length)
  return { sizeInBytes: meta.plaintextLength, read, readSync, openedAt }
}

/** Each file is written to its place as its chunks are opened, and refused at its end when it is not what was listed. */
function* filesOf(runs: Iterable<RunOfFiles>, archive: ReturnType<typeof openedArchive>): Generator<Reading> {
  for (const { files } of runs) for (const file of files) yield takingOut(file, archive)
}

function takingOut({ entry, listed, to }: FileToTakeOut, archive: ReturnType<typeof openedArchive>): Reading {
  const { contentOffset, sizeInBytes, name } = entry
  const writing = <T>(act: () => T): T => {
    try {
      return act()
    } catch (error) {
      throw folderFailure(error, dirname(to))
    }
  }
  requireLocalHeader(archive, entry)
  const target = writing(() => openSync(to, 'wx', 0o600))
  let written = 0
  return {
    sizeInBytes,
    read(into, offset) {
      for (let at = offset; at < offset + into.length; ) {
        const opened = archive.openedAt(contentOffset + at).subarray(0, sizeInBytes - at)
        if (at >= written) {
          writing(() => writeFullyAt(target, opened, at))
          written = at + opened.length
        }
        const piece = opened.subarray(0, offset + into.length - at)
        into.set(piece, at - offset)
        at += piece.length
      }
    },
    finished({ sm3, crc32 }) {
      if (crc32 !== entry.crc32)
        fail('zip.damaged', { offset: contentOffset, reason: 'the checksum of an entry differs' })
      if (hexOf(sm3) !== listed.sm3) fail('zip.entry-changed', { name })
    },
    close: () => closeSync(target),
  }
}

/** Header and signed statement, held against each other by whoever asked for the key; `check` may ask more. */
async function readBid(path: string, check: (bid: Awaited<ReturnType<typeof readParts>>) => void = () => {}) {
  const source = await openFileSource(path).catch((error: unknown) => unreadable(path, error))
  try {
    const bid = await readParts(source)
    check(bid)
    return bid
  } finally {
    await source.close()
  }
}

/** It was read before: somebody else has taken it away, or cut it. */
const unreadable = (path: string, error: unknown): never => fail('file.unreadable', { fileName: basename(path) }, error)

async function readParts(source: Awaited<ReturnType<typeof openFileSource>>) {
  const header = await readHeader(source)
  const signed = readSignedStatement(await readTrailer(source, header))
  return { header, signed }
}
