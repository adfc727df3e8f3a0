import { bytesOfBase64Url, equalBytes } from '../../domain/bytes.ts'
import { fail } from '../../domain/failure.ts'
import { type Certificate, holderOf, readCertificate } from '../../domain/pki/certificate.ts'
import { trustedPath, verifyChain } from '../../domain/pki/chain.ts'
import type { RevocationList } from '../../domain/pki/revocation-list.ts'
import { decodeSignature, verifyMessage } from '../../domain/sm/sm2-sign.ts'
import type { AnswerOf } from '../../protocol/ticket-answers.ts'
import { presenceMessage, type TicketBodyOf } from '../../protocol/tickets.ts'

/** Uploading several gigabytes takes its time; a credit library does not. */
export const tokenLifetimeMs = { identify: 4 * 3_600_000, 'sync-credit': 1_800_000 } as const

type PresenceBody = TicketBodyOf<'identify' | 'sync-credit'>

/** Whom a presence answer proves. Fails with the chain's problem, or `ticket.answer-missing` when nothing is proven. */
export function provenHolder(
  body: PresenceBody,
  answer: AnswerOf<'identify'>,
  trust: { roots: readonly Certificate[]; revocationLists: readonly RevocationList[]; at: Date },
): { enterpriseName: string; socialCreditCode: string } {
  const leaf = readCertificate(bytesOfBase64Url(answer.certificate.leaf)!)
  const intermediates = answer.certificate.authorities.map((der) => readCertificate(bytesOfBase64Url(der)!))
  trustedPath(verifyChain({ leaf, intermediates, ...trust, usage: 'sign', role: 'userSigning' }))
  const signature = decodeSignature(bytesOfBase64Url(answer.signature)!)
  const isSigned =
    leaf.publicKey !== null && signature !== null && verifyMessage(leaf.publicKey, presenceMessage(body), signature)
  const { name, socialCreditCode } = holderOf(leaf)
  if (!isSigned || socialCreditCode === null) return fail('ticket.answer-missing', {})
  if (body.kind === 'sync-credit' && body.socialCreditCode !== socialCreditCode)
    return fail('ticket.account-mismatch', {})
  return { enterpriseName: name, socialCreditCode }
}

/** What a token of an answered ticket may be used for. */
export function scopeOf(body: PresenceBody): string {
  return body.kind === 'sync-credit' ? 'sync-credit' : body.purpose
}

export const isHallScope = (scope: string) => scope === 'hall-login' || scope === 'check-in'

/** Bids go up under the identity of 投标工具 or of the platform's own login. */
const uploadScopes = ['bid-tool', 'platform-login', 'bid-upload']
export const isUploadScope = (scope: string) => uploadScopes.includes(scope)

/**
 * What one bidder may have lying here for one section besides the bid that counts: uploads that were begun and neither
 * finished nor coming in now, and the files of earlier bids. The rows and receipts of those are kept; only the bytes go.
 */
export const quotaOfBidder = {
  pendingUploads: 3,
  supersededFiles: 2,
  runningUploads: 2,
  announcementsAnHour: 20,
} as const

/** An upload of which no byte came for so long has lost its line. */
export const silenceLimitMs = 60_000

/** Whether what arrived is what was announced. */
export function isAnnounced(
  announced: { sizeInBytes: number; digest: string },
  arrived: { sizeInBytes: number; digest: Uint8Array },
): boolean {
  return (
    arrived.sizeInBytes === announced.sizeInBytes && equalBytes(arrived.digest, bytesOfBase64Url(announced.digest)!)
  )
}
