import { z } from 'zod'
import { base64UrlOf, concatBytes, utf8Bytes } from '../domain/bytes.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import { longestOpeningFormValue } from '../domain/project/opening-form.ts'
import { line } from '../domain/readable-line.ts'
import { sm3 } from '../domain/sm/sm3.ts'
import { EncodedDigest, EncodedPoint, encodedBytes, SocialCreditCode, Timestamp } from './bytes.ts'
import { TenderSection } from './tender-section.ts'

/** The ticket behind every QR code: composed by the desktop, fetched and re-digested by the phone. */

const common = {
  version: z.literal(1),
  /** 256 random bits, so that no two tickets have one id. */
  nonce: encodedBytes(32),
  /** Long-lived SM2 key of the desktop; the phone remembers those it has worked with. */
  desktopKey: EncodedPoint,
  /** SM2 key made for this ticket alone; what the answer encrypts to. */
  oneTimeKey: EncodedPoint,
  /** What the phone shows of the computer, such as its host name. */
  desktopName: line(60),
  createdAt: Timestamp,
}

/** CA 认证, 签到, hall login: prove which certificate is present. */
export const IdentifyBody = z.object({
  kind: z.literal('identify'),
  ...common,
  purpose: z.enum(['bid-tool', 'check-in', 'hall-login', 'platform-login', 'bid-upload']),
  section: TenderSection.optional(),
})

/** 扫码绑定: tie a certificate to a platform account whose names match. */
export const BindBody = z.object({
  kind: z.literal('bind'),
  ...common,
  enterpriseName: line(120),
  socialCreditCode: SocialCreditCode,
})

/** 同步诚信库. */
export const SyncCreditBody = z.object({
  kind: z.literal('sync-credit'),
  ...common,
  enterpriseName: line(120),
  socialCreditCode: SocialCreditCode,
})

/** A session (会话签章) that the first scan may open; its key signs every pushed ticket. */
export const SessionOffer = z.object({ sessionKey: EncodedPoint })

/** First scan of sealing: which certificate, hence which seals. */
export const PickSealBody = z.object({
  kind: z.literal('pick-seal'),
  ...common,
  section: TenderSection,
  socialCreditCode: SocialCreditCode,
  session: SessionOffer.optional(),
})

/** One document of a sealing approval: one SES_Signature with one seal, shown in one or more places. */
export const SealItem = z.object({
  documentName: line(120),
  pageCount: z.number().int().min(1).max(20_000),
  /** esID of the seal, as the SESeal carries it. */
  sealId: line(64),
  /** SM3 of the SESeal DER that will stand in the signature. */
  sealDigest: EncodedDigest,
  /** Pages, from 1, on which the seal will be seen. */
  pages: z.array(z.number().int().min(1)).min(1).max(2000),
  /** SM3 over the byte range of the prepared PDF. */
  documentDigest: EncodedDigest,
  /** propertyInfo of the TBS: the byte range and the signature field. */
  propertyInfo: line(400),
})
export type SealItem = z.infer<typeof SealItem>

/** Second scan of sealing, or an approval pushed in a session. */
export const SealBody = z.object({
  kind: z.literal('seal'),
  ...common,
  section: TenderSection,
  socialCreditCode: SocialCreditCode,
  /** SM3 of the signing certificate that the first scan chose. */
  certificateDigest: EncodedDigest,
  items: z.array(SealItem).min(1).max(100),
  session: SessionOffer.optional(),
})

/** 生成标书: what the bid holds; recipients are chosen on the phone. */
export const GenerateBody = z.object({
  kind: z.literal('generate'),
  ...common,
  section: TenderSection,
  bidderName: line(120),
  socialCreditCode: SocialCreditCode,
  /** SM3 of the signing certificate, from CA 认证: the manifest names it, so no other can sign the statement. */
  certificateDigest: EncodedDigest,
  /** Before this moment nobody may open the bid: certificates that expire earlier are warned of. */
  openingAt: Timestamp,
  /** SM3(manifest.json). */
  manifestDigest: EncodedDigest,
  /** Digest of the chunks: SM3("BIDENC01-chunks" ‖ salt ‖ SM3 of each chunk). */
  payloadDigest: EncodedDigest,
  sizeInBytes: z.number().int().positive(),
  fileCount: z.number().int().positive(),
  /** 开标一览表 as it will be read out. */
  openingForm: z.array(z.object({ label: line(60), value: line(longestOpeningFormValue) })).max(30),
})

/** 扫码解密: release the file key of one bid file to the one-time key. The header travels beside the body. */
export const OpenBody = z.object({
  kind: z.literal('open'),
  ...common,
  /** hall: the server refuses before the opening time (policy); local: the bidder's own look at its bid. */
  purpose: z.enum(['hall', 'local']),
  section: TenderSection,
  bidderName: line(120),
  socialCreditCode: SocialCreditCode,
  /** SM3 of the header in one piece. */
  headerDigest: EncodedDigest,
})

/**
 * 增加证书: more recipients for a finished bid file, which stays otherwise what it is. Header ‖ trailer of the file travel
 * beside the body; the phone unwraps the file key, keeps it, and hands back a new header with its signatures.
 */
export const RewrapBody = z.object({
  kind: z.literal('rewrap'),
  ...common,
  section: TenderSection,
  bidderName: line(120),
  socialCreditCode: SocialCreditCode,
  /** SM3 of the certificate that signed the statement: the manifest names it, so no other can sign the next one. */
  certificateDigest: EncodedDigest,
  /** SM3(header ‖ trailer). */
  endsDigest: EncodedDigest,
  /** As in the statement that stands in the trailer. */
  manifestDigest: EncodedDigest,
  payloadDigest: EncodedDigest,
  sizeInBytes: z.number().int().positive(),
})

/** 解密演练: unwrap the file key, say whether it worked, give it to nobody. The header travels beside the body. */
export const RehearseBody = z.object({
  kind: z.literal('rehearse'),
  ...common,
  section: TenderSection,
  bidderName: line(120),
  socialCreditCode: SocialCreditCode,
  /** SM3 of the header in one piece. */
  headerDigest: EncodedDigest,
})

export const TicketBody = z.discriminatedUnion('kind', [
  IdentifyBody,
  BindBody,
  SyncCreditBody,
  PickSealBody,
  SealBody,
  GenerateBody,
  OpenBody,
  RewrapBody,
  RehearseBody,
])
export type TicketBody = z.infer<typeof TicketBody>
export type TicketKind = TicketBody['kind']
export type TicketBodyOf<K extends TicketKind> = Extract<TicketBody, { kind: K }>

export const TicketId = encodedBytes(32).brand('TicketId')
export type TicketId = z.infer<typeof TicketId>

/** base64url(SM3(canonical body)), all 256 bits: the id binds the code on the screen to what the phone shows. */
export function ticketIdOf(body: TicketBody): TicketId {
  return base64UrlOf(sm3(canonicalJson(body))) as TicketId
}

/** The bytes of our own signatures: "bidseal/<label>/v1\0" ‖ canonical value. Labels keep acts apart. */
export function labelledMessage(label: string, value: Parameters<typeof canonicalJson>[0]): Uint8Array {
  return concatBytes(utf8Bytes(`bidseal/${label}/v1\0`), canonicalJson(value))
}

/** What a certificate signs to answer `identify`, `bind` and `sync-credit`: the kind labels the canonical body. */
export function presenceMessage(body: TicketBodyOf<'identify' | 'bind' | 'sync-credit'>): Uint8Array {
  return labelledMessage(body.kind, body)
}

/** What of a bid file travels beside a ticket, and its SM3; null for kinds that concern no file. */
export function attachmentDigestOf(body: TicketBody): string | null {
  if (body.kind === 'rewrap') return body.endsDigest
  return body.kind === 'open' || body.kind === 'rehearse' ? body.headerDigest : null
}

/** Content of the QR code, about 80 characters. The id is in the fragment, which browsers do not send. */
export function qrContentOf(host: string, id: TicketId): string {
  return `https://${host}/t#${id}`
}

/** The ticket id of a scanned code; null when the code is not ours (二维码格式错误). */
export function readQrContent(content: string): TicketId | null {
  const match = /^https:\/\/[A-Za-z0-9.:-]{1,100}\/t#([A-Za-z0-9_-]{43})$/.exec(content)
  const id = TicketId.safeParse(match?.[1])
  return id.success ? id.data : null
}

/** The number that both screens show after a typed code: SM3(body ‖ rD ‖ rP) mod 10⁶, six digits. */
export function comparisonNumber(body: TicketBody, desktopRandom: Uint8Array, phoneRandom: Uint8Array): string {
  const digest = sm3(canonicalJson(body), desktopRandom, phoneRandom)
  const value = digest.reduce((rest, byte) => (rest * 256 + byte) % 1_000_000, 0)
  return String(value).padStart(6, '0')
}

/** The desktop's commitment SM3(body ‖ rD), made before the phone's 32 random bytes are known. */
export function comparisonCommitment(body: TicketBody, desktopRandom: Uint8Array): Uint8Array {
  return sm3(canonicalJson(body), desktopRandom)
}

/** The last eight characters of a digest, shown on both screens to compare. */
export function digestTail(encodedDigest: string): string {
  return encodedDigest.slice(-8)
}
