import { z } from 'zod'
import { line } from '../domain/readable-line.ts'
import { EncodedDigest, SocialCreditCode, Timestamp } from './bytes.ts'
import { TenderSection } from './tender-section.ts'

export const OpeningBidder = z.object({
  bidFileId: line(40),
  bidderName: line(120),
  socialCreditCode: SocialCreditCode,
  fileName: line(120),
  sizeInBytes: z.number().int(),
  digest: EncodedDigest,
  receivedAt: Timestamp,
  checkedInAt: Timestamp.nullable(),
  state: z.enum(['not-checked-in', 'not-decrypted', 'decrypt-failed', 'decrypted']),
  reason: line(300).nullable(),
})

export const OpeningSection = z.object({
  section: TenderSection,
  tendererName: line(120),
  agencyName: line(120),
  bidDeadline: Timestamp,
  openingAt: Timestamp,
  decryptMinutes: z.number().int(),
  stage: z.enum(['waiting', 'check-in', 'decrypting', 'reading-out', 'finished']),
  decryptEndsAt: Timestamp.nullable(),
  bidders: z.array(OpeningBidder),
})
export type OpeningSection = z.infer<typeof OpeningSection>
