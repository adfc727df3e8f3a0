import { concatBytes } from '../bytes.ts'
import { encodePoint, orderField, type Sm2Point } from '../sm/sm2-curve.ts'
import { deriveKey, hmacSm3 } from '../sm/sm3.ts'
import { timesCombined } from './equations.ts'
import { scalarOfHash, transcriptHash } from './transcript.ts'

// After every use dA ← dA·ρ, dB ← dB·ρ⁻¹, PA ← ρ⁻¹·PA. ρ comes from two Diffie–Hellman values: ephemeral with ephemeral
// (both sides contribute, nothing stored reveals it later) and the phone's ephemeral with zB·G, which only the holders
// of the shares can compute. Without the second, whoever sits in the channel could answer with an ephemeral of its own
// and make the phone overwrite its share with a useless one.

export interface Refresh {
  /** ρ in 1 … n − 1. */
  factor: bigint
  /** 16-byte name of the new pair of shares. */
  shareId: Uint8Array
  /** 32 bytes: the server's word over its answer that it computed the same ρ. */
  confirmation: Uint8Array
}

interface Exchange {
  /** 32-byte hash of the phone's request, which contains its ephemeral point. */
  request: Uint8Array
  phonePoint: Sm2Point
  serverPoint: Sm2Point
  /** 32-byte hash of the rest of the server's answer. */
  answer: Uint8Array
}

/**
 * Public 16-byte name of a pair of shares. Made of ephemeral points or server nonces only: the phone keeps it, so it
 * must not depend on a share or on PA, or it would let a thief test PINs off-line.
 */
export function shareIdOf(...publicParts: readonly Uint8Array[]): Uint8Array {
  return transcriptHash('share-id', ...publicParts).slice(0, 16)
}

/** The phone's side, with its ephemeral secret, dA and the public key: dA·(P + G) = zB·G. Null: ρ = 0, not usable. */
export function phoneRefresh(
  { ephemeral, share, publicKey }: { ephemeral: bigint; share: bigint; publicKey: Sm2Point },
  exchange: Exchange,
): Refresh | null {
  const fresh = exchange.serverPoint.multiply(ephemeral)
  const authentic = timesCombined(publicKey, orderField.mul(share, ephemeral))
  return refreshOf(fresh, authentic, exchange)
}

/**
 * The server's side, with its ephemeral secret and zB. Null: ρ = 0, draw another ephemeral.
 * The phone's proof must have been verified before, because zB is used.
 */
export function serverRefresh(
  { ephemeral, inverseShare }: { ephemeral: bigint; inverseShare: bigint },
  exchange: Exchange,
): Refresh | null {
  const { phonePoint } = exchange
  return refreshOf(phonePoint.multiply(ephemeral), phonePoint.multiply(inverseShare), exchange)
}

function refreshOf(fresh: Sm2Point, authentic: Sm2Point, exchange: Exchange): Refresh | null {
  const { request, phonePoint, serverPoint, answer } = exchange
  const secret = concatBytes(encodePoint(fresh), encodePoint(authentic))
  const root = transcriptHash('refresh', secret, request, encodePoint(serverPoint), answer)
  const material = deriveKey(root, 64)
  const factor = scalarOfHash(material.subarray(0, 32))
  const confirmation = hmacSm3(material.subarray(32), transcriptHash('confirmation', request, answer))
  for (const bytes of [secret, root, material]) bytes.fill(0)
  const shareId = shareIdOf(encodePoint(phonePoint), encodePoint(serverPoint))
  return factor === 0n ? null : { factor, shareId, confirmation }
}
