import { uint32Of } from '../../src/domain/bid-file/header.ts'
import { concatBytes } from '../../src/domain/bytes.ts'

/** Where the chunks of a bid file stand, whose header is given in one piece. */
export const chunksAt = (header: Uint8Array): number => 12 + uint32Of(header.subarray(8)) + 32

/** A bid file of its parts. The header need not be one that anybody accepts. */
export function bidFileOf(header: Uint8Array, chunks: Uint8Array, trailer: Uint8Array = new Uint8Array()): Uint8Array {
  const at = chunksAt(header)
  return concatBytes(header.subarray(0, at), chunks, header.subarray(at), trailer)
}
