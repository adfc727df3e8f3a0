import { base64UrlOf, utf8Bytes } from '../domain/bytes.ts'
import { sm3 } from '../domain/sm/sm3.ts'
import { labelledMessage } from './tickets.ts'

/**
 * Every request of a phone or desktop carries `authorization: Bearer <token>` and `bidseal-proof: <at>.<signature>`, so
 * that a stolen token is useless without the key it is bound to. Phones sign with the device key (ECDSA P-256 with
 * SHA-256, 64 bytes r ‖ s), desktops with their SM2 key; `at` is milliseconds by the server's clock, accepted ± 5 minutes.
 */
export const proofHeader = 'bidseal-proof'
export const proofToleranceMs = 300_000

/** The bytes that a request proof signs. */
export function proofMessage(request: { method: string; path: string; body: string; at: number }): Uint8Array {
  return labelledMessage('request', {
    method: request.method,
    path: request.path,
    body: base64UrlOf(sm3(utf8Bytes(request.body))),
    at: request.at,
  })
}

/**
 * What a device key signs to be registered by a sign-in ⚔ whoever knows the public key of somebody's phone could make it
 * known as a device of his own account. The code counts once, so the signature needs no time.
 */
export function signInMessage(request: {
  phoneNumber: string
  code: string
  /** SPKI, base64url. */
  deviceKey: string
  deviceName: string
}): Uint8Array {
  const { phoneNumber, code, deviceKey, deviceName } = request
  return labelledMessage('sign-in', { phoneNumber, code, deviceKey, deviceName })
}
