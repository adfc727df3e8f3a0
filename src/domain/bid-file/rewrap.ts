import type { ByteSource } from '../byte-source.ts'
import { concatBytes, equalBytes, hexOf } from '../bytes.ts'
import { fail } from '../failure.ts'
import { type Certificate, certificateDigest } from '../pki/certificate.ts'
import { sealEnvelope } from '../pki/enveloped-data.ts'
import type { RandomBytes } from '../random.ts'
import type { SignedAnswer } from './generate.ts'
import {
  type BidFileHeader,
  decodeHeader,
  encodeHeader,
  headerBytesOf,
  headerSizeLimit,
  readHeader,
  uint32Of,
} from './header.ts'
import { spellSeconds } from './meta.ts'
import { requireSignedHeader } from './open.ts'
import { type BidStatement, recipientLimit, sortDigests } from './statement.ts'
import {
  assembleStatement,
  encodeTrailer,
  readSignedStatement,
  readTrailer,
  recipientsOf,
  type SignedStatement,
  signedStatementLimit,
} from './trailer.ts'

/** What stands around the chunks of a bid file: enough to give it more recipients, and nothing of its content. */
export interface BidFileEnds {
  header: BidFileHeader
  signed: SignedStatement
}

/** Most bytes of header ‖ trailer. */
export const endsSizeLimit = headerSizeLimit + 4 + signedStatementLimit

/**
 * Header ‖ trailer of a file, as they travel to the phone; the envelope was held against the statement. Whether the signer
 * can be trusted is the caller's question. Failures: those of `readHeader`, `readTrailer`, `readEnds`.
 */
export async function endsOf(source: ByteSource): Promise<BidFileEnds & { bytes: Uint8Array }> {
  const header = await readHeader(source)
  const bytes = concatBytes(headerBytesOf(header), encodeTrailer(await readTrailer(source, header)))
  return { ...readEnds(bytes), bytes }
}

/**
 * Reads header ‖ trailer: signature, bidder and recipients agree. Failures: those of `decodeHeader`,
 * `readSignedStatement` and `requireSignedHeader`, `bid-file.truncated`, `bid-file.trailing-bytes`.
 */
export function readEnds(bytes: Uint8Array): BidFileEnds {
  const header = decodeHeader(bytes)
  const start = header.sizeInBytes + 4
  const length = start > bytes.length ? 0 : uint32Of(bytes.subarray(header.sizeInBytes, start))
  const missingBytes = start + length - bytes.length
  if (missingBytes > 0) fail('bid-file.truncated', { missingBytes })
  if (missingBytes < 0) fail('bid-file.trailing-bytes', { extraBytes: -missingBytes })
  const signed = readSignedStatement(bytes.subarray(start))
  requireSignedHeader(header, signed)
  return { header, signed }
}

/**
 * Who can open the file afterwards: everybody who could, and the added ones. Nobody is taken away: who was a recipient may
 * have unwrapped the file key before, so only a new file shuts anybody out. Failures: `bid-file.nobody-added`,
 * `envelope.recipient-count`.
 */
export function rewrapRecipients(signed: SignedStatement, added: readonly Certificate[]): Certificate[] {
  const before = recipientsOf(signed)
  const all = new Map([...before, ...added].map((one) => [hexOf(certificateDigest(one)), one]))
  if (all.size === before.length) fail('bid-file.nobody-added', {})
  if (all.size > recipientLimit) fail('envelope.recipient-count', { count: all.size, limit: recipientLimit })
  return [...all.values()]
}

/** The statement with other recipients and time; manifest and payload stay what the bidder signed before. */
export function rewrapStatement(
  { statement }: SignedStatement,
  recipients: readonly Certificate[],
  created: Date,
): BidStatement {
  return {
    ...statement,
    recipientDigests: sortDigests(recipients.map(certificateDigest)),
    created: spellSeconds(created),
  }
}

/**
 * Another envelope and MAC around the same meta and salt, for the key that opened this header. Failures: those of
 * `sealEnvelope`.
 */
export function rewrapHeader(
  { meta, salt }: BidFileHeader,
  { fileKey, recipients, random }: { fileKey: Uint8Array; recipients: readonly Certificate[]; random: RandomBytes },
): Uint8Array {
  return encodeHeader({ meta, salt, envelopeDer: sealEnvelope({ content: fileKey, recipients, random }) }, fileKey)
}

/**
 * What goes before and behind the untouched chunks, held together once more: meta and salt are the old ones, the statement
 * names the same bid, the envelope exactly its recipients. Whether the MAC is the phone's is not seen without the file key:
 * the caller has its signature over the header. Failures: `bid-file.header-changed`, those of `readSignedStatement` and
 * `requireSignedHeader`.
 */
export function rewrapEnds(
  before: BidFileEnds,
  headerBytes: Uint8Array,
  answer: SignedAnswer,
): { header: Uint8Array; trailer: Uint8Array } {
  const header = decodeHeader(headerBytes)
  const { metaBytes, salt } = before.header
  const isOfThisFile = equalBytes(header.metaBytes, metaBytes) && equalBytes(header.salt, salt)
  if (!isOfThisFile || header.sizeInBytes !== headerBytes.length) fail('bid-file.header-changed', {})
  const signedStatement = assembleStatement(answer)
  requireSignedHeader(header, readSignedStatement(signedStatement))
  return { header: headerBytes, trailer: encodeTrailer(signedStatement) }
}
