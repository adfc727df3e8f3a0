import type { Sm4 } from './ciphers.ts'
import { sm4Module } from './engine/load.ts'
import { createSm4ByTables } from './engine/sm4-tables.ts'
import { createSm4InWasm } from './engine/sm4-wasm.ts'

// GB/T 32907-2016 (GM/T 0002-2012), SM4 block cipher. Key 16 bytes, block 16 bytes, 32 rounds.

export const sm4BlockSize = 16

/** SM4 under a 16-byte key, by the fastest engine that this runtime has. TypeError for keys of another length. */
export function createSm4(key: Uint8Array, direction: 'encrypt' | 'decrypt' = 'encrypt'): Sm4 {
  const module = sm4Module()
  return module === null ? createSm4ByTables(key, direction) : createSm4InWasm(module, key, direction)
}
