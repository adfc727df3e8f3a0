import type { CertificatePair } from '../../../protocol/http-api.ts'
import type { TicketId } from '../../../protocol/tickets.ts'
import type { Answering } from '../answers/answering.ts'
import { answerGenerate } from '../answers/generate.ts'
import { answerOpen } from '../answers/open.ts'
import { answerPickSeal } from '../answers/pick-seal.ts'
import { answerPresence } from '../answers/presence.ts'
import { answerRehearse } from '../answers/rehearse.ts'
import { answerRewrap } from '../answers/rewrap.ts'
import { answerSeal, type SignedItems } from '../answers/seal.ts'
import type { AccountParts } from '../app-context.tsx'
import type { OpenedSession } from '../session/open-session.ts'
import type { Choices } from './flow.ts'
import type { LoadedTicket } from './load-ticket.ts'

export interface AnswerMaterial {
  ticket: LoadedTicket
  choices: Choices
  /** Empty for kinds that sign nothing. */
  pin: string
  session: OpenedSession | null
  signedItems: SignedItems
  onSigned(items: SignedItems): Promise<void>
}

/** The answer of a ticket, by its kind. Failures: those of the kind's own answer. */
export async function makeAnswer(account: AccountParts, material: AnswerMaterial): Promise<unknown> {
  const { ticket, choices, pin, session } = material
  const { body, trust } = ticket
  const chosen = ticket.candidates.find(({ pair }) => pair.pairId === choices.pairId)
  if (chosen === undefined) throw new Error('An answer needs a chosen certificate')
  const given: Omit<Answering<never>, 'body'> = {
    ticketId: ticket.ticketId as TicketId,
    pair: chosen.pair,
    personName: account.signedIn.account.personName,
    phone: account.phone,
    trust,
    now: account.server.now(),
  }
  switch (body.kind) {
    case 'identify':
    case 'bind':
    case 'sync-credit':
      return answerPresence({ ...given, body }, pin)
    case 'pick-seal':
      return answerPickSeal(account, { ...given, body }, session)
    case 'seal':
      return answerSeal({ ...given, body }, { ...material, seals: ticket.seals })
    case 'generate': {
      const recipients = ticket.colleagues.filter(({ pairId }) => choices.recipientPairIds.includes(pairId))
      return answerGenerate({ ...given, body }, recipients, pin)
    }
    case 'open': {
      if (ticket.header === null) throw new Error('An open ticket is loaded with its header')
      return answerOpen({ ...given, body }, ticket.header, pin)
    }
    case 'rewrap': {
      const { ends, colleagues, recipientsBefore } = ticket
      if (ends === null) throw new Error('A rewrap ticket is loaded with the ends of its file')
      const isAdded = ({ pairId }: CertificatePair) =>
        choices.recipientPairIds.includes(pairId) && !recipientsBefore.some((one) => one.pairId === pairId)
      return answerRewrap({ ...given, body }, { ends, added: colleagues.filter(isAdded) }, pin)
    }
    case 'rehearse': {
      if (ticket.header === null) throw new Error('A rehearse ticket is loaded with its header')
      return answerRehearse({ ...given, body }, ticket.header, pin)
    }
  }
}
