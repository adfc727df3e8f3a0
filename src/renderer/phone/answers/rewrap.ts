import {
  type BidFileEnds,
  readEnds,
  rewrapHeader,
  rewrapRecipients,
  rewrapStatement,
} from '../../../domain/bid-file/rewrap.ts'
import { statementDigest } from '../../../domain/bid-file/trailer.ts'
import { base64UrlOf, bytesOfBase64Url, equalBytes } from '../../../domain/bytes.ts'
import { cosign } from '../../../domain/cosign/phone-sign.ts'
import { holdPin } from '../../../domain/cosign/pin-mask.ts'
import { fail } from '../../../domain/failure.ts'
import { certificateDigest } from '../../../domain/pki/certificate.ts'
import { encodeSignature, messageDigest } from '../../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../../domain/sm/sm3.ts'
import type { CertificatePair } from '../../../protocol/http-api.ts'
import { type SigningFields, type Unwrapping, unwrappingMessage } from '../../../protocol/signing-fields.ts'
import type { AnswerOf } from '../../../protocol/ticket-answers.ts'
import type { TicketBodyOf } from '../../../protocol/tickets.ts'
import { certificateDigestOf } from '../tickets/certificate-choice.ts'
import { leafOf } from '../trust/pinned-roots.ts'
import { type Answering, signingKeyOf } from './answering.ts'
import { namedRecipient, secondInMs, trustedRecipients } from './generate.ts'
import { unwrapOwn } from './open.ts'

/**
 * Header and trailer beside a `rewrap` ticket, once they are those it names and say what the phone shows. The statement was
 * signed before with the certificate that the ticket names: ⚔ nobody gets another bid signed this way than one that its
 * signer has signed already. Failures: phone.header-mismatch and those of `readEnds`.
 */
export function readTicketEnds(body: TicketBodyOf<'rewrap'>, attachment: Uint8Array | null): BidFileEnds {
  if (attachment === null || !isDigest(body.endsDigest, sm3(attachment))) return fail('phone.header-mismatch', {})
  const ends = readEnds(attachment)
  const { statement, signer } = ends.signed
  const isShown =
    statement.tender === body.section.tenderCode &&
    statement.section === body.section.sectionCode &&
    statement.socialCreditCode === body.socialCreditCode &&
    isDigest(body.manifestDigest, statement.manifestDigest) &&
    isDigest(body.payloadDigest, statement.payloadDigest) &&
    isDigest(body.certificateDigest, certificateDigest(signer))
  return isShown ? ends : fail('phone.header-mismatch', {})
}

const isDigest = (encoded: string, digest: Uint8Array) =>
  equalBytes(bytesOfBase64Url(encoded) ?? new Uint8Array(), digest)

/**
 * 增加证书: the file key is unwrapped here and stays here. What leaves is another header, made for the old recipients and the
 * added ones, with the bidder's signatures over the statement and over that header ⚔ a server that puts another header in
 * its place. Failures: phone.recipient-untrusted, bid-file.*, those of `codecrypt` and `cosign`.
 */
export async function answerRewrap(
  { ticketId, body, pair, phone, trust, now }: Answering<'rewrap'>,
  { ends, added }: { ends: BidFileEnds; added: readonly CertificatePair[] },
  pin: string,
): Promise<AnswerOf<'rewrap'>> {
  const { socialCreditCode } = body
  const recipients = rewrapRecipients(ends.signed, trustedRecipients(added, trust, { socialCreditCode, at: now }))
  const held = holdPin(pin)
  const { signKeyId: key } = pair
  const fileKey = await unwrapOwn({ ticketId, body, pair, phone }, ends.header, held)
  let header: Uint8Array
  try {
    header = rewrapHeader(ends.header, { fileKey, recipients, random: phone.random })
  } finally {
    fileKey.fill(0)
  }

  const createdAt = Math.floor(now / secondInMs) * secondInMs
  const statement = rewrapStatement(ends.signed, recipients, new Date(createdAt))
  const digests = statement.recipientDigests.map(base64UrlOf)
  const fields: SigningFields = { act: 'statement', ticketId, recipients: digests, createdAt }
  const digest = statementDigest(statement, leafOf(pair.signing))
  const signature = await cosign(phone, { key, pin: held, fields, digest })

  const unwrapping: Unwrapping = {
    act: 'unwrapping',
    ticketId,
    openedWith: certificateDigestOf(pair.encryption.leaf),
    headerDigest: base64UrlOf(sm3(header)),
    outcome: 'opened',
    at: createdAt,
  }
  const said = messageDigest(signingKeyOf(pair), unwrappingMessage(unwrapping))
  const headerSignature = await cosign(phone, { key, pin: held, fields: unwrapping, digest: said })
  return {
    certificate: pair.signing,
    recipients: added.map(namedRecipient),
    createdAt,
    signature: base64UrlOf(encodeSignature(signature)),
    openedWith: unwrapping.openedWith,
    header: base64UrlOf(header),
    headerSignature: base64UrlOf(encodeSignature(headerSignature)),
  }
}
