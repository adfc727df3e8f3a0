import type { BidFileHeader } from '../../../domain/bid-file/header.ts'
import { base64UrlOf } from '../../../domain/bytes.ts'
import { cosign } from '../../../domain/cosign/phone-sign.ts'
import { holdPin } from '../../../domain/cosign/pin-mask.ts'
import { BidsealError } from '../../../domain/failure.ts'
import { encodeSignature, messageDigest } from '../../../domain/sm/sm2-sign.ts'
import { type Unwrapping, unwrappingMessage } from '../../../protocol/signing-fields.ts'
import type { AnswerOf } from '../../../protocol/ticket-answers.ts'
import { certificateDigestOf } from '../tickets/certificate-choice.ts'
import { type Answering, signingKeyOf } from './answering.ts'
import { secondInMs } from './generate.ts'
import { unwrapOwn } from './open.ts'

/**
 * 解密演练: unwraps the file key as at the opening, forgets it, and signs what came of it. The answer holds nothing that
 * could open the bid. Failures: bid-file.not-a-recipient, those of `codecrypt` and `cosign`.
 */
export async function answerRehearse(
  { ticketId, body, pair, personName, phone, now }: Answering<'rehearse'>,
  header: BidFileHeader,
  pin: string,
): Promise<AnswerOf<'rehearse'>> {
  const held = holdPin(pin)
  const unwrapping: Unwrapping = {
    act: 'unwrapping',
    ticketId,
    openedWith: certificateDigestOf(pair.encryption.leaf),
    headerDigest: body.headerDigest,
    outcome: await tryUnwrapping(() => unwrapOwn({ ticketId, body, pair, phone }, header, held)),
    at: Math.floor(now / secondInMs) * secondInMs,
  }
  const digest = messageDigest(signingKeyOf(pair), unwrappingMessage(unwrapping))
  const signature = await cosign(phone, { key: pair.signKeyId, pin: held, fields: unwrapping, digest })
  const { openedWith, outcome, at } = unwrapping
  return {
    certificate: pair.signing,
    personName,
    openedWith,
    outcome,
    at,
    signature: base64UrlOf(encodeSignature(signature)),
  }
}

async function tryUnwrapping(unwrap: () => Promise<Uint8Array>): Promise<Unwrapping['outcome']> {
  try {
    const fileKey = await unwrap()
    fileKey.fill(0)
    return 'opened'
  } catch (error) {
    if (error instanceof BidsealError && error.failure.code === 'bid-file.envelope-damaged') return 'damaged'
    throw error
  }
}
