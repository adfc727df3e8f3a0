import { createChunkCipher, type PayloadKey } from '../../src/domain/bid-file/chunk-cipher.ts'
import type { StartedBidFile } from '../../src/domain/bid-file/generate.ts'
import { manifestName } from '../../src/domain/bid-file/manifest.ts'
import type { BidFileMeta } from '../../src/domain/bid-file/meta.ts'
import { type BidDescription, type BidOutline, outlineBid, statementName } from '../../src/domain/bid-file/pack.ts'
import { createPayloadDigest } from '../../src/domain/bid-file/payload-digest.ts'
import type { CipherFactory } from '../../src/domain/bid-file/suite.ts'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { type MeasuredFile, measureFile, type NamedSource, writeZip } from '../../src/domain/zip/write-zip.ts'

// A second, simple way through the same parts of the domain, from front to back, for tests to make bids with.

/** An outline together with where the content is read. */
export interface BidPlan extends BidOutline {
  files: readonly MeasuredFile[]
}

/** Reads every file once and writes the manifest. */
export async function planBid(description: BidDescription, files: readonly NamedSource[]): Promise<BidPlan> {
  const measured: MeasuredFile[] = []
  for (const file of files) measured.push(await measureFile(file))
  const outline = outlineBid(description, measured)
  const first = await measureFile({ name: manifestName, source: sourceOfBytes(outline.manifestBytes) })
  return { ...outline, files: [first, ...measured] }
}

/** The archive of a planned bid in pieces. */
export function packBid(plan: BidPlan): AsyncGenerator<Uint8Array> {
  return writeZip(plan.files)
}

/** The plain copy: the same entries, then the signed statement. */
export async function* packPlainCopy(plan: BidPlan, signedStatement: Uint8Array): AsyncGenerator<Uint8Array> {
  const last = await measureFile({ name: statementName, source: sourceOfBytes(signedStatement) })
  yield* writeZip([...plan.files, last])
}

/** Packs and encrypts; each yield is one sealed chunk, the return is the digest of the chunks. */
export function sealBid(
  started: StartedBidFile,
  plan: BidPlan,
  createCipher?: CipherFactory,
): AsyncGenerator<Uint8Array, Uint8Array> {
  return sealChunks(packBid(plan), started, createCipher)
}

/** The same for a plaintext in pieces of any size. It must be exactly as long as the meta says, else RangeError. */
export async function* sealChunks(
  plaintext: AsyncIterable<Uint8Array>,
  key: PayloadKey,
  createCipher?: CipherFactory,
): AsyncGenerator<Uint8Array, Uint8Array> {
  const cipher = createChunkCipher(key, createCipher)
  const digest = createPayloadDigest(key.salt)
  let chunk = 0
  for await (const bytes of rechunk(plaintext, key.meta)) {
    const sealed = cipher.seal(chunk++, bytes)
    digest.add(sm3(sealed))
    yield sealed
  }
  return digest.digest()
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
