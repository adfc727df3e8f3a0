import { bytesOfBase64Url } from '../bytes.ts'
import { fail } from '../failure.ts'
import { decodePoint } from '../sm/sm2-curve.ts'
import { decodeSignature, verifyDigest } from '../sm/sm2-sign.ts'
import type { AnswerOf, MessageOf } from './messages.ts'
import { checkedDevice, isAuthorised, ownKey, refusePin, repeatRefusal } from './server-checks.ts'
import { promoted } from './server-epochs.ts'
import type { CosignServerOptions, CosignStore, KeyRecord } from './server-records.ts'

/**
 * Makes the next pair current and forgets the old dB. A proof that does not hold is counted like any wrong PIN ⚔ the
 * receipt would otherwise be a place to try PINs for nothing. Failures: cosign.stale-attempt, pin.wrong, pin.locked,
 * input.invalid (the signature is missing or does not verify).
 */
export function answerReceipt(
  options: CosignServerOptions,
  store: CosignStore,
  message: MessageOf<'receipt'>,
): AnswerOf<'receipt'> {
  const device = checkedDevice(options, store, message)
  const key = ownKey(store, message)
  if (message.share === key.current.share && message.epoch === key.epoch) return {}
  const { next } = key
  const isForNext =
    next !== null && message.share === next.share && message.epoch === key.epoch + 1 && message.request === next.request
  if (!isForNext) return fail('cosign.stale-attempt', {})
  repeatRefusal(device, message)
  if (!isAuthorised(message, next.point)) return refusePin(store, device, { message, isRetired: false })
  if (!carriesSignature(key, message)) return fail('input.invalid', { field: 'signature' })
  if (device.failures !== 0) store.putDevice({ ...device, failures: 0 })
  store.putKey(promoted(store, key))
  return {}
}

function carriesSignature({ publicKey, next }: KeyRecord, { signature }: MessageOf<'receipt'>): boolean {
  const digest = next?.digest ?? null
  if (digest === null) return signature === undefined
  const read = signature === undefined ? null : decodeSignature(bytesOfBase64Url(signature)!)
  return read !== null && verifyDigest(decodePoint(bytesOfBase64Url(publicKey)!)!, bytesOfBase64Url(digest)!, read)
}
