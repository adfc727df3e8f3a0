import { concatBytes } from '../bytes.ts'
import type { RandomBytes } from '../random.ts'
import { createSm4Gcm, gcmNonceSize } from '../sm/sm4-gcm.ts'
import type { AtRest } from './server-records.ts'

/** SM4-GCM under a 16-byte key with a random 12-byte nonce in front: good for 2³² shares under one key. */
export function sm4AtRest(key: Uint8Array, random: RandomBytes): AtRest {
  const cipher = createSm4Gcm(key)
  return {
    seal(plaintext, context) {
      const nonce = random(gcmNonceSize)
      return concatBytes(nonce, cipher.seal(nonce, context, plaintext))
    },
    open(sealed, context) {
      return cipher.open(sealed.subarray(0, gcmNonceSize), context, sealed.subarray(gcmNonceSize))
    },
  }
}
