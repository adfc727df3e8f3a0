import { z } from 'zod'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
const text = z.string().min(1).max(500)
const date = z.iso.date()
/** A scanned book; a server that names more would fill the disk. */
const largestAttachmentInBytes = 300 * 1024 * 1024

/** One entry of the credit library (诚信库): a qualification, a person, a past project, an award or finance. */
export const creditRecordSchema = z.object({
  id,
  kind: z.enum(['qualification', 'staff', 'pastProject', 'award', 'finance']),
  title: text,
  number: text.nullable(),
  issuer: text.nullable(),
  issuedOn: date.nullable(),
  /** Last day on which it counts, UTC; null for ever. */
  validUntil: date.nullable(),
  fields: z.array(z.object({ label: text, value: text })).max(50),
  attachments: z
    .array(
      z.object({
        id,
        title: text,
        /** A file name without folders. */
        file: z.string().regex(/^[^/\\]{1,120}$/),
        mediaType: z.enum(['application/pdf', 'image/png']),
        sizeInBytes: z.int().positive().max(largestAttachmentInBytes),
        sm3: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(50),
})
export type CreditRecord = z.infer<typeof creditRecordSchema>

/** The end of a record's last valid day, in ms since 1970; null for ever. */
export function validUntilMs({ validUntil }: CreditRecord): number | null {
  return validUntil === null ? null : Date.parse(validUntil) + 86_399_999
}
