import { z } from 'zod'
import { endsSizeLimit } from '../domain/bid-file/rewrap.ts'
import { creditRecordSchema } from '../domain/credit-library/record.ts'
import { line } from '../domain/readable-line.ts'
import { tenderIdSchema } from '../domain/tender-id.ts'
import {
  EncodedCertificate,
  EncodedDigest,
  EncodedSignature,
  encodedBytes,
  SocialCreditCode,
  Timestamp,
} from './bytes.ts'
import { route } from './http-route.ts'
import { OpeningSection } from './opening-section.ts'
import { PublishedTender } from './published-tender.ts'
import { SessionTicketPush } from './pushes.ts'
import { CertificateChain } from './ticket-answers.ts'
import { TicketState } from './ticket-states.ts'
import { TicketBody, TicketId } from './tickets.ts'

const nothing = z.object({})
const PhoneNumber = z.string().regex(/^1\d{10}$/)
const code = z.string().regex(/^\d{6}$/)
const token = encodedBytes(32)

// Accounts (phone)

export const Account = z.object({
  accountId: line(40),
  personName: line(60),
  phoneNumberMasked: line(20),
  isRealNameChecked: z.boolean(),
  memberships: z.array(
    z.object({
      enterpriseName: line(120),
      socialCreditCode: SocialCreditCode,
      role: z.enum(['administrator', 'clerk']),
    }),
  ),
})

export const accountRoutes = {
  sendCode: route('POST', '/api/accounts/codes', 'anybody', {
    body: z.object({ phoneNumber: PhoneNumber }),
    reply: z.object({ resendAfterMs: z.number().int() }),
  }),
  /**
   * Signs in and registers the device key (P-256, SPKI), which from now on signs every request of the token. The proof is
   * its signature over `signInMessage`, r ‖ s.
   */
  signIn: route('POST', '/api/accounts/sign-in', 'anybody', {
    body: z.object({
      phoneNumber: PhoneNumber,
      code,
      deviceKey: encodedBytes(91),
      deviceName: line(60),
      proof: encodedBytes(64),
    }),
    reply: z.object({ token, account: Account, serverTime: Timestamp }),
  }),
  me: route('GET', '/api/accounts/me', 'account', {
    body: nothing,
    reply: z.object({ account: Account, serverTime: Timestamp }),
  }),
  signOut: route('POST', '/api/accounts/sign-out', 'account', { body: nothing, reply: nothing }),
  history: route('GET', '/api/accounts/history', 'account', {
    body: nothing,
    reply: z.object({
      acts: z.array(z.object({ at: Timestamp, kind: line(20), title: line(200), outcome: line(20) })),
    }),
  }),
}

// Certificates and seals (phone)

/** 双证书: a signing and an encryption certificate of one person for one enterprise. */
export const CertificatePair = z.object({
  pairId: line(40),
  personName: line(60),
  enterpriseName: line(120),
  socialCreditCode: SocialCreditCode,
  role: z.enum(['administrator', 'clerk']),
  authorityName: line(60),
  signKeyId: line(60),
  encryptKeyId: line(60),
  signing: CertificateChain,
  encryption: CertificateChain,
  notAfter: Timestamp,
  state: z.enum(['active', 'expired', 'revoked']),
})
export type CertificatePair = z.infer<typeof CertificatePair>

/** An approved application whose certificate waits to be downloaded (支付和下载). */
export const ReadyCertificate = z.object({
  applicationId: line(40),
  personName: line(60),
  enterpriseName: line(120),
  socialCreditCode: SocialCreditCode,
  role: z.enum(['administrator', 'clerk']),
  authorityName: line(60),
})
export type ReadyCertificate = z.infer<typeof ReadyCertificate>

export const certificateRoutes = {
  list: route('GET', '/api/certificates', 'account', {
    body: nothing,
    reply: z.object({ pairs: z.array(CertificatePair), ready: z.array(ReadyCertificate) }),
  }),
  /** Certifies two generated keys; the request is signed by the two parties together. */
  issue: route('POST', '/api/certificates/applications/:applicationId/issue', 'account', {
    body: z.object({ signKeyId: line(60), encryptKeyId: line(60), certificationRequest: encodedBytes(64, 4096) }),
    reply: CertificatePair,
  }),
  /** Encryption certificates of the same enterprise's people, who may be made recipients. */
  colleagues: route('GET', '/api/certificates/colleagues/:socialCreditCode', 'account', {
    body: nothing,
    reply: z.object({ pairs: z.array(CertificatePair) }),
  }),
  /** SESeal DER that the pair's signing certificate may use. */
  seals: route('GET', '/api/certificates/:pairId/seals', 'account', {
    body: nothing,
    reply: z.object({ seals: z.array(encodedBytes(64, 1_500_000)) }),
  }),
  /** Authorities and revocation lists, public. Roots are pinned elsewhere; those here are for display only. */
  authorities: route('GET', '/api/authorities', 'anybody', {
    body: nothing,
    reply: z.object({
      roots: z.array(EncodedCertificate),
      authorities: z.array(EncodedCertificate),
      revocationLists: z.array(encodedBytes(64, 1_000_000)),
    }),
  }),
}

// Two-party SM2 (phone)

export const cosignRoutes = {
  /** Carries one message of `domain/cosign` and its reply, whose failures are inside it. `sign` fields are `SigningFields`. */
  exchange: route('POST', '/api/cosign', 'account', { body: z.object({ message: z.unknown() }), reply: z.unknown() }),
}

// Tickets

const view = z.object({ state: TicketState, serverTime: Timestamp })
/** The header of a bid file; for `rewrap` its trailer too. */
const Attachment = encodedBytes(1, endsSizeLimit)

export const ticketRoutes = {
  /** The signature is the desktop key's over `labelledMessage('ticket', body)`. */
  open: route('POST', '/api/tickets', 'anybody', {
    body: z.object({
      body: TicketBody,
      signature: EncodedSignature,
      attachment: Attachment.optional(),
      commitment: EncodedDigest,
    }),
    reply: view.extend({ ticketId: TicketId, code, capability: token, host: line(100) }),
  }),
  watch: route('GET', '/api/tickets/:ticketId/state', 'ticket', {
    body: nothing,
    reply: view.extend({ answer: z.unknown().optional(), phoneRandom: encodedBytes(32).optional() }),
  }),
  cancel: route('POST', '/api/tickets/:ticketId/cancel', 'ticket', { body: nothing, reply: view }),
  reveal: route('POST', '/api/tickets/:ticketId/reveal', 'ticket', {
    body: z.object({ desktopRandom: encodedBytes(32) }),
    reply: view,
  }),

  fetch: route('GET', '/api/tickets/:ticketId', 'account', {
    body: nothing,
    reply: view.extend({ body: TicketBody, attachment: Attachment.optional() }),
  }),
  scan: route('POST', '/api/tickets/:ticketId/scan', 'account', { body: nothing, reply: view }),
  /** The six digits of the screen instead of its code; the comparison number follows. */
  find: route('POST', '/api/tickets/find', 'account', {
    body: z.object({ code }),
    reply: z.object({ ticketId: TicketId, commitment: EncodedDigest }),
  }),
  /** Sends the phone's random bytes and waits for the desktop to reveal its own. */
  compare: route('POST', '/api/tickets/:ticketId/compare', 'account', {
    body: z.object({ phoneRandom: encodedBytes(32) }),
    reply: z.object({ desktopRandom: encodedBytes(32) }),
  }),
  step: route('POST', '/api/tickets/:ticketId/step', 'account', {
    body: z.object({ step: z.enum(['choosing-certificate', 'confirming', 'signing']) }),
    reply: view,
  }),
  answer: route('POST', '/api/tickets/:ticketId/answer', 'account', {
    body: z.object({ answer: z.unknown() }),
    reply: view,
  }),
  refuse: route('POST', '/api/tickets/:ticketId/refuse', 'account', {
    body: z.object({ reason: z.enum(['declined', 'no-certificate', 'not-recipient', 'failed']) }),
    reply: view,
  }),
}

// Sessions (会话签章)

export const sessionRoutes = {
  /** Opened by the phone while it answers a ticket that offers a session. */
  open: route('POST', '/api/sessions', 'account', {
    body: z.object({ ticketId: TicketId }),
    reply: z.object({ sessionId: encodedBytes(16), endsAt: Timestamp }),
  }),
  current: route('GET', '/api/sessions/current', 'account', {
    body: nothing,
    reply: z.object({ sessionId: encodedBytes(16), endsAt: Timestamp, ticketId: TicketId }).nullable(),
  }),
  /** Pushes a `seal` ticket to the phone. The session key signs `labelledMessage('push', { sessionId, sequence, ticketId })`. */
  push: route('POST', '/api/sessions/:sessionId/tickets', 'session', {
    body: z.object({
      body: TicketBody,
      signature: EncodedSignature,
      commitment: EncodedDigest,
      sequence: z.number().int().min(1),
      pushSignature: EncodedSignature,
    }),
    reply: view.extend({ ticketId: TicketId, capability: token }),
  }),
  /** What was pushed and is neither answered nor over, in its order: for a phone that may have missed a push. */
  waiting: route('GET', '/api/sessions/:sessionId/tickets', 'account', {
    body: nothing,
    reply: z.object({ pushes: z.array(SessionTicketPush) }),
  }),
  endByPhone: route('POST', '/api/sessions/:sessionId/end', 'account', { body: nothing, reply: nothing }),
  endByDesktop: route('POST', '/api/sessions/:sessionId/leave', 'session', { body: nothing, reply: nothing }),
  state: route('GET', '/api/sessions/:sessionId', 'session', {
    body: nothing,
    reply: z.object({ isOpen: z.boolean(), endsAt: Timestamp }),
  }),
}

// Time stamps (desktop)

export const timeStampRoutes = {
  /** TimeStampReq and TimeStampResp of RFC 3161 in DER (`docs/formats/messages.md`). */
  stamp: route('POST', '/api/time-stamps', 'anybody', {
    body: z.object({ request: encodedBytes(8, 1024) }),
    reply: z.object({ response: encodedBytes(8, 8192) }),
  }),
}

// Platform (业务系统) and opening (开标)

/** An answered `identify` or `sync-credit` ticket is exchanged for a short token that only the same desktop key can use. */
export const platformRoutes = {
  time: route('GET', '/api/time', 'anybody', {
    body: nothing,
    reply: z.object({ serverTime: Timestamp, isDemo: z.boolean() }),
  }),
  tenders: route('GET', '/api/tenders', 'anybody', {
    body: nothing,
    reply: z.object({ tenders: z.array(PublishedTender) }),
  }),
  token: route('POST', '/api/tickets/:ticketId/token', 'ticket', {
    body: nothing,
    reply: z.object({ token, expiresAt: Timestamp, enterpriseName: line(120), socialCreditCode: SocialCreditCode }),
  }),
  /** Attachments are downloaded one by one from `/api/credit-library/attachments/:attachmentId` with the same token. */
  creditLibrary: route('GET', '/api/credit-library', 'desktop', {
    body: nothing,
    reply: z.object({ records: z.array(creditRecordSchema).max(5000) }),
  }),
  /**
   * Announces an upload; the bytes follow by PUT to `/api/bid-files/:uploadId` with the same token. When some have come in
   * before, the rest is enough: `Content-Range: bytes <receivedInBytes>-<last>/<size>`.
   */
  beginUpload: route('POST', '/api/bid-files', 'desktop', {
    body: z.object({
      tenderCode: tenderIdSchema,
      sectionCode: tenderIdSchema,
      fileName: line(120),
      sizeInBytes: z.number().int().positive(),
      digest: EncodedDigest,
    }),
    reply: z.object({ uploadId: line(40), receivedInBytes: z.number().int().nonnegative() }),
  }),
  /** Completes an upload; the receipt is SignedData of the platform over the canonical receipt fields. */
  finishUpload: route('POST', '/api/bid-files/:uploadId/finish', 'desktop', {
    body: nothing,
    reply: z.object({ receipt: encodedBytes(64, 16_384) }),
  }),
}

/** 回执, what the platform signs. */
export const Receipt = z.object({
  version: z.literal(1),
  receiptNumber: line(40),
  tenderCode: tenderIdSchema,
  sectionCode: tenderIdSchema,
  bidderName: line(120),
  socialCreditCode: SocialCreditCode,
  fileName: line(120),
  sizeInBytes: z.number().int().positive(),
  digest: EncodedDigest,
  receivedAt: Timestamp,
})
export type Receipt = z.infer<typeof Receipt>

export const openingRoutes = {
  sections: route('GET', '/api/opening/sections', 'anybody', {
    body: nothing,
    reply: z.object({ sections: z.array(OpeningSection), serverTime: Timestamp }),
  }),
  /** Moves to the next stage; the operator's hall token (identify, hall-login, agency certificate) is needed. */
  advance: route('POST', '/api/opening/sections/:sectionCode/advance', 'desktop', {
    body: z.object({ to: z.enum(['check-in', 'decrypting', 'reading-out', 'finished']) }),
    reply: OpeningSection,
  }),
  /** 签到 by an answered `identify` ticket with purpose check-in. */
  checkIn: route('POST', '/api/opening/sections/:sectionCode/check-in', 'desktop', {
    body: z.object({ ticketId: TicketId }),
    reply: OpeningSection,
  }),
  /** Whose encryption certificates these are, for the sentence that names who else can open a bid. SM3 of each. */
  holders: route('POST', '/api/opening/certificate-holders', 'desktop', {
    body: z.object({ digests: z.array(EncodedDigest).min(1).max(64) }),
    reply: z.object({
      holders: z.array(z.object({ digest: EncodedDigest, personName: line(60), authorityName: line(60) })),
    }),
  }),
  /** What became of one bidder's decryption, reported by the hall. */
  report: route('POST', '/api/opening/bid-files/:bidFileId/report', 'desktop', {
    body: z.object({ outcome: z.enum(['decrypted', 'decrypt-failed']), reason: line(300).nullable() }),
    reply: OpeningSection,
  }),
}

// Demo mode only

export const demoRoutes = {
  /** 开发者收件箱: the SMS codes that no operator delivers here. */
  inbox: route('GET', '/api/demo/inbox', 'demo', {
    body: nothing,
    reply: z.object({
      messages: z.array(z.object({ phoneNumber: PhoneNumber, text: line(200), code, at: Timestamp })),
    }),
  }),
  /** 演示：跳到开标时间. */
  skipTo: route('POST', '/api/demo/clock', 'demo', {
    body: z.object({ to: Timestamp }),
    reply: z.object({ serverTime: Timestamp }),
  }),
}
