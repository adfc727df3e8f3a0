import { z } from 'zod'
import { creditRecordSchema } from '../credit-library/record.ts'
import { isSocialCreditCode } from '../project/social-credit-code.ts'
import { sealKindSchema } from '../project/tender.ts'

const id = z.string().regex(/^[a-z0-9-]{1,64}$/)
const text = z.string().min(1).max(300)
const date = z.iso.date()
const path = z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*\.(pdf|png)$/)
const citizenNumber = z.string().regex(/^\d{17}[\dX]$/)

/** `people.json`: who lives in the demo world. Certificate validity counts in days from the first start. */
export const demoPeopleSchema = z.object({
  authorities: z.array(z.object({ id, name: text, organization: text, mutualRecognition: z.boolean() })).min(1),
  enterprises: z.array(
    z.object({
      id,
      role: z.enum(['bidder', 'agency', 'tenderer']),
      name: text,
      shortName: text,
      socialCreditCode: z.string().refine(isSocialCreditCode),
      legalRepresentative: z.object({ name: text, idNumber: citizenNumber }),
      address: text,
      telephone: text,
      registeredCapital: text,
      establishedOn: date,
      bank: z.object({ name: text, account: z.string().regex(/^\d{16,20}$/) }),
    }),
  ),
  people: z.array(
    z.object({
      id,
      name: text,
      idNumber: citizenNumber,
      phone: z.string().regex(/^1\d{10}$/),
      pin: z.string().regex(/^\d{6}$/),
      enterprise: id,
      role: z.enum(['administrator', 'clerk']),
      position: text,
      shownFirst: z.boolean(),
      certificates: z.array(z.object({ authority: id, validFromDays: z.int(), validUntilDays: z.int() })).min(1),
    }),
  ),
})
export type DemoPeople = z.infer<typeof demoPeopleSchema>

/** `seals/seals.json`. Pictures are transparent PNGs at 600 dpi; `file` stands under `seals/`. */
export const demoSealsSchema = z.object({
  seals: z.array(
    z.object({
      id,
      enterprise: id,
      kind: sealKindSchema,
      name: text,
      widthMm: z.number().positive(),
      heightMm: z.number().positive(),
      file: path,
    }),
  ),
})
export type DemoSeals = z.infer<typeof demoSealsSchema>

/** `bidders/<enterprise>/documents.json`: a ready bid; `node` is the tender's node id, `file` stands beside it. */
export const demoDocumentsSchema = z.object({
  enterprise: id,
  tender: id,
  section: id,
  openingForm: z.record(id, z.union([z.string(), z.number()])),
  documents: z.array(z.object({ node: id, title: text, file: path, pages: z.int().positive() })),
  citations: z.array(z.object({ node: id, records: z.array(id) })),
})
export type DemoDocuments = z.infer<typeof demoDocumentsSchema>

/** Until when a record counts: a fixed date, days after the demo's first start, or null for ever. */
const validUntil = z.union([z.object({ date }), z.object({ afterDays: z.int() }), z.null()])

/** `credit/<enterprise>/library.json`: an enterprise's credit library (诚信库); attachment files stand beside it. */
export const demoCreditLibrarySchema = z.object({
  enterprise: id,
  records: z.array(creditRecordSchema.extend({ validUntil })),
})
export type DemoCreditLibrary = z.infer<typeof demoCreditLibrarySchema>

/** The last day (YYYY-MM-DD, UTC) a credit record counts when the demo first started at `startedAt` ms; null for ever. */
export function resolveValidUntil(until: z.infer<typeof validUntil>, startedAt: number): string | null {
  if (until === null) return null
  if ('date' in until) return until.date
  return new Date(startedAt + until.afterDays * 86_400_000).toISOString().slice(0, 10)
}
