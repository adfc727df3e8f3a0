import { engineMemory, roomPages, sm3Module, workArea } from './engine/load.ts'

/**
 * Memory in which SM4 and SM3 work where the bytes stand, instead of copying them to themselves and back: 4,259,840 bytes,
 * the same ones at every call. ⚔ Whoever takes it must be the only one in its thread, and overwrites what is secret. Where
 * there is no WebAssembly it is ordinary memory.
 */
export function engineRoom(): Uint8Array {
  const sizeInBytes = roomPages * 0x10000
  return sm3Module() === null
    ? new Uint8Array(sizeInBytes)
    : new Uint8Array(engineMemory().buffer, workArea, sizeInBytes)
}
