import { type BidFileHeader, decodeHeader } from '../../../domain/bid-file/header.ts'
import { unwrapFileKey, wrappedKeyFor } from '../../../domain/bid-file/open.ts'
import { base64UrlOf, bytesOfBase64Url, equalBytes } from '../../../domain/bytes.ts'
import { codecrypt } from '../../../domain/cosign/phone-decrypt.ts'
import type { HeldPin } from '../../../domain/cosign/pin-mask.ts'
import { fail } from '../../../domain/failure.ts'
import { findRecipient, readEnvelope } from '../../../domain/pki/enveloped-data.ts'
import { encodeCiphertextDer } from '../../../domain/pki/sm2-der.ts'
import { decodePoint } from '../../../domain/sm/sm2-curve.ts'
import { encryptSm2 } from '../../../domain/sm/sm2-encrypt.ts'
import { sm3 } from '../../../domain/sm/sm3.ts'
import type { CertificatePair } from '../../../protocol/http-api.ts'
import type { AnswerOf } from '../../../protocol/ticket-answers.ts'
import type { TicketBodyOf } from '../../../protocol/tickets.ts'
import { certificateDigestOf } from '../tickets/certificate-choice.ts'
import { leafOf } from '../trust/pinned-roots.ts'
import type { Answering } from './answering.ts'

/**
 * The header that travels beside the ticket, once it is the one the ticket names and belongs to the tender and
 * section that the phone shows. Failures: phone.header-mismatch and those of `decodeHeader`.
 */
export function readTicketHeader(
  body: TicketBodyOf<'open' | 'rehearse'>,
  attachment: Uint8Array | null,
): BidFileHeader {
  if (attachment === null || !equalBytes(sm3(attachment), bytesOfBase64Url(body.headerDigest) ?? new Uint8Array()))
    return fail('phone.header-mismatch', {})
  const header = decodeHeader(attachment)
  const { tender, section } = header.meta
  const isShown = tender === body.section.tenderCode && section === body.section.sectionCode
  return isShown && header.sizeInBytes === attachment.length ? header : fail('phone.header-mismatch', {})
}

/** SM3 digests, base64url, of those encryption certificates of the person that the envelope was made for. */
export function ownRecipientDigests(header: BidFileHeader, pairs: readonly CertificatePair[]): Set<string> {
  const envelope = readEnvelope(header.envelopeDer)
  const chosen = pairs.filter(({ encryption }) => findRecipient(envelope, leafOf(encryption)) !== null)
  return new Set(chosen.map(({ encryption }) => certificateDigestOf(encryption.leaf)))
}

/**
 * The file key of the ticket's bid file, checked against the header's MAC. It belongs to nobody but this phone: overwrite it
 * when done. Failures: bid-file.not-a-recipient, bid-file.envelope-damaged and those of `codecrypt`.
 */
export async function unwrapOwn(
  {
    ticketId,
    body,
    pair,
    phone,
  }: Pick<Answering<'open' | 'rewrap' | 'rehearse'>, 'ticketId' | 'body' | 'pair' | 'phone'>,
  header: BidFileHeader,
  pin: string | HeldPin,
): Promise<Uint8Array> {
  const ciphertext = wrappedKeyFor(header, leafOf(pair.encryption))
  const { encryptKeyId: key } = pair
  const { plaintext } = await codecrypt(phone, { key, pin, ticket: ticketId, act: body.kind, ciphertext })
  return unwrapFileKey(header, plaintext)
}

/**
 * 扫码解密: unwraps the file key here, checks with the header's MAC that it is this file's, and only then hands it over,
 * encrypted to the ticket's one-time key ⚔ a desktop or server that uses the phone to open something else.
 * Failures: bid-file.not-a-recipient, bid-file.envelope-damaged and those of `codecrypt`.
 */
export async function answerOpen(
  { ticketId, body, pair, personName, phone }: Answering<'open'>,
  header: BidFileHeader,
  pin: string,
): Promise<AnswerOf<'open'>> {
  const fileKey = await unwrapOwn({ ticketId, body, pair, phone }, header, pin)
  const oneTimeKey = decodePoint(bytesOfBase64Url(body.oneTimeKey) ?? new Uint8Array())
  if (oneTimeKey === null) return fail('phone.ticket-forged', {})
  const encrypted = encodeCiphertextDer(encryptSm2(oneTimeKey, fileKey, phone.random))
  fileKey.fill(0)
  return {
    certificateDigest: certificateDigestOf(pair.encryption.leaf),
    personName,
    fileKey: base64UrlOf(encrypted),
  }
}
