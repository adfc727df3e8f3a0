import { isOfSession, type KnownSession } from '../../../protocol/pushes.ts'
import type { TicketBodyOf } from '../../../protocol/tickets.ts'

/** 自动确认 ends by itself after so many seals; the person then confirms again. */
export const autoConfirmLimit = 50

/** 会话签章 as the phone remembers it. The PIN is not part of it: it lives in the page's memory only. */
export interface SealSession extends KnownSession {
  endsAt: number
  desktopName: string
  pairId: string
  certificateDigest: string
  /** Verified pushes whose turn has not come: each waits until the ticket before it is put away, over reloads too. */
  waiting: readonly string[]
  sealedCount: number
  /** null unless the person ticked 自动确认: for these seals, so many more documents. */
  autoConfirm: { sealIds: readonly string[]; itemsLeft: number } | null
}

export type PushVerdict = 'ask' | 'confirm' | 'refuse'

/**
 * What to do with a pushed ticket that passed `verifyPushedTicket`. It may have waited until the session ended or another
 * one began, so it must still belong; 自动确认 covers the seals it was given for only.
 */
export function judgePush(session: SealSession, body: TicketBodyOf<'seal'>, now: number): PushVerdict {
  const belongs =
    now < session.endsAt && isOfSession(session, body) && body.certificateDigest === session.certificateDigest
  if (!belongs) return 'refuse'
  const { autoConfirm } = session
  if (autoConfirm === null || body.items.length > autoConfirm.itemsLeft) return 'ask'
  return body.items.every(({ sealId }) => autoConfirm.sealIds.includes(sealId)) ? 'confirm' : 'ask'
}

/** The session after one pushed ticket was sealed. */
export function afterSealing(session: SealSession, itemCount: number): SealSession {
  const left = session.autoConfirm === null ? 0 : session.autoConfirm.itemsLeft - itemCount
  const autoConfirm = session.autoConfirm === null || left <= 0 ? null : { ...session.autoConfirm, itemsLeft: left }
  return { ...session, sealedCount: session.sealedCount + itemCount, autoConfirm }
}

/** 自动确认 ticked while this ticket was shown: its seals join those already allowed. */
export function withAutoConfirm(session: SealSession, body: TicketBodyOf<'seal'>): SealSession {
  const sealIds = new Set([...(session.autoConfirm?.sealIds ?? []), ...body.items.map(({ sealId }) => sealId)])
  return { ...session, autoConfirm: { sealIds: [...sealIds], itemsLeft: autoConfirmLimit } }
}
