import { base64UrlOf } from '../../../domain/bytes.ts'
import { cosign } from '../../../domain/cosign/phone-sign.ts'
import { encodeSignature, messageDigest } from '../../../domain/sm/sm2-sign.ts'
import type { SigningFields } from '../../../protocol/signing-fields.ts'
import type { AnswerOf } from '../../../protocol/ticket-answers.ts'
import { presenceMessage } from '../../../protocol/tickets.ts'
import { type Answering, signingKeyOf } from './answering.ts'

/** identify, bind, sync-credit: a signature over our own labelled message. Failures as `cosign`. */
export async function answerPresence(
  { ticketId, body, pair, personName, phone }: Answering<'identify' | 'bind' | 'sync-credit'>,
  pin: string,
): Promise<AnswerOf<'identify'>> {
  const fields: SigningFields = { act: 'presence', ticketId }
  const digest = messageDigest(signingKeyOf(pair), presenceMessage(body))
  const signature = await cosign(phone, { key: pair.signKeyId, pin, fields, digest })
  return { certificate: pair.signing, personName, signature: base64UrlOf(encodeSignature(signature)) }
}
