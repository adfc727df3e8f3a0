import { createChunkCipher } from '../../src/domain/bid-file/chunk-cipher.ts'
import { type BidContents, readContents, requireFiles } from '../../src/domain/bid-file/contents.ts'
import type { BidFileHeader } from '../../src/domain/bid-file/header.ts'
import { requireOpenable, requireSignedManifest, requireSignedPayload } from '../../src/domain/bid-file/open.ts'
import { payloadOf } from '../../src/domain/bid-file/payload.ts'
import { createPayloadDigest } from '../../src/domain/bid-file/payload-digest.ts'
import { type PlainCopy, readPlainCopy } from '../../src/domain/bid-file/plain-copy.ts'
import type { CipherFactory } from '../../src/domain/bid-file/suite.ts'
import type { SignedStatement } from '../../src/domain/bid-file/trailer.ts'
import { type ByteSource, piecesOf } from '../../src/domain/byte-source.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { gcmTagSize } from '../../src/domain/sm/sm4-gcm.ts'

// A second, simple way through the same parts of the domain, from front to back, for tests to open bids with.

/** Opens the chunks that stand behind the header; each yield is the plaintext of one. Returns the digest of the chunks. */
export async function* openChunks(
  source: ByteSource,
  header: BidFileHeader,
  fileKey: Uint8Array,
  createCipher?: CipherFactory,
): AsyncGenerator<Uint8Array, Uint8Array> {
  const { meta, salt } = header
  const cipher = createChunkCipher({ meta, salt, fileKey }, createCipher)
  const digest = createPayloadDigest(salt)
  let chunk = 0
  for await (const sealed of piecesOf(payloadOf(source, header), meta.chunkSize + gcmTagSize)) {
    digest.add(sm3(sealed))
    yield cipher.open(chunk++, sealed)
  }
  return digest.digest()
}

/** Decrypts a whole bid file. Only when it ends without a failure are the chunks those that were signed. */
export async function* openBid(
  { source, header, signed }: { source: ByteSource; header: BidFileHeader; signed: SignedStatement },
  fileKey: Uint8Array,
): AsyncGenerator<Uint8Array, void> {
  requireOpenable({ header, signed }, fileKey)
  requireSignedPayload(yield* openChunks(source, header, fileKey), signed)
}

/** Reads the decrypted archive, holds its manifest against the statement and every file against the manifest. */
export async function requireBid(quarantine: ByteSource, signed: SignedStatement): Promise<BidContents> {
  const contents = await readContents(quarantine)
  requireSignedManifest(contents, signed)
  await requireFiles(quarantine, contents)
  return contents
}

/** Reads and verifies a whole plain copy, every file included. */
export async function requirePlainCopy(source: ByteSource): Promise<PlainCopy> {
  const plainCopy = await readPlainCopy(source)
  await requireFiles(source, plainCopy.contents)
  return plainCopy
}
