import { utf8Bytes, utf8Text } from '../bytes.ts'
import { type CanonicalValue, canonicalJson } from '../canonical-json.ts'
import { fail } from '../failure.ts'
import { generator } from '../sm/sm2-curve.ts'
import { encodeSignature, type Sm2Signature, verifyDigest } from '../sm/sm2-sign.ts'
import { combineSignature } from './equations.ts'
import { requestHash } from './messages.ts'
import { answeredScalar, ask, pointText, withProof } from './phone-exchange.ts'
import type { Phone } from './phone-record.ts'
import { closeUse, confirmedRefresh, openUse, partsOf, runAlone } from './phone-use.ts'
import type { HeldPin } from './pin-mask.ts'
import { hedgedNonce } from './transcript.ts'

export interface SignOptions {
  key: string
  pin: string | HeldPin
  /** The typed fields that were shown to the person; the server rebuilds the document from them. */
  fields: CanonicalValue
  /** e of what was shown, 32 bytes, rebuilt on this phone from the same fields. */
  digest: Uint8Array
}

/**
 * An ordinary SM2 signature over what this phone showed, made with the server's share and verified here. The share is
 * refreshed before it is returned. Failures: pin.wrong, pin.locked, cosign.* and whatever the server refuses the fields
 * with; after every one of them the stored share still works.
 */
export function cosign(phone: Phone, { key, pin, fields, digest }: SignOptions): Promise<Sm2Signature> {
  const fieldsText = utf8Text(canonicalJson(fields))!
  const purpose = 'sign'
  return runAlone(phone, async () => {
    const use = await openUse(phone, { key, purpose, pin, subject: utf8Bytes(fieldsText) })
    const { random } = phone
    const k1 = hedgedNonce('nonce-k1', { random, secret: use.share, request: use.context })
    const noncePoint = pointText(generator.multiply(k1))
    const message = { step: 'sign', purpose, ...use.header, fields: fieldsText, noncePoint } as const
    const answer = await ask(phone, withProof(message, { secret: use.inverseShare, point: use.point, random }))
    const half = { r: answeredScalar(answer.r), s2: answeredScalar(answer.s2), s3: answeredScalar(answer.s3) }
    const request = requestHash(message)
    const refresh = confirmedRefresh(use, answer, { request, parts: partsOf(answer.r, answer.s2, answer.s3) })
    const signature = combineSignature(use.share, k1, half)
    if (signature === null) return null
    if (!verifyDigest(use.publicKey, digest, signature)) return fail('cosign.answer-invalid', {})
    await closeUse(phone, use, { refresh, request, signature: encodeSignature(signature) })
    return signature
  })
}
