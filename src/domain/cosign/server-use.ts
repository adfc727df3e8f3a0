import { base64UrlOf, bytesOfBase64Url } from '../bytes.ts'
import { fail } from '../failure.ts'
import {
  decodePoint,
  encodePoint,
  encodeScalar,
  generator,
  invertSecret,
  orderField,
  type Sm2Point,
} from '../sm/sm2-curve.ts'
import { type ServerSignature, serverSignature, timesCombined } from './equations.ts'
import { type AnswerOf, answerHash, requestHash, type UseMessage } from './messages.ts'
import { type Refresh, serverRefresh } from './refresh.ts'
import {
  checkedDevice,
  checkNonce,
  isAuthorised,
  messageName,
  openShare,
  ownKey,
  receivedPoint,
  refusePin,
  repeatRefusal,
  sealShare,
  stopDevice,
} from './server-checks.ts'
import { promoted, retire, standingOf } from './server-epochs.ts'
import type { CosignServerOptions, CosignStore, KeyRecord } from './server-records.ts'
import { hedgedNonce, type TranscriptStep } from './transcript.ts'

/** The points and the digest of a use message, read before anything is decided. */
interface Subject {
  phonePoint: Sm2Point
  /** Q1 of a signature, T of a decryption. */
  operand: Sm2Point
  /** e of a signature. */
  digest: Uint8Array | null
}

/**
 * Answers a signing or decryption request. The order of the checks is part of the protocol: device signature, lock,
 * repeated message, nonce, epoch, document, proof, copy, quota; only then is dB opened.
 */
export function answerUse(
  options: CosignServerOptions,
  store: CosignStore,
  message: UseMessage,
): AnswerOf<'sign'> | AnswerOf<'decrypt'> {
  const device = checkedDevice(options, store, message)
  const known = ownKey(store, message)
  if (known.lastAnswer?.message === messageName(message))
    return known.lastAnswer.answer as AnswerOf<'sign'> | AnswerOf<'decrypt'>
  repeatRefusal(device, message)
  checkNonce(options, device, message)
  const standing = standingOf(store, known, message)
  if (standing === null) return stopDevice(store, device, 'rollback')
  const subject = readSubject(options, known, message)
  if (!isAuthorised(message, standing.point))
    return refusePin(store, device, { message, isRetired: standing.kind === 'retired' })
  if (standing.kind === 'retired') return stopDevice(store, device, 'copy')
  if (standing.kind === 'current' && message.attempt <= known.lastAttempt) return stopDevice(store, device, 'copy')

  store.putDevice({ ...device, failures: 0, challenge: null })
  const key = standing.kind === 'next' ? promoted(store, known) : known
  const quota = message.step === 'decrypt' ? spendQuota(options, key.quota) : key.quota
  if ('retryAfterMs' in quota) {
    store.putKey(key)
    return fail('cosign.quota-used', { retryAfterMs: quota.retryAfterMs })
  }
  const { answer, next } = computeAnswer(options, key, { message, subject })
  if (key.next !== null) retire(store, key, { ...key.next, epoch: key.epoch + 1 })
  store.putKey({
    ...key,
    next,
    lastAttempt: message.attempt,
    lastAnswer: { message: messageName(message), answer },
    quota,
  })
  return answer
}

function readSubject(options: CosignServerOptions, key: KeyRecord, message: UseMessage): Subject {
  const phonePoint = receivedPoint(message.refreshPoint, 'refreshPoint')
  if (message.step === 'decrypt') {
    options.permitDecryption?.(message)
    return { phonePoint, operand: receivedPoint(message.blindedPoint, 'blindedPoint'), digest: null }
  }
  const operand = receivedPoint(message.noncePoint, 'noncePoint')
  const publicKey = decodePoint(bytesOfBase64Url(key.publicKey)!)!
  const digest = options.rebuildDigest(parseFields(message.fields), publicKey, message)
  if (digest.length !== 32) throw new TypeError('a rebuilt digest has 32 bytes')
  return { phonePoint, operand, digest }
}

function parseFields(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail('input.invalid', { field: 'fields' }, error)
  }
}

/** The only place where dB is used, after every check. */
function computeAnswer(
  { atRest, random }: CosignServerOptions,
  key: KeyRecord,
  { message, subject }: { message: UseMessage; subject: Subject },
): { answer: AnswerOf<'sign'> | AnswerOf<'decrypt'>; next: KeyRecord['next'] } {
  const share = openShare(atRest, key.key, key.current)
  const inverseShare = invertSecret(share, random)
  const request = requestHash(message)
  const draw = (step: TranscriptStep) => hedgedNonce(step, { random, secret: share, request })
  const { parts, own } =
    subject.digest === null
      ? decryptionPart(subject.operand.multiply(inverseShare))
      : signaturePart(drawSignature(share, { digest: subject.digest, noncePoint: subject.operand, draw }))

  for (;;) {
    const ephemeral = draw('nonce-server-refresh')
    const serverPoint = generator.multiply(ephemeral)
    const exchange = { request, phonePoint: subject.phonePoint, serverPoint, answer: answerHash(...parts) }
    const refresh = serverRefresh({ ephemeral, inverseShare }, exchange)
    if (refresh === null) continue
    const refreshPoint = base64UrlOf(encodePoint(serverPoint))
    const next = nextShare({ atRest, random }, { key, share, refresh })
    return {
      answer: { ...own, refreshPoint, confirmation: base64UrlOf(refresh.confirmation) },
      next: {
        ...next,
        request: base64UrlOf(request),
        digest: subject.digest === null ? null : base64UrlOf(subject.digest),
      },
    }
  }
}

function drawSignature(
  share: bigint,
  { digest, noncePoint, draw }: { digest: Uint8Array; noncePoint: Sm2Point; draw(step: TranscriptStep): bigint },
): ServerSignature {
  for (;;) {
    const half = serverSignature(share, { digest, noncePoint, k2: draw('nonce-k2'), k3: draw('nonce-k3') })
    if (half !== null) return half
  }
}

function signaturePart({ r, s2, s3 }: ServerSignature) {
  const parts = [r, s2, s3].map(encodeScalar)
  return {
    parts,
    own: { r: base64UrlOf(parts[0]!), s2: base64UrlOf(parts[1]!), s3: base64UrlOf(parts[2]!) },
  }
}

function decryptionPart(answered: Sm2Point) {
  const bytes = encodePoint(answered)
  return { parts: [bytes], own: { point: base64UrlOf(bytes) } }
}

/** dB′ = dB·ρ⁻¹ and PA′ = ρ⁻¹·PA, which is dB′·(P + G). */
function nextShare(
  { atRest, random }: Pick<CosignServerOptions, 'atRest' | 'random'>,
  { key, share, refresh }: { key: KeyRecord; share: bigint; refresh: Refresh },
) {
  const refreshed = orderField.mul(share, invertSecret(refresh.factor, random))
  const name = base64UrlOf(refresh.shareId)
  const point = timesCombined(decodePoint(bytesOfBase64Url(key.publicKey)!)!, refreshed)
  return {
    share: name,
    point: base64UrlOf(encodePoint(point)),
    sealed: sealShare(atRest, refreshed, { key: key.key, share: name }),
  }
}

const dayMs = 86_400_000

function spendQuota(
  { now, decryptionsPerDay = 200 }: CosignServerOptions,
  { since, used }: KeyRecord['quota'],
): KeyRecord['quota'] | { retryAfterMs: number } {
  const time = now()
  if (time - since >= dayMs) return { since: time, used: 1 }
  return used < decryptionsPerDay ? { since, used: used + 1 } : { retryAfterMs: since + dayMs - time }
}
