import { base64UrlOf, bytesOfBase64Url, equalBytes, utf8Bytes } from '../bytes.ts'
import { BidsealError, fail } from '../failure.ts'
import {
  decodePoint,
  decodeScalar,
  encodeScalar,
  generator,
  invertSecret,
  orderField,
  type Sm2Point,
} from '../sm/sm2-curve.ts'
import { answerHash, type KeyPurpose } from './messages.ts'
import { answeredPoint, ask, askNonce, pointText, withProof } from './phone-exchange.ts'
import { type Phone, type PhoneRecord, readPhoneRecord } from './phone-record.ts'
import { type HeldPin, pinScalar, unmaskShare } from './pin-mask.ts'
import { phoneRefresh, type Refresh } from './refresh.ts'
import { hedgedNonce, transcriptHash } from './transcript.ts'

/** A use that has begun: the attempt is durable, the server's nonce is here, the share is open. Lives in memory only. */
export interface Use {
  record: PhoneRecord
  publicKey: Sm2Point
  /** dA, zA = dA⁻¹ and zA·G as the PIN makes them. */
  share: bigint
  inverseShare: bigint
  point: Sm2Point
  ephemeral: bigint
  phonePoint: Sm2Point
  /** 32 bytes that hedge every nonce of this use. */
  context: Uint8Array
  /** The members that every use message begins with. */
  header: {
    version: 1
    account: string
    device: string
    key: string
    epoch: number
    share: string
    attempt: number
    nonce: string
    refreshPoint: string
  }
}

export interface UseOptions {
  key: string
  purpose: KeyPurpose
  pin: string | HeldPin
  /** What is being authorised, for hedging nonces. */
  subject: Uint8Array
}

/**
 * Reads a stored record; null when there is none or generation never finished. Fails with `cosign.record-damaged`.
 */
export async function loadRecord(phone: Phone, key: string): Promise<(PhoneRecord & { publicKey: string }) | null> {
  const stored = await phone.store.load(key)
  if (stored === null) return null
  const record = readPhoneRecord(stored)
  return record.publicKey === null ? null : { ...record, publicKey: record.publicKey }
}

/**
 * Runs one use of a key alone and once more from the start, with a new attempt, when the server says that this one was
 * overtaken or when the arithmetic asks for another draw (null).
 */
export async function runAlone<T>(phone: Phone, act: () => Promise<T | null>): Promise<T> {
  return phone.store.exclusively(async () => {
    for (let run = 1; ; run++) {
      try {
        const result = await act()
        if (result !== null) return result
      } catch (error) {
        const overtaken = error instanceof BidsealError && error.failure.code === 'cosign.stale-attempt'
        if (!overtaken || run === 3) throw error
      }
    }
  })
}

/** Counts the attempt durably, then fetches the nonce and opens the share with whatever PIN was typed. */
export async function openUse(phone: Phone, { key, purpose, pin, subject }: UseOptions): Promise<Use> {
  const before = await loadRecord(phone, key)
  if (before === null || before.purpose !== purpose) return fail('cosign.key-unknown', {})
  const mask = { salt: bytesOfBase64Url(before.pinSalt)!, cost: before.pinCost, bindToDevice: phone.bindToDevice }
  const h = typeof pin === 'string' ? await pinScalar(pin, mask) : await pin.scalar(mask)
  const record: PhoneRecord = { ...before, step: 'attempt-counted', attempt: before.attempt + 1 }
  await phone.store.save(record)
  const nonce = await askNonce(phone, key)
  const share = unmaskShare(decodeScalar(bytesOfBase64Url(record.maskedShare)!), h, phone.random)
  const inverseShare = invertSecret(share, phone.random)
  const header = `${record.share} ${record.attempt} ${nonce}`
  const context = transcriptHash('use', utf8Bytes(header), subject)
  const ephemeral = hedgedNonce('nonce-phone-refresh', { random: phone.random, secret: share, request: context })
  const phonePoint = generator.multiply(ephemeral)
  return {
    record,
    publicKey: decodePoint(bytesOfBase64Url(before.publicKey)!)!,
    share,
    inverseShare,
    point: generator.multiply(inverseShare),
    ephemeral,
    phonePoint,
    context,
    header: {
      version: 1,
      account: record.account,
      device: record.device,
      key,
      epoch: record.epoch,
      share: record.share,
      attempt: record.attempt,
      nonce,
      refreshPoint: pointText(phonePoint),
    },
  }
}

/**
 * Computes ρ and checks that the server computed the same. Failure: cosign.answer-invalid; the stored share is then
 * untouched ⚔ an answer from between would otherwise make the phone destroy its share.
 */
export function confirmedRefresh(
  use: Use,
  answer: { refreshPoint: string; confirmation: string },
  { request, parts }: { request: Uint8Array; parts: readonly Uint8Array[] },
): Refresh {
  const serverPoint = answeredPoint(answer.refreshPoint)
  const exchange = { request, phonePoint: use.phonePoint, serverPoint, answer: answerHash(...parts) }
  const refresh = phoneRefresh(use, exchange)
  return refresh !== null && equalBytes(refresh.confirmation, bytesOfBase64Url(answer.confirmation)!)
    ? refresh
    : fail('cosign.answer-invalid', {})
}

/**
 * Overwrites the share with the refreshed one, then tries to send the receipt. A receipt that does not arrive costs
 * nothing: the next use in the new epoch says the same.
 */
export async function closeUse(
  phone: Phone,
  use: Use,
  { refresh, request, signature }: { refresh: Refresh; request: Uint8Array; signature?: Uint8Array },
): Promise<void> {
  const masked = decodeScalar(bytesOfBase64Url(use.record.maskedShare)!)
  const refreshed: PhoneRecord = {
    ...use.record,
    step: 'share-refreshed',
    maskedShare: base64UrlOf(encodeScalar(orderField.mul(masked, refresh.factor))),
    epoch: use.record.epoch + 1,
    share: base64UrlOf(refresh.shareId),
    attempt: 0,
  }
  await phone.store.save(refreshed)
  try {
    await sendReceipt(phone, use, { refreshed, factor: refresh.factor, request, signature })
  } catch (error) {
    if (error instanceof BidsealError) return
    throw error
  }
  await phone.store.save({ ...refreshed, step: 'ready' })
}

interface Receipt {
  refreshed: PhoneRecord
  factor: bigint
  request: Uint8Array
  signature: Uint8Array | undefined
}

async function sendReceipt(phone: Phone, use: Use, { refreshed, factor, request, signature }: Receipt): Promise<void> {
  const { account, device, key, purpose, epoch, share } = refreshed
  const secret = orderField.mul(use.inverseShare, invertSecret(factor, phone.random))
  const message = {
    ...({ step: 'receipt', version: 1 } as const),
    ...{ account, device, key, purpose, epoch, share },
    request: base64UrlOf(request),
    ...(signature === undefined ? {} : { signature: base64UrlOf(signature) }),
  }
  await ask(phone, withProof(message, { secret, point: generator.multiply(secret), random: phone.random }))
}

/** The bytes of base64url members of an answer, as its hash takes them. */
export const partsOf = (...members: readonly string[]): Uint8Array[] =>
  members.map((member) => bytesOfBase64Url(member)!)
