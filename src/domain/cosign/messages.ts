import { z } from 'zod'
import { bytesOfBase64Url, concatBytes, utf8Bytes } from '../bytes.ts'
import { canonicalJson } from '../canonical-json.ts'
import { type TranscriptStep, transcriptHash } from './transcript.ts'

// What phone and server say to each other. Bytes are unpadded base64url of an exact length, text is NFC.

export const bytesField = (length: number) =>
  z
    .string()
    .length(Math.ceil((length * 4) / 3))
    .refine((text) => bytesOfBase64Url(text)?.length === length)

export const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.isWellFormed() && value.normalize('NFC') === value)

export const point = bytesField(65)
export const scalar = bytesField(32)
export const counter = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const addressed = { version: z.literal(1), account: name, device: name, key: bytesField(16) }
const proven = { proofCommitment: point, proofResponse: scalar }
const deviceSigned = { deviceSignature: z.string().regex(/^[A-Za-z0-9_-]{1,200}$/) }
const use = {
  epoch: counter,
  share: bytesField(16),
  attempt: counter.min(1),
  nonce: bytesField(32),
  refreshPoint: point,
}

export const keyPurpose = z.enum(['sign', 'encrypt'])
export type KeyPurpose = z.infer<typeof keyPurpose>

/** Asks for the server nonce that the next message must carry. */
const begin = z.strictObject({ step: z.literal('begin'), ...addressed, salt: bytesField(16), ...deviceSigned })

/** Brings PA = zA·G and the proof of zA. */
const generate = z.strictObject({
  step: z.literal('generate'),
  ...addressed,
  purpose: keyPurpose,
  nonce: bytesField(32),
  point,
  ...proven,
  ...deviceSigned,
})

/** Asks to sign what the typed fields (canonical JSON text, at most 64 Ki characters) describe; Q1 = k1·G. */
const sign = z.strictObject({
  step: z.literal('sign'),
  ...addressed,
  purpose: z.literal('sign'),
  ...use,
  fields: text(65_536),
  noncePoint: point,
  ...proven,
  ...deviceSigned,
})

/** Asks to help open a ciphertext that the server does not see; T = b·zA·C1. */
const decrypt = z.strictObject({
  step: z.literal('decrypt'),
  ...addressed,
  purpose: z.literal('encrypt'),
  ...use,
  ticket: name,
  act: name,
  blindedPoint: point,
  ...proven,
  ...deviceSigned,
})

/** Confirms that the refreshed share is stored. */
const receipt = z.strictObject({
  step: z.literal('receipt'),
  ...addressed,
  purpose: keyPurpose,
  epoch: counter,
  share: bytesField(16),
  request: bytesField(32),
  signature: bytesField(64).optional(),
  ...proven,
  ...deviceSigned,
})

/** Every message is answered in one transaction, so these are also the server's durable steps. */
export const cosignSteps = ['begin', 'generate', 'sign', 'decrypt', 'receipt'] as const

export const cosignMessage = z.discriminatedUnion('step', [begin, generate, sign, decrypt, receipt])
export type CosignMessage = z.infer<typeof cosignMessage>
export type MessageOf<Step extends CosignMessage['step']> = Extract<CosignMessage, { step: Step }>
export type UseMessage = MessageOf<'sign'> | MessageOf<'decrypt'>
export type ProvenMessage = Exclude<CosignMessage, { step: 'begin' }>

export const cosignAnswers = {
  begin: z.strictObject({ nonce: bytesField(32) }),
  generate: z.strictObject({ point, ...proven }),
  sign: z.strictObject({ r: scalar, s2: scalar, s3: scalar, refreshPoint: point, confirmation: bytesField(32) }),
  decrypt: z.strictObject({ point, refreshPoint: point, confirmation: bytesField(32) }),
  receipt: z.strictObject({}),
} as const
export type AnswerOf<Step extends CosignMessage['step']> = z.infer<(typeof cosignAnswers)[Step]>
export type CosignAnswer = AnswerOf<CosignMessage['step']>

/** How every message is answered; `failure` is read with `readFailure`. */
export const cosignReply = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), answer: z.unknown() }),
  z.strictObject({ ok: z.literal(false), failure: z.unknown() }),
])

/** A message without its device signature, and one without its proof either. */
export type Unsigned<M> = M extends CosignMessage ? Omit<M, 'deviceSignature'> : never
export type Unproven<M> = M extends ProvenMessage
  ? Omit<M, 'deviceSignature' | 'proofCommitment' | 'proofResponse'>
  : never

/** 32 bytes over everything but proof and device signature: what the proof authorises and nonces are hedged with. */
export const requestHash: (message: Unproven<ProvenMessage>) => Uint8Array = remembered((message) =>
  hashWithout(message, message.step, ['proofCommitment', 'proofResponse', 'deviceSignature']),
)

/** 32 bytes over everything but the device signature: tells a repeated message from another one. */
export const messageHash: (message: Unsigned<CosignMessage>) => Uint8Array = remembered((message) =>
  hashWithout(message, 'device', ['deviceSignature']),
)

function hashWithout(message: object, step: TranscriptStep, members: readonly string[]): Uint8Array {
  const left = Object.fromEntries(Object.entries(message).filter(([name]) => !members.includes(name)))
  return transcriptHash(step, canonicalJson(left))
}

/** Both sides ask for a message's hashes up to five times; a message does not change once it is made. */
function remembered<M extends object>(hash: (message: M) => Uint8Array): (message: M) => Uint8Array {
  const hashes = new WeakMap<M, Uint8Array>()
  return (message) => {
    const known = hashes.get(message) ?? hash(message)
    hashes.set(message, known)
    return known
  }
}

/** What the device key signs: a label, a zero byte and the hash of the message. */
export function deviceSignedBytes(message: Unsigned<CosignMessage>): Uint8Array {
  return concatBytes(utf8Bytes('bidseal/cosign/device/v1\0'), messageHash(message))
}

/** 32 bytes over an answer's own numbers and points, in their fixed lengths: r ‖ s2 ‖ s3, or T2. */
export function answerHash(...parts: readonly Uint8Array[]): Uint8Array {
  return transcriptHash('answer', concatBytes(...parts))
}
