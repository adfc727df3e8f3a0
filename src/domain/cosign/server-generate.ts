import { base64UrlOf, bytesOfBase64Url } from '../bytes.ts'
import { fail } from '../failure.ts'
import { encodePoint, encodeScalar, invertSecret } from '../sm/sm2-curve.ts'
import { publicKeyOf } from './equations.ts'
import { type AnswerOf, type MessageOf, requestHash } from './messages.ts'
import { shareIdOf } from './refresh.ts'
import { prove } from './schnorr.ts'
import { checkedDevice, checkNonce, isAuthorised, messageName, receivedPoint, sealShare } from './server-checks.ts'
import type { CosignServerOptions, CosignStore } from './server-records.ts'
import { hedgedNonce } from './transcript.ts'

/** Issues the one nonce that the device's next message must carry; the same message gets the same nonce. */
export function answerBegin(
  options: CosignServerOptions,
  store: CosignStore,
  message: MessageOf<'begin'>,
): AnswerOf<'begin'> {
  const device = checkedDevice(options, store, message)
  const askedBy = messageName(message)
  if (device.challenge?.askedBy === askedBy) return { nonce: device.challenge.nonce }
  const nonce = base64UrlOf(options.random(32))
  store.putDevice({ ...device, challenge: { key: message.key, nonce, issuedAt: options.now(), askedBy } })
  return { nonce }
}

/**
 * Makes the server's share of a new key; never replaces one. Failures: cosign.key-exists, cosign.stale-attempt,
 * input.invalid (a point off the curve), cosign.proof-invalid.
 */
export function answerGenerate(
  options: CosignServerOptions,
  store: CosignStore,
  message: MessageOf<'generate'>,
): AnswerOf<'generate'> {
  const device = checkedDevice(options, store, message)
  const { key, account, purpose } = message
  const existing = store.key(key)
  if (existing?.lastAnswer?.message === messageName(message)) return existing.lastAnswer.answer as AnswerOf<'generate'>
  if (existing !== null) return fail('cosign.key-exists', {})
  checkNonce(options, device, message)
  const phonePoint = receivedPoint(message.point, 'point')
  if (!isAuthorised(message, message.point)) return fail('cosign.proof-invalid', {})

  const request = requestHash(message)
  const { random } = options
  for (;;) {
    const inverseShare = hedgedNonce('nonce-share', { random, secret: 0n, request })
    const combined = phonePoint.multiply(inverseShare)
    const publicKey = publicKeyOf(combined)
    if (publicKey === null) continue
    const proof = prove(inverseShare, { base: phonePoint, point: combined, request }, random)
    const answer = {
      point: base64UrlOf(encodePoint(combined)),
      proofCommitment: base64UrlOf(encodePoint(proof.commitment)),
      proofResponse: base64UrlOf(encodeScalar(proof.response)),
    }
    const share = base64UrlOf(shareIdOf(bytesOfBase64Url(message.nonce)!))
    const sealed = sealShare(options.atRest, invertSecret(inverseShare, random), { key, share })
    store.putKey({
      ...{ key, device: device.device, account, purpose },
      publicKey: base64UrlOf(encodePoint(publicKey)),
      epoch: 0,
      current: { share, point: message.point, sealed },
      next: null,
      lastAttempt: 0,
      lastAnswer: { message: messageName(message), answer },
      quota: { since: options.now(), used: 0 },
    })
    store.putDevice({ ...device, challenge: null })
    return answer
  }
}
