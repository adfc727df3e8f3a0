import type { Failure } from '../../domain/failure.ts'
import type { OpeningSection } from '../../protocol/opening-section.ts'

export type Stage = OpeningSection['stage']

/** 签到 begins an hour before the opening. */
export const checkInBeforeMs = 3_600_000

export interface StageFacts {
  stage: Stage
  openingAt: number
  decryptEndsAt: number | null
  /** Bids that no certificate has opened yet. */
  closedBidCount: number
  at: number
}

const order: readonly Stage[] = ['waiting', 'check-in', 'decrypting', 'reading-out', 'finished']

/** Why a section may not move to a stage now; null when it may, or is there already. Stages are taken one by one. */
export function refusalToAdvance(facts: StageFacts, to: Stage): Failure | null {
  const { stage, openingAt, decryptEndsAt, closedBidCount, at } = facts
  if (stage === to) return null
  if (order.indexOf(to) !== order.indexOf(stage) + 1) return { code: 'opening.wrong-stage', details: {} }
  const notBefore = to === 'check-in' ? openingAt - checkInBeforeMs : to === 'decrypting' ? openingAt : 0
  if (at < notBefore) return { code: 'opening.too-early', details: { notBefore } }
  const isTimeLeft = decryptEndsAt !== null && at < decryptEndsAt
  if (to === 'reading-out' && closedBidCount > 0 && isTimeLeft)
    return { code: 'opening.decrypting-goes-on', details: {} }
  return null
}

/** What a bidder's row says. */
export function bidderState(bid: {
  checkedInAt: number | null
  outcome: 'decrypted' | 'decrypt-failed' | null
}): OpeningSection['bidders'][number]['state'] {
  if (bid.outcome !== null) return bid.outcome
  return bid.checkedInAt === null ? 'not-checked-in' : 'not-decrypted'
}
