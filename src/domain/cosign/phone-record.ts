import { z } from 'zod'
import { bytesOfBase64Url } from '../bytes.ts'
import { fail } from '../failure.ts'
import type { RandomBytes } from '../random.ts'
import { decodePoint, decodeSecretScalar } from '../sm/sm2-curve.ts'
import { bytesField, counter, keyPurpose, name, point, scalar } from './messages.ts'
import type { DeviceBinding } from './pin-mask.ts'

/**
 * Every state in which a phone's record is durable; a crash can only ever leave one of these.
 * `drafted`: generation began, the server may or may not know the key. `ready`: nothing under way.
 * `attempt-counted`: a use began, the server may or may not have answered. `share-refreshed`: the use succeeded and the
 * new share is stored, the server may or may not know that.
 */
export const phoneSteps = ['drafted', 'ready', 'attempt-counted', 'share-refreshed'] as const

/** A counter of which there is a next one. */
const rising = counter.max(Number.MAX_SAFE_INTEGER - 1)

/**
 * All that the phone keeps of a key. Nothing in it depends on dA except dA·h itself, so that it holds no test for a
 * PIN: never PA, PB, a proof, a nonce, an answer or an older record.
 */
const phoneRecord = z.strictObject({
  version: z.literal(1),
  account: name,
  device: name,
  key: bytesField(16),
  purpose: keyPurpose,
  step: z.enum(phoneSteps),
  pinSalt: bytesField(16),
  /** log2 of scrypt's N: at most 128 MiB of memory. */
  pinCost: z.number().int().min(1).max(17),
  /** dA·h, in 1 … n − 1. */
  maskedShare: scalar.refine((text) => decodeSecretScalar(bytesOfBase64Url(text) ?? new Uint8Array()) !== null),
  epoch: rising,
  share: bytesField(16),
  attempt: rising,
  /** On the curve. Null while drafted. */
  publicKey: point.refine((text) => decodePoint(bytesOfBase64Url(text) ?? new Uint8Array()) !== null).nullable(),
})
export type PhoneRecord = z.infer<typeof phoneRecord>

/** Reads a record as the phone's storage gives it back. Fails with `cosign.record-damaged`. */
export function readPhoneRecord(stored: unknown): PhoneRecord {
  const record = phoneRecord.safeParse(stored)
  return record.success ? record.data : fail('cosign.record-damaged', {})
}

/** One record for each key. `save` overwrites the old record and is durable before it resolves. */
export interface PhoneStore {
  load(key: string): Promise<unknown>
  list(): Promise<readonly string[]>
  save(record: PhoneRecord): Promise<void>
  remove(key: string): Promise<void>
  /**
   * Runs one act at a time over all pages of the app (Web Locks in a browser): two uses at once would send two requests
   * with one attempt number, which the server must take for two copies.
   */
  exclusively<T>(act: () => Promise<T>): Promise<T>
}

export interface Transport {
  /** Delivers a message and resolves to the server's reply; rejects when it was, or may have been, lost. */
  send(message: unknown): Promise<unknown>
}

/** A phone with its account and its inputs and outputs. */
export interface Phone {
  account: string
  device: string
  store: PhoneStore
  transport: Transport
  random: RandomBytes
  /** The signature of the non-extractable device key (ECDSA P-256 with SHA-256, r ‖ s). */
  signWithDevice(bytes: Uint8Array): Promise<Uint8Array>
  bindToDevice: DeviceBinding
}
