import { z } from 'zod'
import { ProjectId } from './bid-project.ts'

/** One certificate that can open a bid file (参与加密证书). */
export const RecipientView = z.object({
  personName: z.string(),
  authorityName: z.string(),
  serialNumber: z.string(),
  notAfter: z.number(),
  /** Last eight characters of the certificate's digest, as the phone shows them. */
  fingerprintTail: z.string(),
  expiresBeforeOpening: z.boolean(),
  /** 解密演练: what came of the last one with this certificate and this file. */
  rehearsal: z.object({ at: z.number(), outcome: z.enum(['opened', 'damaged']) }).nullable(),
})

/** A generated bid file (投标文件) with its plain copy (非加密投标文件). */
export const GeneratedBid = z.object({
  bidFileId: z.uuid(),
  projectId: ProjectId,
  bidFileName: z.string(),
  plainCopyName: z.string(),
  folder: z.string(),
  sizeInBytes: z.number(),
  /** SM3 of the file, hexadecimal (哈希码值); null while it is being taken, or when there is nothing to take it of. */
  digest: z.string().nullable(),
  generatedAt: z.number(),
  recipients: z.array(RecipientView),
  /** Whether the project changed since, so that the file is no longer what the screen shows. */
  isCurrent: z.boolean(),
  isPresent: z.boolean(),
  /** Known to hold other bytes than were generated. */
  isChanged: z.boolean(),
  receipt: z
    .object({ receiptNumber: z.string(), receivedAt: z.number(), digest: z.string(), signedBy: z.string() })
    .nullable(),
})
export type GeneratedBid = z.infer<typeof GeneratedBid>

/** A bid file that was given more recipients (增加证书): another file beside the old one. */
export const RewrappedBid = z.object({
  folder: z.string(),
  fileName: z.string(),
  addedNames: z.array(z.string()),
  /** Whether it stands in the list of a project, to be rehearsed and uploaded. */
  isListed: z.boolean(),
})
export type RewrappedBid = z.infer<typeof RewrappedBid>

/** Lines of a report: what it is, and what it says. */
const Rows = z.array(z.tuple([z.string(), z.string()]))

/** One check of the verifier, in words, with the evidence behind it. */
export const CheckView = z.object({
  name: z.string(),
  outcome: z.enum(['ok', 'warning', 'bad', 'not-checked']),
  sentence: z.string(),
  /** Absent in bids that an earlier version opened. */
  evidence: Rows.default([]),
})

/** What the verifier says of one file. */
export const VerificationView = z.object({
  fileName: z.string(),
  verdict: z.enum(['valid', 'not-valid', 'unreadable']),
  summary: z.string(),
  checks: z.array(CheckView),
  seals: z.array(
    z.object({
      documentName: z.string(),
      sealName: z.string(),
      signerName: z.string(),
      signedAt: z.number().nullable(),
      verdict: z.enum(['valid', 'not-valid', 'unreadable']),
      facts: Rows.default([]),
      checks: z.array(CheckView),
    }),
  ),
})
export type VerificationView = z.infer<typeof VerificationView>

/** A report that main keeps while it is looked at, to be saved (验证报告). */
export const Verification = z.object({
  verificationId: z.uuid(),
  view: VerificationView,
  /** Of the file: size, digest, when it was verified, what it says of itself. */
  facts: Rows,
  /** What was relied on. */
  basis: Rows,
})
export type Verification = z.infer<typeof Verification>

/** A bid as the hall has opened it: what is read out (唱标) and what was verified. */
export const OpenedBid = z.object({
  bidFileId: z.string(),
  bidderName: z.string(),
  openedBy: z.string(),
  openingForm: z.array(z.object({ label: z.string(), value: z.string() })),
  files: z.array(z.object({ name: z.string(), sizeInBytes: z.number(), url: z.string().nullable() })),
  verification: VerificationView,
  tookMs: z.number(),
})
export type OpenedBid = z.infer<typeof OpenedBid>
