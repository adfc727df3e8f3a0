import { utf8Bytes } from '../bytes.ts'
import { createSm3 } from '../sm/sm3.ts'

const label = utf8Bytes('BIDENC01-chunks')

/** SM3("BIDENC01-chunks" ‖ salt ‖ SM3(chunk 0) ‖ SM3(chunk 1) ‖ …) in the making. */
export interface PayloadDigest {
  /** Takes the next SM3 of a chunk, or several behind one another: 32 bytes each, in the order of the chunks. */
  add(chunkDigests: Uint8Array): PayloadDigest
  /** 32 bytes over everything that was added. */
  digest(): Uint8Array
}

/**
 * The digest of all chunks of one file, which the statement covers. A chunk is ciphertext and tag. Two levels, so that
 * chunks can be digested in any order and at once, and work can go on behind those that are finished.
 */
export function createPayloadDigest(salt: Uint8Array): PayloadDigest {
  const digest = createSm3().update(label).update(salt)
  const payloadDigest: PayloadDigest = {
    add(chunkDigests) {
      if (chunkDigests.length % 32 !== 0) throw new RangeError('an SM3 has 32 bytes')
      digest.update(chunkDigests)
      return payloadDigest
    },
    digest: () => digest.digest(),
  }
  return payloadDigest
}
