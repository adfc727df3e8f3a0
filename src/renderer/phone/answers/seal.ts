import { base64UrlOf, bytesOfBase64Url, equalBytes } from '../../../domain/bytes.ts'
import { cosign } from '../../../domain/cosign/phone-sign.ts'
import { type HeldPin, holdPin } from '../../../domain/cosign/pin-mask.ts'
import { BidsealError, type Failure, fail } from '../../../domain/failure.ts'
import { readSealToUse } from '../../../domain/seal/read-seal.ts'
import { sesSignatureDigest, sesTbs } from '../../../domain/seal/ses-signature.ts'
import { encodeSignature } from '../../../domain/sm/sm2-sign.ts'
import { sm3 } from '../../../domain/sm/sm3.ts'
import type { SigningFields } from '../../../protocol/signing-fields.ts'
import type { AnswerOf } from '../../../protocol/ticket-answers.ts'
import type { SealItem } from '../../../protocol/tickets.ts'
import type { OpenedSession } from '../session/open-session.ts'
import { type Answering, signingKeyOf } from './answering.ts'

/** What was signed so far, by the item's place: a killed page goes on behind it. */
export type SignedItems = Readonly<Record<number, { signingTime: number; signature: string }>>

interface SealMaterial {
  pin: string
  /** SESeal DER of the certificate's seals. */
  seals: readonly Uint8Array[]
  session: OpenedSession | null
  signedItems: SignedItems
  /** Must keep the items before it resolves. */
  onSigned(items: SignedItems): Promise<void>
}

const secondInMs = 1000
/** Failures that would come again with every further item; a wrong PIN five times would lock the phone. */
const endsTheList = /^(pin\.|cosign\.|server\.|request\.(unauthorized|too-many|replayed|clock-differs))/
/** Of these, those after which the same list can go on: with the right PIN, or once the server is back. */
const canGoOn: readonly string[] = ['pin.wrong', 'cosign.unreachable', 'server.unreachable']

/**
 * 扫码签章: one signature for each item, over the national structure that is rebuilt here from what the phone shows and
 * from the certificate's own seal. One item's failure does not undo the others: what was signed is answered whatever comes after.
 */
export async function answerSeal(
  answering: Answering<'seal'>,
  { pin, seals, session, signedItems, onSigned }: SealMaterial,
): Promise<AnswerOf<'seal'>> {
  let signed = signedItems
  const held = holdPin(pin)
  /** Why no further item is tried. */
  let ended: Failure | null = null
  const items: AnswerOf<'seal'>['items'] = []
  for (const [place, item] of answering.body.items.entries()) {
    const before = signed[place]
    const done: SignedItems[number] | Failure =
      before ?? ended ?? (await signItem(answering, { item, place, pin: held, seals }).catch(failureOfItem))
    if ('code' in done) {
      items.push({ outcome: 'failed', failure: done })
      if (!endsTheList.test(done.code)) continue
      if (Object.keys(signed).length === 0 || canGoOn.includes(done.code)) throw new BidsealError(done)
      ended = done
      continue
    }
    if (before === undefined) {
      signed = { ...signed, [place]: done }
      await onSigned(signed)
    }
    items.push({ outcome: 'signed', ...done })
  }
  return { certificate: answering.pair.signing, items, ...(session === null ? {} : { session }) }
}

function failureOfItem(error: unknown): Failure {
  if (!(error instanceof BidsealError)) throw error
  return error.failure
}

async function signItem(
  { ticketId, pair, phone, now }: Answering<'seal'>,
  { item, place, pin, seals }: { item: SealItem; place: number; pin: HeldPin; seals: readonly Uint8Array[] },
) {
  // ⚔ A seal that the server or desktop swapped: the ticket names the digest, and only the certificate's own seals count.
  const named = bytesOfBase64Url(item.sealDigest) ?? new Uint8Array()
  const seal = seals.find((sealDer) => equalBytes(sm3(sealDer), named))
  const isShown = seal !== undefined && readSealToUse(seal).sealId === item.sealId && isAscii(item.propertyInfo)
  if (!isShown) return fail('phone.seal-mismatch', { documentName: item.documentName })
  const signingTime = Math.floor(now / secondInMs) * secondInMs
  const tbs = sesTbs({
    seal,
    signedBytesDigest: bytesOfBase64Url(item.documentDigest) ?? new Uint8Array(),
    signingTime: new Date(signingTime),
    propertyInfo: item.propertyInfo,
  })
  const fields: SigningFields = { act: 'seal', ticketId, item: place, signingTime }
  const signature = await cosign(phone, {
    key: pair.signKeyId,
    pin,
    fields,
    digest: sesSignatureDigest(tbs, signingKeyOf(pair)),
  })
  return { signingTime, signature: base64UrlOf(encodeSignature(signature)) }
}

const isAscii = (text: string) => /^[\x20-\x7e]+$/.test(text)
