import type { TenderSection } from '../../protocol/tickets.ts'
import type { StoredProject } from './repository.ts'

/** The tender and section of a project as tickets name them. */
export function sectionOf({ tender, sectionCode }: StoredProject): TenderSection {
  return {
    tenderCode: tender.project.code,
    tenderName: tender.project.name,
    sectionCode,
    sectionName: tender.sections.find(({ code }) => code === sectionCode)?.name ?? sectionCode,
  }
}
