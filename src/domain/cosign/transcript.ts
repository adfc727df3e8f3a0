import { concatBytes, hexOf, uint32Bytes, utf8Bytes } from '../bytes.ts'
import type { RandomBytes } from '../random.ts'
import { encodeScalar, orderField } from '../sm/sm2-curve.ts'
import { deriveKey, sm3 } from '../sm/sm3.ts'

/** Everything that is hashed, each under its own label, so that no hash of one step can stand for another. */
export type TranscriptStep =
  | 'begin'
  | 'generate'
  | 'sign'
  | 'decrypt'
  | 'receipt'
  | 'device'
  | 'proof'
  | 'answer'
  | 'use'
  | 'refresh'
  | 'confirmation'
  | 'share-id'
  | 'pin'
  | 'nonce-k1'
  | 'nonce-k2'
  | 'nonce-k3'
  | 'nonce-share'
  | 'nonce-proof'
  | 'nonce-blinding'
  | 'nonce-phone-refresh'
  | 'nonce-server-refresh'

const labelOf = (step: TranscriptStep): string => `bidseal/cosign/${step}/v1`

/** SM3 over the step's label and the parts, each preceded by its length in 4 bytes: 32 bytes. */
export function transcriptHash(step: TranscriptStep, ...parts: readonly Uint8Array[]): Uint8Array {
  const framed: Uint8Array[] = []
  for (const part of [utf8Bytes(labelOf(step)), ...parts]) framed.push(uint32Bytes(part.length), part)
  return sm3(...framed)
}

/** A scalar in 0 … n − 1 from a 32-byte hash: 48 derived bytes reduced modulo n, so that its bias is below 2⁻¹²⁷. */
export function scalarOfHash(hash: Uint8Array): bigint {
  return orderField.create(BigInt(`0x${hexOf(deriveKey(hash, 48))}`))
}

/**
 * A secret scalar in 1 … n − 1 from 48 fresh bytes, hedged with a long-lived secret and the 32-byte hash of the request:
 * if the random source repeats itself, two purposes or two requests still never share or relate their nonces.
 */
export function hedgedNonce(
  step: TranscriptStep,
  { random, secret, request }: { random: RandomBytes; secret: bigint; request: Uint8Array },
): bigint {
  for (let redraw = 0; ; redraw++) {
    const fresh = random(48)
    const hidden = encodeScalar(secret)
    const seed = concatBytes(uint32Bytes(redraw), fresh, hidden, request)
    const nonce = scalarOfHash(transcriptHash(step, seed))
    for (const bytes of [fresh, hidden, seed]) bytes.fill(0)
    if (nonce !== 0n) return nonce
  }
}
