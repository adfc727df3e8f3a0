import { base64UrlOf, bytesOfBase64Url } from '../bytes.ts'
import { fail } from '../failure.ts'
import { decodeScalar, generator, invertSecret, randomScalar, type Sm2Point } from '../sm/sm2-curve.ts'
import { publicKeyOf } from './equations.ts'
import { type KeyPurpose, requestHash } from './messages.ts'
import { answeredPoint, ask, askNonce, pointText, withProof } from './phone-exchange.ts'
import type { Phone, PhoneRecord } from './phone-record.ts'
import { defaultPinCost, maskShare, pinScalar } from './pin-mask.ts'
import { shareIdOf } from './refresh.ts'
import { isProven } from './schnorr.ts'

/**
 * Makes a new key of two shares under a six-digit PIN. Existing keys are never touched: the new one has its own random
 * id. Try it before asking for a certificate: sign the request with it, or `tryDecryption`.
 * Failures: input.invalid (pin), cosign.proof-invalid, cosign.answer-invalid, cosign.unreachable, pin.locked and others
 * of the server. After a failure no record remains.
 */
export async function generateKey(
  phone: Phone,
  { pin, purpose, pinCost = defaultPinCost }: { pin: string; purpose: KeyPurpose; pinCost?: number },
): Promise<{ key: string; publicKey: Sm2Point }> {
  const { account, device, random, store } = phone
  const key = base64UrlOf(random(16))
  const pinSalt = random(16)
  const h = await pinScalar(pin, { salt: pinSalt, cost: pinCost, bindToDevice: phone.bindToDevice })
  const inverseShare = randomScalar(random)
  const point = generator.multiply(inverseShare)
  return store.exclusively(async () => {
    if ((await store.load(key)) !== null) return fail('cosign.key-exists', {})
    const nonce = await askNonce(phone, key)
    const drafted: PhoneRecord = {
      version: 1,
      account,
      device,
      key,
      purpose,
      step: 'drafted',
      pinSalt: base64UrlOf(pinSalt),
      pinCost,
      maskedShare: base64UrlOf(maskShare(invertSecret(inverseShare, random), h)),
      epoch: 0,
      share: base64UrlOf(shareIdOf(bytesOfBase64Url(nonce)!)),
      attempt: 0,
      publicKey: null,
    }
    await store.save(drafted)
    const addressed = { version: 1, account, device, key } as const
    const message = { step: 'generate', ...addressed, purpose, nonce, point: pointText(point) } as const
    try {
      const answer = await ask(phone, withProof(message, { secret: inverseShare, point, random }))
      const combined = answeredPoint(answer.point)
      const proof = {
        commitment: answeredPoint(answer.proofCommitment),
        response: decodeScalar(bytesOfBase64Url(answer.proofResponse)!),
      }
      if (!isProven({ base: point, point: combined, request: requestHash(message) }, proof))
        return fail('cosign.proof-invalid', {})
      const publicKey = publicKeyOf(combined) ?? fail('cosign.answer-invalid', {})
      await store.save({ ...drafted, step: 'ready', publicKey: pointText(publicKey) })
      return { key, publicKey }
    } catch (error) {
      await store.remove(key)
      throw error
    }
  })
}
