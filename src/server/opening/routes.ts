import type { FastifyInstance } from 'fastify'
import { BidsealError, fail } from '../../domain/failure.ts'
import { openingRoutes } from '../../protocol/http-api.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'
import type { Certificates } from '../certificates/repository.ts'
import type { Callers } from '../http/callers.ts'
import { sendFile } from '../http/send-file.ts'
import { paramsOf, type Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import type { Platform, PublishedSection } from '../platform/repository.ts'
import { isHallScope } from '../platform/rules.ts'
import type { PresenceOf } from '../platform/token-routes.ts'
import { bidFilePath } from '../platform/upload-routes.ts'
import type { DesktopTokenRow, Tickets } from '../tickets/repository.ts'
import type { BidRow, OpeningRecords } from './repository.ts'
import { bidderState, refusalToAdvance } from './rules.ts'

interface OpeningParts {
  parts: Parts
  platform: Platform
  opening: OpeningRecords
  tickets: Tickets
  certificates: Certificates
  callers: Callers
  presenceOf: PresenceOf
}

/** The opening hall: stages, 签到, download of the bids, what became of each. */
export function serveOpening(app: FastifyInstance, serve: Serve, given: OpeningParts): void {
  const { parts, platform, opening, tickets, certificates, callers, presenceOf } = given
  const { now, db } = parts

  const sectionOf = (sectionCode: string) => platform.section(sectionCode) ?? fail('request.not-found', {})
  const isOperator = ({ tender }: PublishedSection, { social_credit_code }: DesktopTokenRow) =>
    [tender.agency, tender.tenderer].some((party) => party?.socialCreditCode === social_credit_code)

  function requireHall(desktop: DesktopTokenRow) {
    if (!isHallScope(desktop.scope)) fail('request.forbidden', {})
  }

  serve.anybody(openingRoutes.sections, () => ({
    sections: platform.sections().map((one) => view(one)),
    serverTime: now(),
  }))

  serve.desktop(openingRoutes.advance, ({ params, body: { to }, desktop }) => {
    const found = sectionOf(params.sectionCode ?? '')
    requireHall(desktop)
    if (!isOperator(found, desktop)) return fail('request.forbidden', {})
    const { code } = found.section
    return db.transaction(() => {
      const current = view(found)
      const closedBidCount = current.bidders.filter(({ state }) => state !== 'decrypted').length
      const refusal = refusalToAdvance({ ...current, closedBidCount, at: now() }, to)
      if (refusal !== null) throw new BidsealError(refusal)
      if (current.stage !== to) opening.setStage(code, to, now())
      return view(found)
    })
  })

  serve.desktop(openingRoutes.checkIn, ({ params, body: { ticketId }, desktop }) => {
    const found = sectionOf(params.sectionCode ?? '')
    const ticket = tickets.find(ticketId)
    requireHall(desktop)
    if (ticket === null || ticket.desktop_key !== desktop.desktop_key) return fail('request.not-found', {})
    const { body, socialCreditCode } = presenceOf(ticket)
    const isCheckIn =
      body.kind === 'identify' && body.purpose === 'check-in' && body.section?.sectionCode === found.section.code
    if (!isCheckIn) return fail('request.forbidden', {})
    const stage = view(found).stage
    if (stage !== 'check-in' && stage !== 'decrypting') return fail('opening.wrong-stage', {})
    const bid = opening.bids(found.section.code).find((one) => one.social_credit_code === socialCreditCode)
    if (bid === undefined) return fail('opening.not-a-bidder', {})
    opening.checkIn(bid.bid_file_id, now())
    return view(found)
  })

  /** The operator sees every bid, a bidder its own. */
  function admittedBid(bidFileId: string, desktop: DesktopTokenRow): { bid: BidRow; found: PublishedSection } {
    const bid = opening.bid(bidFileId) ?? fail('request.not-found', {})
    const found = sectionOf(bid.section_code)
    requireHall(desktop)
    if (!isOperator(found, desktop) && bid.social_credit_code !== desktop.social_credit_code)
      fail('request.forbidden', {})
    return { bid, found }
  }

  serve.desktop(openingRoutes.holders, ({ body: { digests }, desktop }) => {
    requireHall(desktop)
    return {
      holders: digests.flatMap((digest) => {
        const pair = certificates.ofEncryptionDigest(digest)
        if (pair === null) return []
        const { personName, authorityName } = certificates.view(pair, now())
        return [{ digest, personName, authorityName }]
      }),
    }
  })

  serve.desktop(openingRoutes.report, ({ params, body: { outcome, reason }, desktop }) => {
    const { bid, found } = admittedBid(params.bidFileId ?? '', desktop)
    // ⚔ A bidder that has its own bid called opened could keep the key until the others' prices were read out.
    if (!isOperator(found, desktop)) return fail('request.forbidden', {})
    const { stage, decryptEndsAt } = view(found)
    if (stage !== 'decrypting' || decryptEndsAt === null || now() >= decryptEndsAt)
      return fail('opening.wrong-stage', {})
    // An opened bid stays opened: a later failed try of somebody else does not close it.
    if (bid.outcome !== 'decrypted') opening.report(bid.bid_file_id, outcome, reason)
    return view(found)
  })

  app.get('/api/opening/bid-files/:bidFileId/file', (request, reply) => {
    const { desktop } = callers.desktop(request)
    const { bid, found } = admittedBid(paramsOf(request).bidFileId ?? '', desktop)
    const notBefore = Date.parse(found.tender.deadlines.bidsUntil)
    if (now() < notBefore) return fail('opening.too-early', { notBefore })
    const path = bidFilePath(parts.dataFolder, bid.bid_file_id)
    return sendFile(request, reply, { path, fileName: bid.file_name, mediaType: 'application/octet-stream' })
  })

  function view({ tender, section }: PublishedSection): OpeningSection {
    const { stage, decrypting_since } = opening.stage(section.code)!
    const { deadlines } = tender
    return {
      section: {
        tenderCode: tender.project.code,
        tenderName: tender.project.name,
        sectionCode: section.code,
        sectionName: section.name,
      },
      tendererName: tender.tenderer.name,
      agencyName: tender.agency?.name ?? tender.tenderer.name,
      bidDeadline: Date.parse(deadlines.bidsUntil),
      openingAt: Date.parse(deadlines.opensAt),
      decryptMinutes: deadlines.decryptMinutes,
      stage,
      decryptEndsAt: decrypting_since === null ? null : decrypting_since + deadlines.decryptMinutes * 60_000,
      // 公布投标人名单: before the deadline nobody may learn who takes part.
      bidders: now() < Date.parse(deadlines.bidsUntil) ? [] : opening.bids(section.code).map(bidderView),
    }
  }
}

function bidderView(bid: BidRow): OpeningSection['bidders'][number] {
  return {
    bidFileId: bid.bid_file_id,
    bidderName: bid.bidder_name,
    socialCreditCode: bid.social_credit_code,
    fileName: bid.file_name,
    sizeInBytes: bid.size_in_bytes,
    digest: bid.digest,
    receivedAt: bid.received_at,
    checkedInAt: bid.checked_in_at,
    state: bidderState({ checkedInAt: bid.checked_in_at, outcome: bid.outcome }),
    reason: bid.reason,
  }
}
