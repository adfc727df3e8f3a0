import { equalBytes } from '../bytes.ts'
import { type Certificate, certificateDigest } from '../pki/certificate.ts'
import { type EnvelopeProfile, sealEnvelope } from '../pki/enveloped-data.ts'
import type { RandomBytes } from '../random.ts'
import type { Sm2Signature } from '../sm/sm2-sign.ts'
import type { PayloadKey } from './chunk-cipher.ts'
import { decodeHeader, encodeHeader } from './header.ts'
import { type BidFileMeta, largestChunkSize, spellSeconds } from './meta.ts'
import { requireSignedHeader } from './open.ts'
import type { BidOutline } from './pack.ts'
import { type BidStatement, sortDigests } from './statement.ts'
import type { Suite } from './suite.ts'
import { assembleStatement, encodeTrailer, readSignedStatement } from './trailer.ts'

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
  suite = 'sm4-gcm',
}: {
  plan: BidOutline
  created: Date
  random: RandomBytes
  chunkSize?: number
  suite?: Suite
}): StartedBidFile {
  const meta: BidFileMeta = {
    tender: plan.manifest.tender,
    section: plan.manifest.section,
    suite,
    chunkSize,
    plaintextLength: plan.sizeInBytes,
    created: spellSeconds(created),
  }
  return { meta, salt: random(32), fileKey: random(32), manifestDigest: plan.manifestDigest }
}

/**
 * Whether work that was interrupted may go on with this plan: the same archive, and so the same plaintext behind every
 * nonce ⚔ a second one would give away the difference of both. Else a new bid file is started.
 */
export function isStartedFor({ meta, manifestDigest }: StartedBidFile, plan: BidOutline): boolean {
  return equalBytes(manifestDigest, plan.manifestDigest) && meta.plaintextLength === plan.sizeInBytes
}

/** The statement over sealed chunks for the recipients that were chosen on the phone. */
export function statementOf(
  plan: BidOutline,
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
 * What goes around the chunks: header and trailer, of which `splitHeader` says where they stand; and the plain copy holds
 * `signedStatement`. The same call, with the key of an opened file, gives a finished bid file other recipients and leaves
 * its chunks alone. Whether the certificates can be trusted was checked before: `requireTrustedAnswer`. Failures:
 * those of `readSignedStatement`, `requireSignedHeader` and `sealEnvelope`.
 */
export function finishBidFile(
  { meta, salt, fileKey }: PayloadKey,
  answer: SignedAnswer,
  { random, profile = 'standard' }: { random: RandomBytes; profile?: EnvelopeProfile },
): { header: Uint8Array; trailer: Uint8Array; signedStatement: Uint8Array } {
  const signedStatement = assembleStatement(answer)
  const envelopeDer = sealEnvelope({ content: fileKey, recipients: answer.recipients, random, profile })
  const header = encodeHeader({ meta, salt, envelopeDer }, fileKey)
  // What every reader will ask is asked here first: a file that nobody accepts is never written.
  requireSignedHeader(decodeHeader(header), readSignedStatement(signedStatement))
  return { header, trailer: encodeTrailer(signedStatement), signedStatement }
}
