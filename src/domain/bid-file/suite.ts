import { fail } from '../failure.ts'
import type { AuthenticatedCipher } from '../sm/ciphers.ts'
import { createSm4Gcm } from '../sm/sm4-gcm.ts'

/** What encrypts the chunks: SM4-GCM (RFC 8998), or AES-256-GCM (NIST SP 800-38D) for whoever must use it. */
export const suites = ['sm4-gcm', 'aes-256-gcm'] as const
export type Suite = (typeof suites)[number]

/** Bytes of the payload key that a suite takes. */
const keySizes: Record<Suite, number> = { 'sm4-gcm': 16, 'aes-256-gcm': 32 }

/** Makes the chunk cipher of a suite from its key, 16 or 32 bytes; null when the host has none of its own. */
export type CipherFactory = (suite: Suite, key: Uint8Array) => AuthenticatedCipher | null

/**
 * The chunk cipher of a suite under the left of the 32-byte payload key. SM4 is at hand everywhere, AES comes from the
 * host. Fails with `bid-file.suite-unsupported` where there is none.
 */
export function createPayloadCipher(
  suite: Suite,
  payloadKey: Uint8Array,
  createCipher?: CipherFactory,
): AuthenticatedCipher {
  const key = payloadKey.subarray(0, keySizes[suite])
  const ofHost = createCipher?.(suite, key) ?? null
  if (ofHost !== null) return ofHost
  return suite === 'sm4-gcm' ? createSm4Gcm(key) : fail('bid-file.suite-unsupported', { suite })
}
