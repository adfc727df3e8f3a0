import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { integerOfBytes, sequence } from '../../domain/asn1/write-der.ts'
import { bytesOfBase64Url } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { decodePoint } from '../../domain/sm/sm2-curve.ts'
import { decodeSignature, verifyMessage } from '../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../domain/sm/sm3.ts'
import type { Database } from '../../node/database.ts'
import { proofMessage, proofToleranceMs } from '../../protocol/request-proof.ts'

/** The key that a token is bound to: a phone's P-256 key as SPKI, or a desktop's SM2 point of 65 bytes. */
export type BoundKey = { kind: 'device' | 'desktop'; bytes: Uint8Array }

export interface ProvenRequest {
  method: string
  path: string
  /** Empty for GET and for streamed bytes, which their announced digest covers. */
  body: string
  /** The `bidseal-proof` header. */
  proof: string | undefined
}

/** Fails unless the request is fresh and signed by the key. Returns the digest that names this one request. */
export function checkProof(request: ProvenRequest, key: BoundKey, now: number): Uint8Array {
  const match = /^(\d{1,15})\.([A-Za-z0-9_-]{86})$/.exec(request.proof ?? '')
  const signature = bytesOfBase64Url(match?.[2] ?? '')
  if (match === null || signature === null) return fail('request.unauthorized', {})
  const at = Number(match[1])
  const message = proofMessage({ method: request.method, path: request.path, body: request.body, at })
  // The signature first: only the key's holder learns how far its clock is off.
  if (!isSignedBy(key, message, signature)) fail('request.unauthorized', {})
  if (Math.abs(at - now) > proofToleranceMs) fail('request.clock-differs', { serverTime: now })
  // r of the signature stays in, since two honest requests may be equal to the millisecond; s does not ⚔ (r, n − s) is
  // another valid ECDSA signature of the same request.
  return sm3(key.bytes, message, signature.subarray(0, 32))
}

function isSignedBy(key: BoundKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.kind === 'device') return isSignedByDevice(key.bytes, message, signature)
  const point = decodePoint(key.bytes)
  const decoded = decodeSignature(signature)
  return point !== null && decoded !== null && verifyMessage(point, message, decoded)
}

/** Whether a phone's P-256 key (SPKI) signed the bytes with SHA-256; r ‖ s, 64 bytes. */
export function isSignedByDevice(spki: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  const key = readDeviceKey(spki)
  // As DER, which costs half of what Node takes for r ‖ s.
  return key !== null && signature.length === 64 && verify('sha256', bytes, key, signatureDer(signature))
}

const signatureDer = (signature: Uint8Array) =>
  sequence(integerOfBytes(signature.subarray(0, 32)), integerOfBytes(signature.subarray(32)))

/** Keys that were read, the least recently used first: reading one takes as long as verifying with it. */
const readKeys = new Map<string, KeyObject>()
const keptKeys = 1000

/** A P-256 key out of its SPKI; null for anything else. */
export function readDeviceKey(spki: Uint8Array): KeyObject | null {
  const name = Buffer.from(spki).toString('base64')
  const key = readKeys.get(name) ?? readP256Key(spki)
  if (key === null) return null
  readKeys.delete(name)
  readKeys.set(name, key)
  const [oldest] = readKeys.keys()
  if (readKeys.size > keptKeys && oldest !== undefined) readKeys.delete(oldest)
  return key
}

function readP256Key(spki: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null
  } catch {
    return null
  }
}

/**
 * Remembers a write's proof while it would still be accepted and fails when it was seen. It reaches the disk with what the
 * request itself writes, if that is anything: a power cut that forgets the one has forgotten the other.
 */
export function spendProof(db: Database, digest: Uint8Array, now: number): void {
  const { changes } = db.transactionWithNext(() => {
    db.run('DELETE FROM used_proofs WHERE expires_at < ?', now)
    return db.run('INSERT OR IGNORE INTO used_proofs VALUES (?, ?)', digest, now + 2 * proofToleranceMs)
  })
  if (changes === 0) fail('request.replayed', {})
}
