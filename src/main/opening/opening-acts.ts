import { closeSync, openSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type ChunkCipher, createChunkCipher, placeOfChunk } from '../../domain/bid-file/chunk-cipher.ts'
import { readContents } from '../../domain/bid-file/contents.ts'
import { type BidFileHeader, readHeader } from '../../domain/bid-file/header.ts'
import { requireOpenable, requireSignedManifest } from '../../domain/bid-file/open.ts'
import { payloadOf } from '../../domain/bid-file/payload.ts'
import { readSignedStatement, readTrailer } from '../../domain/bid-file/trailer.ts'
import { concatBytes, hexOf } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { sm3OfEach } from '../../domain/sm/sm3.ts'
import { readTrust } from '../../domain/verify/trust.ts'
import { nodeCiphers } from '../../node/aes-gcm.ts'
import { readFullyAt, writeFullyAt } from '../../node/bytes-at.ts'
import { digestSideBySide, type Reading } from '../../node/digest-side-by-side.ts'
import { openFileSource } from '../../node/file-source.ts'
import type { Span } from '../bid-file/orders.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { Acts } from '../workers/orders.ts'
import type { OpeningOrders, QuarantinedFile } from './orders.ts'
import { judgeBid, judgePdf } from './verify-opened.ts'

interface Opening {
  path: string
  header: BidFileHeader
  fileKey: Uint8Array
  cipher: ChunkCipher
  file: number
  quarantine: number
  quarantinePath: string
}

/** What one thread does when a bid is opened, and what it holds meanwhile. `room` is its `engineRoom`. */
export function openingActs(room: Uint8Array): Acts<OpeningOrders> {
  let opening: Opening | null = null

  return {
    async prepareOpening({ path, fileKey, quarantinePath }) {
      const { header } = await readBid(path, (bid) => requireOpenable(bid, fileKey))
      const { meta, salt } = header
      opening = {
        path,
        header,
        fileKey,
        cipher: createChunkCipher({ meta, salt, fileKey }, nodeCiphers),
        file: openSync(path, 'r'),
        quarantine: openSync(quarantinePath, 'r+'),
        quarantinePath,
      }
      return null
    },
    open(span) {
      if (opening === null) throw new Error('prepareOpening comes first')
      return openSpan(opening, room, span)
    },
    forgetOpening() {
      if (opening !== null) {
        opening.fileKey.fill(0)
        room.fill(0)
        closeSync(opening.file)
        closeSync(opening.quarantine)
      }
      opening = null
      return null
    },
    async contents({ path, quarantinePath }) {
      const { signed } = await readBid(path)
      const source = await openFileSource(quarantinePath)
      try {
        const contents = await readContents(source)
        requireSignedManifest(contents, signed)
        return { manifest: contents.manifest, entries: [...contents.entries.values()] }
      } finally {
        await source.close()
      }
    },
    takeOut(files, tell) {
      digestSideBySide(copiesOf(files), room, tell)
      room.fill(0)
      return null
    },
    async judgeBid({ path, fileCount, trust }) {
      return judgeBid(await readBid(path), fileCount, readTrust(trust))
    },
    async judgePdf({ path, quarantinePath, entry, trust }) {
      const { signed } = await readBid(path)
      const source = await openFileSource(quarantinePath)
      try {
        return await judgePdf({ source, entry, signed, trust: readTrust(trust) })
      } finally {
        await source.close()
      }
    },
  }
}

/** Each file is written to its place as it is read, and refused at its end when it is not what was listed. */
function* copiesOf(files: readonly (QuarantinedFile & { to: string })[]): Generator<Reading> {
  for (const { quarantinePath, entry, listed, to } of files) {
    const { contentOffset, sizeInBytes, name } = entry
    const writing = <T>(act: () => T): T => {
      try {
        return act()
      } catch (error) {
        throw folderFailure(error, dirname(to))
      }
    }
    const from = openSync(quarantinePath, 'r')
    const target = writing(() => openSync(to, 'wx', 0o600))
    yield {
      sizeInBytes,
      read(into, offset) {
        readFullyAt(from, into, contentOffset + offset)
        writing(() => writeFullyAt(target, into, offset))
      },
      finished({ sm3, crc32 }) {
        if (crc32 !== entry.crc32)
          fail('zip.damaged', { offset: contentOffset, reason: 'the checksum of an entry differs' })
        if (hexOf(sm3) !== listed.sm3) fail('zip.entry-changed', { name })
      },
      close() {
        closeSync(target)
        closeSync(from)
      },
    }
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
  // That every chunk is there is asked once, not by each span.
  payloadOf(source, header)
  return { header, signed }
}

function openSpan(opening: Opening, room: Uint8Array, { first, count }: Span): Uint8Array {
  const { path, header, cipher, file, quarantine, quarantinePath } = opening
  const places = Array.from({ length: count }, (_, i) => placeOfChunk(header.meta, first + i))
  const { sealedOffset: start } = places[0]!
  const sizeInBytes = places.reduce((sum, { sealedLength }) => sum + sealedLength, 0)
  const span = room.subarray(0, sizeInBytes)
  try {
    readFullyAt(file, span, header.sizeInBytes + start)
  } catch (error) {
    unreadable(path, error)
  }
  const chunks = places.map(({ sealedOffset: at, sealedLength }) =>
    span.subarray(at - start, at - start + sealedLength),
  )
  const digests = concatBytes(...sm3OfEach(chunks))
  for (const [i, { plaintextOffset }] of places.entries()) {
    const plaintext = cipher.open(first + i, chunks[i]!, chunks[i])
    try {
      writeFullyAt(quarantine, plaintext, plaintextOffset)
    } catch (error) {
      throw folderFailure(error, dirname(quarantinePath))
    }
  }
  return digests
}
