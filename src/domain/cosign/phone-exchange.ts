import type { z } from 'zod'
import { base64UrlOf, bytesOfBase64Url } from '../bytes.ts'
import { BidsealError, fail } from '../failure.ts'
import { readFailure } from '../failure-details.ts'
import { decodePoint, decodeSecretScalar, encodePoint, encodeScalar, type Sm2Point } from '../sm/sm2-curve.ts'
import {
  type AnswerOf,
  type CosignMessage,
  cosignAnswers,
  cosignReply,
  deviceSignedBytes,
  type MessageOf,
  type ProvenMessage,
  requestHash,
  type Unproven,
  type Unsigned,
} from './messages.ts'
import type { Phone } from './phone-record.ts'
import { prove } from './schnorr.ts'

const deliveries = 3
const unreachable = { code: 'cosign.unreachable', details: {} } as const
const answerSchemas: { [Step in CosignMessage['step']]: z.ZodType<AnswerOf<Step>> } = cosignAnswers

/**
 * Signs a message with the device key, sends the same bytes up to three times until a reply comes, and reads the
 * answer. Failures: the server's own, the transport's own or else cosign.unreachable, cosign.answer-invalid for a reply
 * that cannot be read.
 */
export async function ask<Step extends CosignMessage['step']>(
  phone: Phone,
  message: Unsigned<MessageOf<Step>> & { step: Step },
): Promise<AnswerOf<Step>> {
  const deviceSignature = base64UrlOf(await phone.signWithDevice(deviceSignedBytes(message)))
  const reply = cosignReply.safeParse(await deliver(phone, { ...message, deviceSignature }))
  if (!reply.success) return fail('cosign.answer-invalid', {})
  if (!reply.data.ok) {
    const failure = readFailure(reply.data.failure)
    throw failure === null
      ? new BidsealError({ code: 'cosign.answer-invalid', details: {} })
      : new BidsealError(failure)
  }
  const answer = answerSchemas[message.step].safeParse(reply.data.answer)
  return answer.success ? answer.data : fail('cosign.answer-invalid', {})
}

async function deliver(phone: Phone, message: unknown): Promise<unknown> {
  for (let delivery = 1; ; delivery++) {
    try {
      return await phone.transport.send(message)
    } catch (error) {
      if (delivery < deliveries) continue
      throw error instanceof BidsealError ? error : new BidsealError(unreachable, { cause: error })
    }
  }
}

/** A fresh server nonce for the next message about a key: base64url of 32 bytes. */
export async function askNonce(phone: Phone, key: string): Promise<string> {
  const salt = base64UrlOf(phone.random(16))
  const { nonce } = await ask(phone, {
    step: 'begin',
    version: 1,
    account: phone.account,
    device: phone.device,
    key,
    salt,
  })
  return nonce
}

/** Adds the proof of zA over the whole message; `point` = zA·G. */
export function withProof<M extends Unproven<ProvenMessage>>(
  message: M,
  { secret, point, random }: { secret: bigint; point: Sm2Point; random: Phone['random'] },
): M & { proofCommitment: string; proofResponse: string } {
  const proof = prove(secret, { point, request: requestHash(message) }, random)
  return { ...message, proofCommitment: pointText(proof.commitment), proofResponse: scalarText(proof.response) }
}

export const pointText = (point: Sm2Point): string => base64UrlOf(encodePoint(point))
const scalarText = (scalar: bigint): string => base64UrlOf(encodeScalar(scalar))

/** A point of an answer, on the curve and not infinity. Failure: cosign.answer-invalid. */
export function answeredPoint(text: string): Sm2Point {
  return decodePoint(bytesOfBase64Url(text)!) ?? fail('cosign.answer-invalid', {})
}

/** A number of an answer in 1 … n − 1. Failure: cosign.answer-invalid ⚔ zero instead of k3 leaks dA. */
export function answeredScalar(text: string): bigint {
  return decodeSecretScalar(bytesOfBase64Url(text)!) ?? fail('cosign.answer-invalid', {})
}
