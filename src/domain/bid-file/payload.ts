import { type ByteSource, piecesOf, sourceWithin } from '../byte-source.ts'
import { concatBytes, uint32Bytes, utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { AuthenticatedCipher } from '../sm/ciphers.ts'
import { createSm3, hmacSm3, sm3 } from '../sm/sm3.ts'
import { createSm4Gcm, gcmTagSize } from '../sm/sm4-gcm.ts'
import type { BidFileHeader } from './header.ts'
import { type BidFileMeta, chunkCountOf, encodeMeta } from './meta.ts'

/** Makes the chunk cipher from its 16-byte key; hosts with a faster engine give their own. */
export type CipherFactory = (key: Uint8Array) => AuthenticatedCipher

/** How a long piece of work is watched and stopped. Progress is plaintext bytes done. */
export interface WorkOptions {
  signal?: AbortSignal
  onProgress?: (bytesDone: number) => void
  createCipher?: CipherFactory
}

/** What opens or seals chunks: the key they are under and the public bytes they are bound to. */
export interface PayloadKey {
  meta: BidFileMeta
  salt: Uint8Array
  fileKey: Uint8Array
}

/** Bytes that the chunks take in the file, tags included. */
export function payloadSizeOf(meta: BidFileMeta): number {
  return meta.plaintextLength + gcmTagSize * chunkCountOf(meta)
}

/**
 * Seals a plaintext that arrives in pieces of any size; each yield is one sealed chunk. Returns SM3(salt ‖ chunks), which
 * the statement covers. The plaintext must be exactly as long as the meta says, else RangeError.
 */
export async function* sealChunks(
  plaintext: AsyncIterable<Uint8Array>,
  key: PayloadKey,
  { signal, onProgress, createCipher = createSm4Gcm }: WorkOptions = {},
): AsyncGenerator<Uint8Array, Uint8Array> {
  const { meta, salt } = key
  const [cipher, aad] = [createCipher(payloadKeyOf(key)), associatedData(meta, salt)]
  const digest = createSm3().update(salt)
  const lastChunk = chunkCountOf(meta) - 1
  let chunk = 0
  let done = 0
  for await (const bytes of rechunk(plaintext, meta)) {
    if (signal?.aborted) fail('task.cancelled', {})
    const sealed = cipher.seal(chunkNonce(chunk, chunk === lastChunk), aad, bytes)
    digest.update(sealed)
    yield sealed
    chunk++
    done += bytes.length
    onProgress?.(done)
  }
  return digest.digest()
}

/**
 * Opens the chunks that stand between header and trailer; each yield is the plaintext of one chunk whose tag held.
 * Returns SM3(salt ‖ chunks). The plaintext goes into quarantine: nothing counts before this returned and the statement
 * was checked against the digest. Failures: `bid-file.truncated`, `bid-file.chunk-changed`,
 * `bid-file.chunks-reordered`.
 */
export async function* openChunks(
  source: ByteSource,
  header: BidFileHeader,
  fileKey: Uint8Array,
  { signal, onProgress, createCipher = createSm4Gcm }: WorkOptions = {},
): AsyncGenerator<Uint8Array, Uint8Array> {
  const { meta, salt } = header
  const [cipher, aad] = [createCipher(payloadKeyOf({ meta, salt, fileKey })), associatedData(meta, salt)]
  const digest = createSm3().update(salt)
  const count = chunkCountOf(meta)
  let done = 0
  let chunk = 0
  for await (const sealed of piecesOf(payloadOf(source, header), meta.chunkSize + gcmTagSize)) {
    if (signal?.aborted) fail('task.cancelled', {})
    digest.update(sealed)
    const plaintext = cipher.open(chunkNonce(chunk, chunk === count - 1), aad, sealed)
    if (plaintext === null) return refuseChunk(cipher, aad, { sealed, chunk, count })
    yield plaintext
    done += plaintext.length
    chunk++
    onProgress?.(done)
  }
  return digest.digest()
}

/** SM3(salt ‖ chunks) of a file, without any key. Fails with `bid-file.truncated`. */
export async function payloadDigestOf(
  source: ByteSource,
  header: BidFileHeader,
  { signal, onProgress }: WorkOptions = {},
): Promise<Uint8Array> {
  const digest = createSm3().update(header.salt)
  let done = 0
  for await (const piece of piecesOf(payloadOf(source, header))) {
    if (signal?.aborted) fail('task.cancelled', {})
    digest.update(piece)
    done += piece.length
    onProgress?.(done)
  }
  return digest.digest()
}

function payloadOf(source: ByteSource, header: BidFileHeader): ByteSource {
  const end = header.sizeInBytes + payloadSizeOf(header.meta)
  if (end > source.sizeInBytes) fail('bid-file.truncated', { missingBytes: end - source.sizeInBytes })
  return sourceWithin(source, header.sizeInBytes, end - header.sizeInBytes)
}

/** First 16 bytes of HMAC-SM3(fileKey, "payload" ‖ salt). */
function payloadKeyOf({ fileKey, salt }: PayloadKey): Uint8Array {
  return hmacSm3(fileKey, utf8Bytes('payload'), salt).subarray(0, 16)
}

/** Independent of the recipients, so that a new envelope leaves the chunks alone. */
function associatedData(meta: BidFileMeta, salt: Uint8Array): Uint8Array {
  return sm3(utf8Bytes('BIDENC01-payload'), encodeMeta(meta), salt)
}

/** ⚔ Number and final flag are in the nonce: a chunk opens only where it was sealed, and nothing ends before its end. */
function chunkNonce(chunk: number, isFinal: boolean): Uint8Array {
  return concatBytes(new Uint8Array(7), uint32Bytes(chunk), Uint8Array.of(isFinal ? 1 : 0))
}

const reorderSearch = 64

/** Says whether a chunk that does not open here is one of the neighbours, or no chunk of this file at all. */
function refuseChunk(
  cipher: AuthenticatedCipher,
  aad: Uint8Array,
  { sealed, chunk, count }: { sealed: Uint8Array; chunk: number; count: number },
): never {
  for (let other = Math.max(0, chunk - reorderSearch); other < Math.min(count, chunk + reorderSearch); other++)
    if (other !== chunk && cipher.open(chunkNonce(other, other === count - 1), aad, sealed) !== null)
      fail('bid-file.chunks-reordered', { chunk, belongsAt: other })
  fail('bid-file.chunk-changed', { chunk })
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
