import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { CipherFactory } from '../domain/bid-file/suite.ts'
import { concatBytes, placed } from '../domain/bytes.ts'
import { gcmTagSize } from '../domain/sm/sm4-gcm.ts'

const name = 'aes-256-gcm'
const options = { authTagLength: gcmTagSize }

/** The chunk ciphers that Node has and the domain has not: AES-256-GCM. */
export const nodeCiphers: CipherFactory = (suite, key) => {
  if (suite !== name) return null
  return {
    seal(nonce, associatedData, plaintext, into) {
      const cipher = createCipheriv(name, key, nonce, options).setAAD(associatedData)
      const ciphertext = [cipher.update(plaintext), cipher.final()]
      return placed(concatBytes(...ciphertext, cipher.getAuthTag()), into)
    },
    open(nonce, associatedData, sealed, into) {
      if (sealed.length < gcmTagSize) return null
      const cipher = createDecipheriv(name, key, nonce, options).setAAD(associatedData)
      cipher.setAuthTag(sealed.subarray(-gcmTagSize))
      const plaintext = cipher.update(sealed.subarray(0, -gcmTagSize))
      try {
        return placed(concatBytes(plaintext, cipher.final()), into)
      } catch {
        // Node says in no other way that the tag does not hold.
        return null
      }
    },
  }
}
