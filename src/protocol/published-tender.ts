import { z } from 'zod'
import { equalBytes } from '../domain/bytes.ts'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Tender } from '../domain/project/tender.ts'
import { line } from '../domain/readable-line.ts'
import { tenderIdSchema } from '../domain/tender-id.ts'
import { EncodedDigest, Timestamp } from './bytes.ts'

/** Drawings make tender files large; nobody publishes more, and nobody downloads more. */
export const tenderFileLimitInBytes = 8 * 1024 ** 3

/** What a list of tenders says of one of them; all of it stands in the tender itself. */
const Listing = z.object({
  tenderId: line(64),
  tenderCode: tenderIdSchema,
  tenderName: line(120),
  tendererName: line(120),
  agencyName: line(120),
  sections: z.array(
    z.object({
      sectionCode: tenderIdSchema,
      sectionName: line(120),
      bidDeadline: Timestamp,
      openingAt: Timestamp,
      decryptMinutes: z.number().int(),
    }),
  ),
})
type Listing = z.infer<typeof Listing>

export const PublishedTender = Listing.extend({
  fileName: line(210),
  fileSizeInBytes: z.number().int().positive().max(tenderFileLimitInBytes),
  /** SM3 of the tender file: what is downloaded later must be the file that was listed. */
  fileDigest: EncodedDigest,
})
export type PublishedTender = z.infer<typeof PublishedTender>

/** A tender as a list names it. The tenderer stands in for an agency that there is not. */
export function listingOf({ id, project, tenderer, agency, sections, deadlines }: Tender): Listing {
  return {
    tenderId: id,
    tenderCode: project.code,
    tenderName: project.name,
    tendererName: tenderer.name,
    agencyName: agency?.name ?? tenderer.name,
    sections: sections.map(({ code, name }) => ({
      sectionCode: code,
      sectionName: name,
      bidDeadline: Date.parse(deadlines.bidsUntil),
      openingAt: Date.parse(deadlines.opensAt),
      decryptMinutes: deadlines.decryptMinutes,
    })),
  }
}

/** Whether this is the tender that was listed, with the same names, sections and times ⚔ a server that hands out another. */
export function isListed(tender: Tender, listed: PublishedTender): boolean {
  return equalBytes(canonicalJson(listingOf(tender)), canonicalJson(Listing.parse(listed)))
}
