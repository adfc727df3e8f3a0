import { z } from 'zod'
import { line } from '../domain/readable-line.ts'
import { tenderIdSchema } from '../domain/tender-id.ts'

/** The tender and section (标段) an act belongs to. */
export const TenderSection = z.object({
  tenderCode: tenderIdSchema,
  tenderName: line(120),
  sectionCode: tenderIdSchema,
  sectionName: line(120),
})
export type TenderSection = z.infer<typeof TenderSection>
