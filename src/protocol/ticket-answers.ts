import { z } from 'zod'
import { line } from '../domain/readable-line.ts'
import { EncodedCertificate, EncodedDigest, EncodedSignature, encodedBytes, Timestamp } from './bytes.ts'
import { UnwrappingOutcome } from './signing-fields.ts'

/** A certificate as an answer carries it: the leaf and the authorities up to, not including, the root. */
export const CertificateChain = z.object({
  leaf: EncodedCertificate,
  authorities: z.array(EncodedCertificate).max(4),
})
export type CertificateChain = z.infer<typeof CertificateChain>

/** identify, bind, sync-credit: a signature over `presenceMessage(body)`. */
export const PresenceAnswer = z.object({
  certificate: CertificateChain,
  /** The person who holds the phone, for 经办人. */
  personName: line(60),
  signature: EncodedSignature,
})

/** pick-seal: the chosen certificate and the seals it may use; the desktop verifies each SESeal itself. */
export const PickSealAnswer = z.object({
  certificate: CertificateChain,
  personName: line(60),
  seals: z.array(encodedBytes(64, 1_500_000)).max(12),
  /** Present when the person agreed to a session. */
  session: z.object({ sessionId: encodedBytes(16), endsAt: Timestamp }).optional(),
})

const shortText = z.string().max(500)

/**
 * Why a phone could not sign, in the shape of every failure; `readFailure` reads it. Flat and small ⚔ the server keeps
 * answers, and whatever else would fit into them.
 */
const FailedBecause = z.object({
  code: z.string().max(60),
  details: z.record(z.string().max(60), z.union([z.number(), shortText, z.array(shortText).max(64)])),
})

const AnsweredItem = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('signed'), signingTime: Timestamp, signature: EncodedSignature }),
  z.object({ outcome: z.literal('failed'), failure: FailedBecause }),
])

/** seal: for each item the signature over its SES TBS, or why it has none. */
export const SealAnswer = z.object({
  certificate: CertificateChain,
  // An item that does not parse has failed by itself; the others, which cost a PIN, stay what they are.
  items: z
    .array(AnsweredItem.catch({ outcome: 'failed', failure: { code: 'act.answer-invalid', details: {} } }))
    .max(100),
  session: z.object({ sessionId: encodedBytes(16), endsAt: Timestamp }).optional(),
})

/** A colleague's encryption certificate, with whose it is. */
const ChosenRecipient = z.object({ personName: line(60), authorityName: line(60), certificate: CertificateChain })

/** generate: the recipients' encryption certificates in order, and the bidder's signature over the statement. */
export const GenerateAnswer = z.object({
  certificate: CertificateChain,
  recipients: z.array(ChosenRecipient).min(1).max(64),
  /** `created` of the statement. */
  createdAt: Timestamp,
  signature: EncodedSignature,
})

/** open: the file key as an SM2Cipher (GM/T 0009, DER) to the ticket's one-time key. */
export const OpenAnswer = z.object({
  /** SM3 of the encryption certificate that opened the envelope. */
  certificateDigest: EncodedDigest,
  personName: line(60),
  fileKey: encodedBytes(100, 300),
})

/** rewrap: the added recipients, a new header for the old and the new ones, and the signatures over statement and header. */
export const RewrapAnswer = z.object({
  certificate: CertificateChain,
  /** Only those that were added. */
  recipients: z.array(ChosenRecipient).min(1).max(63),
  /** `created` of the statement, and the moment of the unwrapping. */
  createdAt: Timestamp,
  signature: EncodedSignature,
  /** SM3 of the encryption certificate that opened the envelope. */
  openedWith: EncodedDigest,
  header: encodedBytes(100, 140_000),
  /** Over `unwrappingMessage` with the new header's SM3. */
  headerSignature: EncodedSignature,
})

/** rehearse: what came of it, signed by the certificate of the same pair. */
export const RehearseAnswer = z.object({
  certificate: CertificateChain,
  personName: line(60),
  /** SM3 of the encryption certificate that was tried. */
  openedWith: EncodedDigest,
  outcome: UnwrappingOutcome,
  at: Timestamp,
  /** Over `unwrappingMessage`. */
  signature: EncodedSignature,
})

export const answerSchemas = {
  identify: PresenceAnswer,
  bind: PresenceAnswer,
  'sync-credit': PresenceAnswer,
  'pick-seal': PickSealAnswer,
  seal: SealAnswer,
  generate: GenerateAnswer,
  open: OpenAnswer,
  rewrap: RewrapAnswer,
  rehearse: RehearseAnswer,
} as const
export type AnswerOf<K extends keyof typeof answerSchemas> = z.infer<(typeof answerSchemas)[K]>
