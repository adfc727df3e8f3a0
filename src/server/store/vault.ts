import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { concatBytes, utf8Bytes } from '../../domain/bytes.ts'
import type { RandomBytes } from '../../domain/random.ts'
import { deriveKey, hmacSm3 } from '../../domain/sm/sm3.ts'
import { createSm4Gcm, gcmNonceSize } from '../../domain/sm/sm4-gcm.ts'

/** Keeps secrets encrypted at rest under a master key that is not in the database (⚔ a stolen database signs nothing). */
export interface Vault {
  /** `label` names what is kept, so that one row's secret cannot stand in another's place. */
  lock(label: string, secret: Uint8Array): Uint8Array
  /** Throws when the bytes are not what was locked under this label: a damaged store or a foreign key file. */
  unlock(label: string, locked: Uint8Array): Uint8Array
  /** 32 bytes that only this installation can compute for a label. */
  tag(label: string, message: Uint8Array): Uint8Array
}

export function createVault(masterKey: Uint8Array, random: RandomBytes): Vault {
  const cipher = createSm4Gcm(deriveKey(concatBytes(masterKey, utf8Bytes('at rest')), 16))
  return {
    lock(label, secret) {
      const nonce = random(gcmNonceSize)
      return concatBytes(nonce, cipher.seal(nonce, utf8Bytes(label), secret))
    },
    unlock(label, locked) {
      const secret = cipher.open(locked.subarray(0, gcmNonceSize), utf8Bytes(label), locked.subarray(gcmNonceSize))
      if (secret === null) throw new Error('A secret of the store does not open with the key file')
      return secret
    },
    tag: (label, message) => hmacSm3(masterKey, utf8Bytes(`${label}\0`), message),
  }
}

/**
 * The 32-byte master key of the data folder; made at the first start, readable by its owner only. Throws when what was
 * locked with it is there and the key is not: a new one opens none of it.
 */
export function readMasterKey(
  path: string,
  { random, hasLocked }: { random: RandomBytes; hasLocked: boolean },
): Uint8Array {
  if (existsSync(path)) {
    chmodSync(path, 0o600)
    const key = new Uint8Array(readFileSync(path))
    if (key.length !== 32) throw new Error('The key file of the data folder is damaged')
    return key
  }
  if (hasLocked) throw new Error('The key file of the data folder is missing')
  const key = random(32)
  // Under another name first: a half-written key file would lock everybody out for ever.
  const file = openSync(`${path}.new`, 'w', 0o600)
  writeSync(file, key)
  fsyncSync(file)
  closeSync(file)
  renameSync(`${path}.new`, path)
  return key
}
