import { z } from 'zod'
import { type Tender, tenderSchema, tenderShape } from '../project/tender.ts'

const minutes = z.int()

/** `template.json` of a demo tender: a tender whose times are minutes after the demo's first start. */
export const tenderTemplateSchema = tenderShape.omit({ deadlines: true, tendererCertificates: true }).extend({
  deadlines: z.object({
    issuedAfterMinutes: minutes,
    clarificationsAfterMinutes: minutes,
    bidsUntilAfterMinutes: minutes,
    opensAfterMinutes: minutes,
    decryptMinutes: z.int(),
    bidValidityDays: z.int(),
  }),
})
export type TenderTemplate = z.infer<typeof tenderTemplateSchema>

/**
 * Turns a demo tender's offsets into times, from the first start (milliseconds since 1970) cut to the whole minute.
 * `tendererCertificates` are DER in base64. Throws a zod error when the template is not a tender.
 */
export function resolveTender(template: TenderTemplate, startedAt: number, tendererCertificates: string[]): Tender {
  const minute = Math.floor(startedAt / 60_000)
  const at = (afterMinutes: number) => new Date((minute + afterMinutes) * 60_000).toISOString()
  const { deadlines } = template
  return tenderSchema.parse({
    ...template,
    tendererCertificates,
    deadlines: {
      issuedAt: at(deadlines.issuedAfterMinutes),
      clarificationsUntil: at(deadlines.clarificationsAfterMinutes),
      bidsUntil: at(deadlines.bidsUntilAfterMinutes),
      opensAt: at(deadlines.opensAfterMinutes),
      decryptMinutes: deadlines.decryptMinutes,
      bidValidityDays: deadlines.bidValidityDays,
    },
  })
}
