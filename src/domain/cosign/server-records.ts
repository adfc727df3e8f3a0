import type { Failure } from '../failure.ts'
import type { RandomBytes } from '../random.ts'
import type { Sm2Point } from '../sm/sm2-curve.ts'
import type { CosignAnswer, KeyPurpose } from './messages.ts'

// What the server keeps: plain data, bytes as base64url.

export interface DeviceRecord {
  device: string
  account: string
  /** The device key, as `verifyDevice` reads it. */
  publicKey: string
  /** Wrong PINs under a share in use, over all keys of the device; a right one sets it to 0. */
  failures: number
  /** Wrong PINs under a share that was replaced; never reset, since an honest phone does not present one. */
  retiredFailures: number
  /** Why the device is served no more. */
  stopped: null | 'pin' | 'copy' | 'rollback'
  /** The one nonce that is waiting for its message, and the message that asked for it. */
  challenge: null | { key: string; nonce: string; issuedAt: number; askedBy: string }
  /** The last refused proof, so that the same message delivered twice is counted once. */
  lastRefusal: null | { message: string; failure: Failure }
}

export interface ShareRecord {
  /** 16-byte public name, see `shareIdOf`. */
  share: string
  /** PA = zA·G of this pair. */
  point: string
  /** dB, sealed by `AtRest`. */
  sealed: string
}

export interface KeyRecord {
  key: string
  device: string
  account: string
  purpose: KeyPurpose
  publicKey: string
  epoch: number
  current: ShareRecord
  /** The pair that the last answer made; `digest` is e of a signature, for checking the receipt. */
  next: null | (ShareRecord & { request: string; digest: string | null })
  lastAttempt: number
  /** The last answered message of this epoch and its answer; gone once the receipt came. */
  lastAnswer: null | { message: string; answer: CosignAnswer }
  quota: { since: number; used: number }
}

/** PA of a pair that was replaced or dropped: a valid proof under it means that a copy of the phone exists. */
export interface RetiredShare {
  key: string
  share: string
  epoch: number
  point: string
}

/** Synchronous reads and writes inside one transaction, which the caller opens and commits. */
export interface CosignStore {
  device(device: string): DeviceRecord | null
  putDevice(record: DeviceRecord): void
  key(key: string): KeyRecord | null
  putKey(record: KeyRecord): void
  retired(key: string, share: string): RetiredShare | null
  addRetired(record: RetiredShare): void
}

/** Encryption of dB at rest; `context` names the place, so that records cannot be exchanged. */
export interface AtRest {
  seal(plaintext: Uint8Array, context: Uint8Array): Uint8Array
  /** Null when it was not sealed for this context. */
  open(sealed: Uint8Array, context: Uint8Array): Uint8Array | null
}

export interface DecryptionRequest {
  account: string
  device: string
  key: string
  ticket: string
  act: string
}

export interface CosignServerOptions {
  random: RandomBytes
  /** Milliseconds. */
  now(): number
  /** ECDSA P-256 with SHA-256 over the bytes; `publicKey` as it was registered. */
  verifyDevice(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean
  atRest: AtRest
  /**
   * e, 32 bytes, of the document that the typed fields describe, built by the server itself; gives up with a named
   * failure for fields it does not sign. Called before the proof is looked at, so it must have no effect.
   */
  rebuildDigest(fields: unknown, publicKey: Sm2Point, signer: { account: string; key: string }): Uint8Array
  /** Gives up with a named failure to refuse a decryption; must have no effect. */
  permitDecryption?(request: DecryptionRequest): void
  /** How long a nonce waits: 5 minutes unless given. */
  nonceLifetimeMs?: number
  /** Decryptions of one key in 24 hours: 200 unless given. */
  decryptionsPerDay?: number
}
