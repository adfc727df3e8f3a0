import type { BidStatement } from '../../domain/bid-file/statement.ts'
import { BidsealError } from '../../domain/failure.ts'
import { platformRoutes } from '../../protocol/http-api.ts'
import type { TenderSection } from '../../protocol/tender-section.ts'
import type { Desktop } from '../desktop.ts'
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

/** The section of a bid file from anywhere, named as a project here or the platform names it; else by its codes. */
export async function sectionNamed(
  { projects, server }: Desktop,
  { tender: tenderCode, section: sectionCode }: Pick<BidStatement, 'tender' | 'section'>,
  signal: AbortSignal,
): Promise<TenderSection> {
  const isIts = (one: TenderSection) => one.tenderCode === tenderCode && one.sectionCode === sectionCode
  const own = projects.list().map(sectionOf).find(isIts)
  if (own !== undefined) return own
  try {
    const { tenders } = await server.call(platformRoutes.tenders, { body: {}, signal })
    const published = tenders.flatMap((tender) => tender.sections.map((section) => ({ ...tender, ...section })))
    const found = published.find(isIts)
    if (found !== undefined)
      return { tenderCode, tenderName: found.tenderName, sectionCode, sectionName: found.sectionName }
  } catch (error) {
    if (!(error instanceof BidsealError)) throw error
  }
  return { tenderCode, tenderName: tenderCode, sectionCode, sectionName: sectionCode }
}
