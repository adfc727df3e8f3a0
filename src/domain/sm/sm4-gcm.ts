import type { AuthenticatedCipher } from './ciphers.ts'
import { createSm4GcmByTables } from './engine/gcm-tables.ts'
import { createSm4GcmInWasm } from './engine/gcm-wasm.ts'
import { sm4Module } from './engine/load.ts'

// GB/T 36624-2018 clause 10 (= NIST SP 800-38D) with SM4; RFC 8998 names it AEAD_SM4_GCM. Nonce 12, tag 16 bytes.

export const gcmNonceSize = 12
export const gcmTagSize = 16

/** SM4-GCM under a 16-byte key, by the fastest engine that this runtime has. TypeError for keys of another length. */
export function createSm4Gcm(key: Uint8Array): AuthenticatedCipher {
  const module = sm4Module()
  return module === null ? createSm4GcmByTables(key) : createSm4GcmInWasm(module, key)
}
