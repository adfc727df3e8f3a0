import { rm } from 'node:fs/promises'
import type { OpenedBid } from '../../contract/bid-output.ts'
import type { Handlers, Job } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { BidsealError, type Failure, fail } from '../../domain/failure.ts'
import { demoRoutes, openingRoutes } from '../../protocol/http-api.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'
import type { Desktop } from '../desktop.ts'
import { requirePresence } from '../identity/handlers.ts'
import { askPhone } from '../tickets/ask-phone.ts'
import { platformToken } from '../tickets/platform-token.ts'
import { removeStaleDownloads } from './download.ts'
import { createHallDesk, isOperatorOf, reasonOf } from './hall-desk.ts'
import { downloadPath, openBidOf } from './open-bid.ts'
import { openedBidRepository } from './repository.ts'

type Names = Extract<keyof Handlers<DesktopContract>, `opening.${string}`>

interface HallParts {
  /** Folder of the built workers. */
  workersFolder: string
  demoSecret: () => string | null
}

/** The opening hall (开标大厅): who operates it, 签到, 解密, 唱标. */
export function openingHandlers(
  desktop: Desktop,
  { workersFolder, demoSecret }: HallParts,
): Pick<Handlers<DesktopContract>, Names> {
  const { server, store, announce } = desktop
  const desk = createHallDesk(() => server.now())
  const opened = openedBidRepository(store.database)
  removeStaleDownloads(store.downloads)

  async function sections(signal?: AbortSignal) {
    const reply = await server.call(openingRoutes.sections, { body: {}, ...(signal && { signal }) })
    server.learnTime(reply.serverTime)
    return reply
  }

  async function sectionWhere(isWanted: (section: OpeningSection) => boolean): Promise<OpeningSection> {
    return (await sections()).sections.find(isWanted) ?? fail('request.not-found', {})
  }
  const sectionOf = (sectionCode: string) => sectionWhere(({ section }) => section.sectionCode === sectionCode)

  /** Asks the server as the operator; a token that no longer counts means that somebody must sign in again. */
  async function asOperator<T>(section: OpeningSection, ask: (token: string) => Promise<T>): Promise<T> {
    try {
      return await ask(desk.requireFor(section).token)
    } catch (error) {
      if (!(error instanceof BidsealError) || error.failure.code !== 'request.unauthorized') throw error
      desk.signOut()
      return fail('opening.operator-missing', {}, error)
    } finally {
      announce('opening.changed', {})
    }
  }

  function tell(section: OpeningSection, bidFileId: string, failure: Failure | null) {
    const outcome = failure === null ? ('decrypted' as const) : ('decrypt-failed' as const)
    const reason = failure === null ? null : reasonOf(failure)
    return asOperator(section, (token) =>
      server.call(openingRoutes.report, { params: { bidFileId }, body: { outcome, reason }, token }),
    )
  }

  async function decrypt(bidFileId: string, job: Job<ActProgress>): Promise<OpenedBid> {
    const section = await sectionWhere(({ bidders }) => bidders.some((one) => one.bidFileId === bidFileId))
    const bidder = section.bidders.find((one) => one.bidFileId === bidFileId) ?? fail('request.not-found', {})
    const { token } = desk.requireFor(section)
    if (section.stage !== 'decrypting' && bidder.state !== 'decrypted') fail('opening.wrong-stage', {})
    const earlier = opened.get(bidFileId)
    if (earlier !== null) {
      if (bidder.state !== 'decrypted') await tell(section, bidFileId, null)
      return earlier
    }
    try {
      const bid = opened.put(
        section.section.sectionCode,
        await openBidOf(desktop, { section, bidder, token, workersFolder }, job),
      )
      if (bidder.state !== 'decrypted') await tellOpened(section, bidFileId)
      await rm(downloadPath(desktop, bidFileId), { force: true })
      return bid
    } catch (error) {
      if (error instanceof BidsealError && isOfTheBid(error.failure))
        // The bidder must see the reason; whether the platform could write it down is second to it.
        await tell(section, bidFileId, error.failure).catch((second: unknown) => {
          if (!(second instanceof BidsealError)) throw second
        })
      throw error
    }
  }

  /** A bid counts as opened only when the platform has it so, such as not after the time for decrypting. */
  async function tellOpened(section: OpeningSection, bidFileId: string) {
    try {
      await tell(section, bidFileId, null)
    } catch (error) {
      if (error instanceof BidsealError && error.failure.code !== 'server.unreachable') opened.remove(bidFileId)
      throw error
    }
  }

  return {
    'opening.sections': () => sections(),
    'opening.operator': () => ({ operator: desk.operator()?.view ?? null }),
    'opening.login': async (_, job) => {
      const asked = await askPhone<'identify'>(server, { kind: 'identify', purpose: 'hall-login' }, job)
      const presence = await requirePresence(desktop, asked)
      const { enterpriseName } = presence
      const { sections: all } = await sections(job.signal)
      if (!all.some((section) => isOperatorOf(enterpriseName, section)))
        return fail('opening.not-operator', { name: enterpriseName })
      const { token, expiresAt } = await platformToken(server, asked, job.signal)
      const view = {
        enterpriseName,
        socialCreditCode: presence.socialCreditCode,
        personName: presence.personName,
        authorityName: presence.authorityName,
        certificateNotAfter: presence.certificate.notAfter.getTime(),
      }
      desk.signIn({ view, token, expiresAt })
      announce('opening.changed', {})
      return { operator: view }
    },
    'opening.advance': async ({ sectionCode, to }) => {
      const section = await sectionOf(sectionCode)
      return asOperator(section, (token) =>
        server.call(openingRoutes.advance, { params: { sectionCode }, body: { to }, token }),
      )
    },
    'opening.checkIn': async ({ sectionCode }, job) => {
      const section = await sectionOf(sectionCode)
      desk.requireFor(section)
      const act = { kind: 'identify', purpose: 'check-in', section: section.section } as const
      const asked = await askPhone<'identify'>(server, act, job)
      await requirePresence(desktop, asked)
      const { ticketId } = asked
      return asOperator(section, (token) =>
        server.call(openingRoutes.checkIn, { params: { sectionCode }, body: { ticketId }, token }),
      )
    },
    'opening.decrypt': ({ bidFileId }, job) => decrypt(bidFileId, job),
    'opening.opened': ({ sectionCode }) => ({ bids: opened.ofSection(sectionCode) }),
    'opening.skipToOpening': async ({ sectionCode }) => {
      const { openingAt } = await sectionOf(sectionCode)
      const secret = demoSecret() ?? fail('server.unreachable', {})
      const { serverTime } = await server.call(demoRoutes.skipTo, { body: { to: openingAt }, token: secret })
      server.learnTime(serverTime)
      announce('clock.changed', {})
      announce('opening.changed', {})
      return {}
    },
  }
}

/** Whether a failure says something about this bid or its bidder, and not about the network or the hall itself. */
function isOfTheBid({ code }: Failure): boolean {
  return /^(bid-file|certificate|zip|envelope|act)\./.test(code) || code === 'download.differs'
}
