import { type ByteSource, piecesOf, sourceWithin } from '../byte-source.ts'
import { concatBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { sm3, sm3OfEach } from '../sm/sm3.ts'
import { gcmTagSize } from '../sm/sm4-gcm.ts'
import { createChunkCipher, type PayloadKey } from './chunk-cipher.ts'
import type { BidFileHeader } from './header.ts'
import { type BidFileMeta, chunkCountOf } from './meta.ts'
import { createPayloadDigest } from './payload-digest.ts'
import type { CipherFactory } from './suite.ts'

/** How a long piece of work is watched and stopped. Progress is plaintext bytes done. */
export interface WorkOptions {
  signal?: AbortSignal
  onProgress?: (bytesDone: number) => void
  /** The ciphers that the host has; without it SM4 only. */
  createCipher?: CipherFactory | undefined
}

/** Bytes that the chunks take in the file, tags included. */
export function payloadSizeOf(meta: BidFileMeta): number {
  return meta.plaintextLength + gcmTagSize * chunkCountOf(meta)
}

/**
 * Seals a plaintext that arrives in pieces of any size; each yield is one sealed chunk. Returns the digest of the chunks,
 * which the statement covers. The plaintext must be exactly as long as the meta says, else RangeError.
 */
export async function* sealChunks(
  plaintext: AsyncIterable<Uint8Array>,
  key: PayloadKey,
  { signal, onProgress, createCipher }: WorkOptions = {},
): AsyncGenerator<Uint8Array, Uint8Array> {
  const cipher = createChunkCipher(key, createCipher)
  const digest = createPayloadDigest(key.salt)
  let chunk = 0
  let done = 0
  for await (const bytes of rechunk(plaintext, key.meta)) {
    if (signal?.aborted) fail('task.cancelled', {})
    const sealed = cipher.seal(chunk, bytes)
    digest.add(sm3(sealed))
    yield sealed
    chunk++
    done += bytes.length
    onProgress?.(done)
  }
  return digest.digest()
}

/**
 * Opens the chunks that stand between header and trailer; each yield is the plaintext of one chunk whose tag held.
 * Returns the digest of the chunks. The plaintext goes into quarantine: nothing counts before this returned and the
 * statement was checked against the digest. Failures: `bid-file.truncated`, `bid-file.suite-unsupported`, those of
 * `ChunkCipher.open`.
 */
export async function* openChunks(
  source: ByteSource,
  header: BidFileHeader,
  fileKey: Uint8Array,
  { signal, onProgress, createCipher }: WorkOptions = {},
): AsyncGenerator<Uint8Array, Uint8Array> {
  const { meta, salt } = header
  const cipher = createChunkCipher({ meta, salt, fileKey }, createCipher)
  const digest = createPayloadDigest(salt)
  let done = 0
  let chunk = 0
  for await (const sealed of sealedChunks(source, header)) {
    if (signal?.aborted) fail('task.cancelled', {})
    digest.add(sm3(sealed))
    const plaintext = cipher.open(chunk, sealed)
    yield plaintext
    done += plaintext.length
    chunk++
    onProgress?.(done)
  }
  return digest.digest()
}

/** The digest of the chunks of a file, without any key. Progress is bytes of chunks. Fails with `bid-file.truncated`. */
export async function payloadDigestOf(
  source: ByteSource,
  header: BidFileHeader,
  { signal, onProgress }: WorkOptions = {},
): Promise<Uint8Array> {
  const digest = createPayloadDigest(header.salt)
  let done = 0
  const sealedSize = header.meta.chunkSize + gcmTagSize
  for await (const four of piecesOf(payloadOf(source, header), 4 * sealedSize)) {
    if (signal?.aborted) fail('task.cancelled', {})
    const chunks: Uint8Array[] = []
    for (let at = 0; at < four.length; at += sealedSize) chunks.push(four.subarray(at, at + sealedSize))
    digest.add(concatBytes(...sm3OfEach(chunks)))
    done += four.length
    onProgress?.(done)
  }
  return digest.digest()
}

/** The part of a file in which its chunks stand. Fails with `bid-file.truncated`. */
export function payloadOf(source: ByteSource, header: BidFileHeader): ByteSource {
  const end = header.sizeInBytes + payloadSizeOf(header.meta)
  if (end > source.sizeInBytes) fail('bid-file.truncated', { missingBytes: end - source.sizeInBytes })
  return sourceWithin(source, header.sizeInBytes, end - header.sizeInBytes)
}

function sealedChunks(source: ByteSource, header: BidFileHeader): AsyncGenerator<Uint8Array> {
  return piecesOf(payloadOf(source, header), header.meta.chunkSize + gcmTagSize)
}

/** Cuts pieces of any size into chunks of the meta's size; the last is shorter, and empty only when there is nothing. */
async function* rechunk(pieces: AsyncIterable<Uint8Array>, meta: BidFileMeta): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(meta.chunkSize)
  let filled = 0
  let total = 0
  for await (const piece of pieces) {
    total += piece.length
    if (total > meta.plaintextLength) throw new RangeError('the plaintext is longer than the meta says')
    for (let at = 0; at < piece.length; ) {
      const count = Math.min(chunk.length - filled, piece.length - at)
      chunk.set(piece.subarray(at, at + count), filled)
      filled += count
      at += count
      if (filled === chunk.length) {
        yield chunk
        filled = 0
      }
    }
  }
  if (total < meta.plaintextLength) throw new RangeError('the plaintext is shorter than the meta says')
  if (filled > 0 || total === 0) yield chunk.subarray(0, filled)
}
