import { base64UrlOf, bytesOfBase64Url, utf8Bytes } from '../bytes.ts'
import { BidsealError, type Failure, fail } from '../failure.ts'
import { decodePoint, decodeScalar, decodeSecretScalar, encodeScalar, type Sm2Point } from '../sm/sm2-curve.ts'
import {
  type CosignMessage,
  deviceSignedBytes,
  messageHash,
  type ProvenMessage,
  requestHash,
  type UseMessage,
} from './messages.ts'
import { isProven } from './schnorr.ts'
import type {
  AtRest,
  CosignServerOptions,
  CosignStore,
  DeviceRecord,
  KeyRecord,
  ShareRecord,
} from './server-records.ts'

const pinTries = 5

const stopFailures = { pin: 'pin.locked', copy: 'cosign.copy-detected', rollback: 'cosign.server-rolled-back' } as const

/** Hash of a whole message but for its device signature, as records keep it. */
export const messageName = (message: CosignMessage): string => base64UrlOf(messageHash(message))

/**
 * The device that sent the message; its signature is checked before anything else and its failure changes nothing ⚔ a
 * stranger would otherwise use up the PIN tries. Failures: cosign.device-unknown, then pin.locked and the others of a
 * stopped device.
 */
export function checkedDevice(options: CosignServerOptions, store: CosignStore, message: CosignMessage): DeviceRecord {
  const device = store.device(message.device)
  if (device === null || device.account !== message.account) return fail('cosign.device-unknown', {})
  const publicKey = bytesOfBase64Url(device.publicKey)!
  const signature = bytesOfBase64Url(message.deviceSignature)
  if (signature === null || !options.verifyDevice(publicKey, deviceSignedBytes(message), signature))
    return fail('cosign.device-unknown', {})
  if (device.stopped !== null) return fail(stopFailures[device.stopped], {})
  return device
}

/** The key of a message. Failure: cosign.key-unknown. */
export function ownKey(
  store: CosignStore,
  message: UseMessage | Extract<CosignMessage, { step: 'receipt' }>,
): KeyRecord {
  const key = store.key(message.key)
  if (key === null || key.device !== message.device || key.purpose !== message.purpose)
    return fail('cosign.key-unknown', {})
  return key
}

/** Throws the refusal that this very message got before, so that a repeated delivery is not counted again. */
export function repeatRefusal(device: DeviceRecord, message: CosignMessage): void {
  if (device.lastRefusal?.message === messageName(message)) throw new BidsealError(device.lastRefusal.failure)
}

/** Failure: cosign.stale-attempt unless the message carries the nonce that is waiting for it. */
export function checkNonce(
  options: CosignServerOptions,
  device: DeviceRecord,
  message: { key: string; nonce: string },
): void {
  const { challenge } = device
  const lifetimeMs = options.nonceLifetimeMs ?? 300_000
  const isFresh =
    challenge !== null &&
    challenge.key === message.key &&
    challenge.nonce === message.nonce &&
    options.now() - challenge.issuedAt <= lifetimeMs
  if (!isFresh) fail('cosign.stale-attempt', {})
}

/** A received point, on the curve and not infinity ⚔ another curve's small groups leak zB. Failure: input.invalid. */
export function receivedPoint(text: string, field: string): Sm2Point {
  return decodePoint(bytesOfBase64Url(text)!) ?? fail('input.invalid', { field })
}

/** Whether the message's proof of zA holds for a stored PA. */
export function isAuthorised(message: ProvenMessage, point: string): boolean {
  const proof = {
    commitment: receivedPoint(message.proofCommitment, 'proofCommitment'),
    response: decodeScalar(bytesOfBase64Url(message.proofResponse)!),
  }
  return isProven({ point: decodePoint(bytesOfBase64Url(point)!)!, request: requestHash(message) }, proof)
}

/**
 * A wrong PIN shows as a proof that does not hold: counts it over all keys of the device, locks at five, and remembers
 * the message. Nothing that depends on dB was computed.
 */
export function refusePin(
  store: CosignStore,
  device: DeviceRecord,
  { message, isRetired }: { message: CosignMessage; isRetired: boolean },
): never {
  const failures = device.failures + (isRetired ? 0 : 1)
  const retiredFailures = device.retiredFailures + (isRetired ? 1 : 0)
  const triesLeft = pinTries - failures - retiredFailures
  const failure: Failure =
    triesLeft > 0 ? { code: 'pin.wrong', details: { triesLeft } } : { code: 'pin.locked', details: {} }
  store.putDevice({
    ...device,
    failures,
    retiredFailures,
    stopped: triesLeft > 0 ? null : 'pin',
    challenge: null,
    lastRefusal: { message: messageName(message), failure },
  })
  throw new BidsealError(failure)
}

/** Serves the device no more, for a reason that is not a wrong PIN. */
export function stopDevice(store: CosignStore, device: DeviceRecord, reason: 'copy' | 'rollback'): never {
  store.putDevice({ ...device, stopped: reason, challenge: null })
  return fail(stopFailures[reason], {})
}

const sealContext = (key: string, share: string) => utf8Bytes(`bidseal/cosign/at-rest/v1 ${key} ${share}`)

export function sealShare(atRest: AtRest, secret: bigint, { key, share }: { key: string; share: string }): string {
  const plaintext = encodeScalar(secret)
  const sealed = base64UrlOf(atRest.seal(plaintext, sealContext(key, share)))
  plaintext.fill(0)
  return sealed
}

/** dB of a pair; a record that does not open is a damaged store, which is a bug and not a refusal. */
export function openShare(atRest: AtRest, key: string, { share, sealed }: ShareRecord): bigint {
  const plaintext = atRest.open(bytesOfBase64Url(sealed)!, sealContext(key, share))
  const secret = plaintext === null ? null : decodeSecretScalar(plaintext)
  plaintext?.fill(0)
  if (secret === null) throw new TypeError('a stored share does not open')
  return secret
}
