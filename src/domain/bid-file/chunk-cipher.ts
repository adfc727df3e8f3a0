import { concatBytes, uint32Bytes, utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { hmacSm3, sm3 } from '../sm/sm3.ts'
import { gcmTagSize } from '../sm/sm4-gcm.ts'
import { type BidFileMeta, chunkCountOf, encodeMeta } from './meta.ts'
import { type CipherFactory, createPayloadCipher } from './suite.ts'

/** What opens or seals chunks: the key they are under and the public bytes they are bound to. */
export interface PayloadKey {
  meta: BidFileMeta
  salt: Uint8Array
  fileKey: Uint8Array
}

/** Seals and opens the chunks of one file, each on its own and in any order; `into` as in `AuthenticatedCipher`. */
export interface ChunkCipher {
  /** Ciphertext and tag of a chunk. ⚔ One number must never see two plaintexts under one file key and salt. */
  seal(chunk: number, plaintext: Uint8Array, into?: Uint8Array): Uint8Array
  /**
   * The plaintext of the chunk that stands at this number. Failures: `bid-file.chunks-reordered` when it is one of
   * another place, up to 64 away, else `bid-file.chunk-changed`.
   */
  open(chunk: number, sealed: Uint8Array, into?: Uint8Array): Uint8Array
}

/** For the suite of the meta. Fails with `bid-file.suite-unsupported` when the host has no cipher for it. */
export function createChunkCipher(key: PayloadKey, createCipher?: CipherFactory): ChunkCipher {
  const cipher = createPayloadCipher(key.meta.suite, payloadKeyOf(key), createCipher)
  const boundTo = associatedData(key)
  const count = chunkCountOf(key.meta)
  const nonceOf = (chunk: number) => chunkNonce(chunk, chunk === count - 1)

  /** Says whether a chunk that does not open here is one of the neighbours, or no chunk of this file at all. */
  function refuse(chunk: number, sealed: Uint8Array): never {
    for (let other = Math.max(0, chunk - reorderSearch); other < Math.min(count, chunk + reorderSearch); other++)
      if (other !== chunk && cipher.open(nonceOf(other), boundTo, sealed) !== null)
        fail('bid-file.chunks-reordered', { chunk, belongsAt: other })
    fail('bid-file.chunk-changed', { chunk })
  }

  return {
    seal: (chunk, plaintext, into) => cipher.seal(nonceOf(chunk), boundTo, plaintext, into),
    open: (chunk, sealed, into) => cipher.open(nonceOf(chunk), boundTo, sealed, into) ?? refuse(chunk, sealed),
  }
}

const reorderSearch = 64

/** Where a chunk stands in the plaintext and among the sealed chunks; bytes. The last chunk may be shorter. */
export function placeOfChunk(meta: BidFileMeta, chunk: number) {
  const plaintextOffset = chunk * meta.chunkSize
  const plaintextLength = Math.min(meta.chunkSize, meta.plaintextLength - plaintextOffset)
  return {
    plaintextOffset,
    plaintextLength,
    sealedOffset: chunk * (meta.chunkSize + gcmTagSize),
    sealedLength: plaintextLength + gcmTagSize,
  }
}

/** HMAC-SM3(fileKey, "payload" ‖ salt), 32 bytes. */
function payloadKeyOf({ fileKey, salt }: PayloadKey): Uint8Array {
  return hmacSm3(fileKey, utf8Bytes('payload'), salt)
}

/** Independent of the recipients, so that a new envelope leaves the chunks alone. */
function associatedData({ meta, salt }: PayloadKey): Uint8Array {
  return sm3(utf8Bytes('BIDENC01-payload'), encodeMeta(meta), salt)
}

/** ⚔ Number and final flag are in the nonce: a chunk opens only where it was sealed, and nothing ends before its end. */
function chunkNonce(chunk: number, isFinal: boolean): Uint8Array {
  return concatBytes(new Uint8Array(7), uint32Bytes(chunk), Uint8Array.of(isFinal ? 1 : 0))
}
