import { spellSeconds } from '../../../domain/bid-file/meta.ts'
import { type BidStatement, sortDigests } from '../../../domain/bid-file/statement.ts'
import { statementDigest } from '../../../domain/bid-file/trailer.ts'
import { base64UrlOf, bytesOfBase64Url } from '../../../domain/bytes.ts'
import { cosign } from '../../../domain/cosign/phone-sign.ts'
import { BidsealError, fail } from '../../../domain/failure.ts'
import { type Certificate, certificateDigest } from '../../../domain/pki/certificate.ts'
import { encodeSignature } from '../../../domain/sm/sm2-sign.ts'
import type { CertificatePair } from '../../../protocol/http-api.ts'
import type { SigningFields } from '../../../protocol/signing-fields.ts'
import type { AnswerOf } from '../../../protocol/ticket-answers.ts'
import { type Expected, leafOf, type Trust, trustedLeaf } from '../trust/pinned-roots.ts'
import type { Answering } from './answering.ts'

/** Times in documents are whole seconds. */
export const secondInMs = 1000

/**
 * 生成标书: one signature over tender, bidder, manifest, payload and recipients. ⚔ A server that slips in a recipient:
 * each certificate must lead to a pinned root and name the bidder's own enterprise.
 * Failures: phone.recipient-untrusted and those of `cosign`.
 */
export async function answerGenerate(
  { ticketId, body, pair, phone, trust, now }: Answering<'generate'>,
  recipients: readonly CertificatePair[],
  pin: string,
): Promise<AnswerOf<'generate'>> {
  const { socialCreditCode } = body
  const leaves = trustedRecipients(recipients, trust, { socialCreditCode, at: now })
  const recipientDigests = sortDigests(leaves.map(certificateDigest))
  const createdAt = Math.floor(now / secondInMs) * secondInMs
  const statement: BidStatement = {
    tender: body.section.tenderCode,
    section: body.section.sectionCode,
    socialCreditCode,
    manifestDigest: bytesOfBase64Url(body.manifestDigest) ?? new Uint8Array(),
    payloadDigest: bytesOfBase64Url(body.payloadDigest) ?? new Uint8Array(),
    recipientDigests,
    created: spellSeconds(new Date(createdAt)),
  }
  const fields: SigningFields = { act: 'statement', ticketId, recipients: recipientDigests.map(base64UrlOf), createdAt }
  const digest = statementDigest(statement, leafOf(pair.signing))
  const signature = await cosign(phone, { key: pair.signKeyId, pin, fields, digest })
  return {
    certificate: pair.signing,
    recipients: recipients.map(namedRecipient),
    createdAt,
    signature: base64UrlOf(encodeSignature(signature)),
  }
}

/** A chosen recipient as answers name it. */
export const namedRecipient = ({ personName, authorityName, encryption }: CertificatePair) => ({
  personName,
  authorityName,
  certificate: encryption,
})

/** The encryption certificates of chosen colleagues. Failure: phone.recipient-untrusted. */
export function trustedRecipients(
  recipients: readonly CertificatePair[],
  trust: Trust,
  expected: Pick<Expected, 'socialCreditCode' | 'at'>,
): Certificate[] {
  return recipients.map(({ encryption, personName }) => {
    try {
      return trustedLeaf(encryption, trust, { usage: 'encrypt', ...expected })
    } catch (error) {
      if (error instanceof BidsealError) return fail('phone.recipient-untrusted', { personName }, error)
      throw error
    }
  })
}
