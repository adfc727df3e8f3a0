import { hexOf, utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { PreparedSeal } from './prepare-seal.ts'

/**
 * What follows the file's own bytes, sealed: the signature's DER in the hole, the rest of the hole zero. The prepared bytes
 * are not changed.
 * Fails with `pdf.hole-too-small`: the hole is part of what was signed around and cannot grow.
 */
export function fillSeal(prepared: PreparedSeal, signatureDer: Uint8Array): Uint8Array {
  const { appended, previousLength, byteRange, holeSizeInBytes } = prepared
  if (signatureDer.length > holeSizeInBytes)
    fail('pdf.hole-too-small', { neededInBytes: signatureDer.length, availableInBytes: holeSizeInBytes })
  const sealed = appended.slice()
  sealed.set(utf8Bytes(hexOf(signatureDer)), byteRange[1] - previousLength + 1)
  return sealed
}
