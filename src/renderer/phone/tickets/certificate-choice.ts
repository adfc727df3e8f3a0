import { base64UrlOf, bytesOfBase64Url } from '../../../domain/bytes.ts'
import type { Failure } from '../../../domain/failure.ts'
import { sm3 } from '../../../domain/sm/sm3.ts'
import type { CertificatePair } from '../../../protocol/http-api.ts'
import type { TicketBody } from '../../../protocol/tickets.ts'

const dayInMs = 86_400_000
/** 即将过期: one month ahead. */
export const expiresSoonMs = 30 * dayInMs

export type CertificateProblem = 'expired' | 'revoked' | 'on-another-phone' | 'not-recipient'

export interface Candidate {
  pair: CertificatePair
  problem: CertificateProblem | null
  expiresSoon: boolean
}

export interface CandidateCircumstances {
  /** Keys whose share lies on this phone. */
  heldKeyIds: ReadonlySet<string>
  now: number
  /** open, rewrap, rehearse: SM3 digests of the encryption certificates in the envelope; null for other kinds. */
  recipientDigests: ReadonlySet<string> | null
}

/** base64url(SM3(certificate DER)), as tickets and statements name certificates. */
export function certificateDigestOf(encodedCertificate: string): string {
  return base64UrlOf(sm3(bytesOfBase64Url(encodedCertificate) ?? new Uint8Array()))
}

/** The certificates a ticket may be answered with, usable ones first; the others say why not. */
export function certificateCandidates(
  body: TicketBody,
  pairs: readonly CertificatePair[],
  circumstances: CandidateCircumstances,
): Candidate[] {
  return pairs
    .filter((pair) => fitsTicket(body, pair))
    .map((pair) => ({
      pair,
      problem: problemOf(body, pair, circumstances),
      expiresSoon: pair.notAfter - circumstances.now < expiresSoonMs,
    }))
    .sort((left, right) => Number(left.problem !== null) - Number(right.problem !== null))
}

function fitsTicket(body: TicketBody, pair: CertificatePair): boolean {
  if (body.kind === 'identify') return true
  const isFixed = body.kind === 'seal' || body.kind === 'generate' || body.kind === 'rewrap'
  if (isFixed && certificateDigestOf(pair.signing.leaf) !== body.certificateDigest) return false
  return pair.socialCreditCode === body.socialCreditCode
}

function problemOf(
  body: TicketBody,
  pair: CertificatePair,
  { heldKeyIds, now, recipientDigests }: CandidateCircumstances,
): CertificateProblem | null {
  if (!keysFor(body, pair).every((key) => heldKeyIds.has(key))) return 'on-another-phone'
  if (recipientDigests !== null && !recipientDigests.has(certificateDigestOf(pair.encryption.leaf)))
    return 'not-recipient'
  // An expired or revoked certificate still opens what was encrypted to it. What is signed as well needs a valid one.
  if (body.kind === 'open') return null
  if (pair.state === 'revoked') return 'revoked'
  return pair.state === 'expired' || pair.notAfter <= now ? 'expired' : null
}

function keysFor({ kind }: TicketBody, { signKeyId, encryptKeyId }: CertificatePair): string[] {
  if (kind === 'open') return [encryptKeyId]
  return kind === 'rewrap' || kind === 'rehearse' ? [encryptKeyId, signKeyId] : [signKeyId]
}

/** Why nothing can be chosen, in the manual's words; null when something can. */
export function noCandidateFailure(body: TicketBody, candidates: readonly Candidate[]): Failure | null {
  if (candidates.some(({ problem }) => problem === null)) return null
  if (candidates.some(({ problem }) => problem === 'not-recipient'))
    return { code: body.kind === 'rewrap' ? 'phone.signer-not-recipient' : 'phone.not-recipient', details: {} }
  const expired = candidates.find(({ problem }) => problem === 'expired')
  if (expired) return { code: 'phone.certificate-expired', details: { authorityName: expired.pair.authorityName } }
  return body.kind === 'seal'
    ? { code: 'phone.seal-certificate-missing', details: {} }
    : { code: 'phone.certificate-missing', details: {} }
}

/** The one that is chosen without asking: the ticket's own for `seal`, else the only usable one. */
export function presetPairId(candidates: readonly Candidate[]): string | null {
  const usable = candidates.filter(({ problem }) => problem === null)
  return usable.length === 1 ? (usable[0]?.pair.pairId ?? null) : null
}
