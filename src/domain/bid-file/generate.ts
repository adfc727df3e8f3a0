import { equalBytes } from '../bytes.ts'
import { fail } from '../failure.ts'
import { type Certificate, certificateDigest } from '../pki/certificate.ts'
import { type EnvelopeProfile, sealEnvelope } from '../pki/enveloped-data.ts'
import type { RandomBytes } from '../random.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import { encodeHeader } from './header.ts'
import { type BidFileMeta, largestChunkSize, spellSeconds } from './meta.ts'
import { type BidPlan, packBid } from './pack.ts'
import { type PayloadKey, sealChunks, type WorkOptions } from './payload.ts'
import { type BidStatement, sortDigests } from './statement.ts'
import { encodeTrailer, signStatement } from './trailer.ts'

/**
 * A bid file in the making. It holds the file key: keep it in memory or in the operating system's secure storage only,
 * and overwrite the key when the file is finished or given up.
 */
export interface StartedBidFile extends PayloadKey {
  /** SM3 of the manifest of the one plaintext that this key may ever see. */
  manifestDigest: Uint8Array
}

/** Draws the 32-byte file key and salt of a new bid file. */
export function startBidFile({
  plan,
  created,
  random,
  chunkSize = largestChunkSize,
}: {
  plan: BidPlan
  created: Date
  random: RandomBytes
  chunkSize?: number
}): StartedBidFile {
  const meta: BidFileMeta = {
    tender: plan.manifest.tender,
    section: plan.manifest.section,
    suite: 'sm4-gcm',
    chunkSize,
    plaintextLength: plan.sizeInBytes,
    created: spellSeconds(created),
  }
  return { meta, salt: random(32), fileKey: random(32), manifestDigest: plan.manifestDigest }
}

/**
 * Packs and encrypts in one pass; each yield is one sealed chunk, the return is SM3(salt ‖ chunks). Needs no recipient.
 * To go on after an interruption, measure the files again and seal again from the first chunk. Failures:
 * `bid-file.snapshot-changed`, `zip.source-changed`, `task.cancelled`.
 */
export function sealBid(
  started: StartedBidFile,
  plan: BidPlan,
  options: WorkOptions = {},
): AsyncGenerator<Uint8Array, Uint8Array> {
  // ⚔ a second plaintext under the same nonces would give away the difference of both.
  if (!equalBytes(started.manifestDigest, plan.manifestDigest)) fail('bid-file.snapshot-changed', {})
  return sealChunks(packBid(plan), started, options)
}

/** The statement over sealed chunks for the recipients that were chosen on the phone. */
export function statementOf(
  plan: BidPlan,
  {
    payloadDigest,
    recipients,
    created,
  }: { payloadDigest: Uint8Array; recipients: readonly Certificate[]; created: Date },
): BidStatement {
  const { tender, section, socialCreditCode } = plan.manifest
  return {
    tender,
    section,
    socialCreditCode,
    manifestDigest: plan.manifestDigest,
    payloadDigest,
    recipientDigests: sortDigests(recipients.map(certificateDigest)),
    created: spellSeconds(created),
  }
}

/** What the phone's answer brings, after the caller verified every chain. */
export interface SignedAnswer {
  statement: BidStatement
  signature: Sm2Signature
  signer: Certificate
  chain: readonly Certificate[]
  recipients: readonly Certificate[]
}

/**
 * What goes before and behind the chunks: the file is header ‖ chunks ‖ trailer, and the plain copy holds
 * `signedStatement`. Failures: `bid-file.statement-invalid` when the signature does not hold,
 * `bid-file.statement-mismatch` when it is not over these recipients, and those of `sealEnvelope`.
 */
export function finishBidFile(
  started: StartedBidFile,
  answer: SignedAnswer,
  { random, profile = 'standard' }: { random: RandomBytes; profile?: EnvelopeProfile },
): { header: Uint8Array; trailer: Uint8Array; signedStatement: Uint8Array } {
  const digests = sortDigests(answer.recipients.map(certificateDigest))
  const { recipientDigests } = answer.statement
  if (
    digests.length !== recipientDigests.length ||
    digests.some((digest, i) => !equalBytes(digest, recipientDigests[i]!))
  )
    fail('bid-file.statement-mismatch', { field: 'recipients' })
  const signedStatement = signStatement(answer)
  const envelopeDer = sealEnvelope({ content: started.fileKey, recipients: answer.recipients, random, profile })
  const header = encodeHeader({ meta: started.meta, salt: started.salt, envelopeDer }, started.fileKey)
  return { header, trailer: encodeTrailer(signedStatement), signedStatement }
}
