import { base64UrlOf } from '../../../domain/bytes.ts'
import type { AnswerOf } from '../../../protocol/ticket-answers.ts'
import type { AccountParts } from '../app-context.tsx'
import type { OpenedSession } from '../session/open-session.ts'
import { sealsOf } from '../tickets/load-ticket.ts'
import type { Answering } from './answering.ts'

/** First scan of sealing: the certificate and its seals, which the desktop verifies itself. Nothing is signed. */
export async function answerPickSeal(
  account: AccountParts,
  { pair, personName }: Answering<'pick-seal'>,
  session: OpenedSession | null,
): Promise<AnswerOf<'pick-seal'>> {
  const seals = await sealsOf(account, pair.pairId)
  return {
    certificate: pair.signing,
    personName,
    seals: seals.map(base64UrlOf),
    ...(session === null ? {} : { session }),
  }
}
