import { bytesOfBase64Url, equalBytes, utf8Bytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { decodePoint, type Sm2Point } from '../sm/sm2-curve.ts'
import { decryptWithSharedPoint, encryptSm2, type Sm2Ciphertext } from '../sm/sm2-encrypt.ts'
import { blindPoint, unblindPoint } from './equations.ts'
import { requestHash } from './messages.ts'
import { answeredPoint, ask, pointText, withProof } from './phone-exchange.ts'
import type { Phone } from './phone-record.ts'
import { closeUse, confirmedRefresh, loadRecord, openUse, partsOf, runAlone } from './phone-use.ts'
import type { HeldPin } from './pin-mask.ts'
import { hedgedNonce } from './transcript.ts'

export interface DecryptOptions {
  key: string
  pin: string | HeldPin
  /** Id of the ticket that the person approved. */
  ticket: string
  /** What it is for, such as `open` or `rehearse`; the server may refuse one of them. */
  act: string
  /** C1 must have been read with `decodePoint`. */
  ciphertext: Sm2Ciphertext
}

/**
 * Opens a ciphertext with the server's help; the server sees neither it nor the plaintext. `plaintext` is null when the
 * ciphertext is damaged or not for this key (C3 does not hold). Failures as `cosign`.
 */
export function codecrypt(
  phone: Phone,
  { key, pin, ticket, act, ciphertext }: DecryptOptions,
): Promise<{ plaintext: Uint8Array | null }> {
  const purpose = 'encrypt'
  return runAlone(phone, async () => {
    const use = await openUse(phone, { key, purpose, pin, subject: utf8Bytes(`${ticket} ${act}`) })
    const { random } = phone
    const { c1 } = ciphertext
    const blinding = hedgedNonce('nonce-blinding', { random, secret: use.share, request: use.context })
    const blindedPoint = pointText(blindPoint(c1, use.inverseShare, blinding))
    const message = { step: 'decrypt', purpose, ...use.header, ticket, act, blindedPoint } as const
    const answer = await ask(phone, withProof(message, { secret: use.inverseShare, point: use.point, random }))
    const answered = answeredPoint(answer.point)
    const request = requestHash(message)
    const refresh = confirmedRefresh(use, answer, { request, parts: partsOf(answer.point) })
    const shared = unblindPoint(answered, { c1, blinding, random })
    await closeUse(phone, use, { refresh, request })
    return { plaintext: decryptWithSharedPoint(shared, ciphertext) }
  })
}

/**
 * Proves that a new encryption key works before a certificate is asked for: opens something encrypted to it.
 * Failures: cosign.answer-invalid when it does not open, others as `codecrypt`.
 */
export async function tryDecryption(phone: Phone, { key, pin }: { key: string; pin: string }): Promise<void> {
  const record = await loadRecord(phone, key)
  if (record === null) return fail('cosign.key-unknown', {})
  const publicKey: Sm2Point = decodePoint(bytesOfBase64Url(record.publicKey)!)!
  const probe = phone.random(32)
  const ciphertext = encryptSm2(publicKey, probe, phone.random)
  const { plaintext } = await codecrypt(phone, { key, pin, ticket: 'trial', act: 'trial', ciphertext })
  if (plaintext === null || !equalBytes(plaintext, probe)) fail('cosign.answer-invalid', {})
}
