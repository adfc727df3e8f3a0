import { BidsealError, type Failure } from '../../../domain/failure.ts'
import { readFailure } from '../../../domain/failure-details.ts'
import { ticketRoutes } from '../../../protocol/http-api.ts'
import { SealAnswer } from '../../../protocol/ticket-answers.ts'
import type { TicketBody, TicketId } from '../../../protocol/tickets.ts'
import type { AccountParts } from '../app-context.tsx'
import { failureOfError } from '../parts/failure-of-error.ts'
import { openSession } from '../session/open-session.ts'
import type { PinHolder } from '../session/pin-holder.ts'
import type { FlowRecord } from '../store/phone-store.ts'
import { noCandidateFailure, presetPairId } from './certificate-choice.ts'
import { type Flow, type FlowEvent, isOver, nextFlow, reportedStep, startFlow, stepsOf } from './flow.ts'
import { type LoadedTicket, loadTicket } from './load-ticket.ts'
import { makeAnswer } from './make-answer.ts'

export interface TicketView {
  flow: Flow
  ticket: LoadedTicket | null
  comparedNumber: string | null
  isPushed: boolean
  /** seal: documents of a list that could not be sealed; the others were. */
  unsealed: readonly UnsealedItem[]
}

export interface UnsealedItem {
  documentName: string
  failure: Failure | null
}

/** One ticket from its code to its end, outside of any screen: a screen that redraws or dies disturbs nothing. */
export interface TicketRun {
  view(): TicketView
  subscribe(changed: () => void): () => void
  send(event: FlowEvent): void
  /** The last step: the six digits go straight into the work and are kept nowhere, save by an open session. */
  confirmWithPin(pin: string): void
  /** The desktop may have cancelled it, or its time may be over. */
  refresh(): void
}

export function startTicketRun(account: AccountParts, record: FlowRecord, pinHolder: PinHolder): TicketRun {
  const { server, storage, signedIn } = account
  const { accountId } = signedIn.account
  const ticketId = record.ticketId as TicketId
  const params = { ticketId }
  const listeners = new Set<() => void>()
  let kept = record
  let view: TicketView = {
    flow: startFlow(ticketId),
    ticket: null,
    comparedNumber: record.comparedNumber,
    isPushed: record.isPushed,
    unsealed: [],
  }
  let reported: ReturnType<typeof reportedStep> = null

  function show(changes: Partial<TicketView>) {
    view = { ...view, ...changes }
    for (const changed of listeners) changed()
  }

  async function keep(changes: Partial<FlowRecord>) {
    kept = { ...kept, ...changes }
    await storage.write('flows', accountId, kept)
  }

  function send(event: FlowEvent, pin = pinHolder.pin()) {
    const before = view.flow
    const flow = nextFlow(before, event)
    if (flow === before) return
    show({ flow })
    if (flow.name === 'asking') void keep({ step: flow.step, choices: flow.choices })
    if (isOver(flow)) void storage.remove('flows', accountId)
    if (flow.name === 'fetching') void fetchIt()
    if (flow.name === 'working') void work(flow, pin ?? '')
    if (flow.name === 'declined') refuse('declined')
    void report(flow)
  }

  /** The desktop shows how far the phone is; whether it hears of it changes nothing. */
  async function report(flow: Flow) {
    const step = reportedStep(flow)
    if (step === null || step === reported) return
    reported = step
    await server.call(ticketRoutes.step, { params, body: { step } }).catch(() => {})
  }

  function refuse(reason: 'declined' | 'no-certificate' | 'not-recipient' | 'failed') {
    void server.call(ticketRoutes.refuse, { params, body: { reason } }).catch(() => {})
  }

  async function fetchIt() {
    try {
      // An answer that was made before a reload only needs to arrive.
      if (kept.answer !== null) return await resend()
      const ticket = await loadTicket(account, ticketId)
      const failure = noCandidateFailure(ticket.body, ticket.candidates)
      if (failure !== null) refuse(failure.code.endsWith('not-recipient') ? 'not-recipient' : 'no-certificate')
      if (failure !== null) throw new BidsealError(failure)
      const known = await storage.read('desktops', `${accountId}/${ticket.body.desktopKey}`)
      const steps = stepsOf(ticket.body.kind, {
        isTyped: kept.comparedNumber !== null,
        isDesktopKnown: known !== null,
        isPinHeld: pinHolder.pin() !== null && kept.isPushed,
      })
      const own = presetPairId(ticket.candidates)
      const choices = { ...kept.choices, pairId: kept.choices.pairId ?? own }
      if (ticket.body.kind === 'generate' && choices.recipientPairIds.length === 0 && own !== null)
        choices.recipientPairIds = ticket.colleagues.filter(({ pairId }) => pairId === own).map(({ pairId }) => pairId)
      if (ticket.body.kind === 'rewrap' && choices.recipientPairIds.length === 0)
        choices.recipientPairIds = ticket.recipientsBefore.map(({ pairId }) => pairId)
      await keep({ choices })
      show({ ticket })
      send({ name: 'fetched', kind: ticket.body.kind, steps, choices, resumeAt: kept.step })
    } catch (error) {
      send({ name: 'fail', failure: failureOfError(error) })
    }
  }

  async function resend() {
    await server.call(ticketRoutes.answer, { params, body: { answer: kept.answer } })
    await storage.remove('flows', accountId)
    show({ flow: { name: 'answered', ticketId, kind: kept.kind ?? 'identify', choices: kept.choices } })
  }

  async function work(flow: Extract<Flow, { name: 'working' }>, pin: string) {
    const { ticket } = view
    if (ticket === null) return
    try {
      const { body } = ticket
      const pair = ticket.candidates.find((one) => one.pair.pairId === flow.choices.pairId)?.pair
      const mayOpen = (body.kind === 'pick-seal' || body.kind === 'seal') && flow.choices.wantsSession
      const session = mayOpen && pair !== undefined ? await openSession(account, { ticketId, body, pair }) : null
      const { choices } = flow
      const { signedItems } = kept
      const onSigned = (items: FlowRecord['signedItems']) => keep({ signedItems: items })
      const answer = await makeAnswer(account, { ticket, choices, pin, session, signedItems, onSigned })
      await keep({ answer, kind: flow.kind })
      await server.call(ticketRoutes.answer, { params, body: { answer } })
      await rememberDesktop(ticket)
      show({ unsealed: unsealedItems(body, answer) })
      if ((session !== null || kept.isPushed) && pin !== '') pinHolder.hold(pin)
      send({ name: 'answered' })
    } catch (error) {
      const failure = failureOfError(error)
      // An answer that was made only needs to arrive: another PIN would make a second one, which nobody waits for.
      const notice = kept.answer === null ? pinNoticeOf(failure) : null
      if (notice !== null) pinHolder.forget()
      else if (kept.answer === null) refuse('failed')
      send(notice === null ? { name: 'fail', failure } : { name: 'pin-refused', notice })
    }
  }

  async function rememberDesktop({ body }: LoadedTicket) {
    const { desktopKey, desktopName } = body
    const firstWorkedWithAt = server.now()
    await storage.write('desktops', `${accountId}/${desktopKey}`, { desktopName, firstWorkedWithAt })
  }

  void fetchIt()
  return {
    view: () => view,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    send: (event) => send(event),
    confirmWithPin: (pin) => send({ name: 'confirm' }, pin),
    refresh() {
      void server.call(ticketRoutes.fetch, { params, body: {} }).then(
        ({ state }) => send({ name: 'ticket-changed', state }),
        () => {},
      )
    },
  }
}

function pinNoticeOf(failure: Failure) {
  if (failure.code === 'pin.wrong') return { name: 'wrong', triesLeft: failure.details.triesLeft } as const
  if (failure.code === 'pin.locked') return { name: 'locked' } as const
  return failure.code === 'server.unreachable' || failure.code === 'cosign.unreachable'
    ? ({ name: 'failed', failure } as const)
    : null
}

function unsealedItems(body: TicketBody, answer: unknown): UnsealedItem[] {
  const sealed = SealAnswer.safeParse(answer)
  if (body.kind !== 'seal' || !sealed.success) return []
  return sealed.data.items.flatMap((item, place) =>
    item.outcome === 'signed'
      ? []
      : [{ documentName: body.items[place]?.documentName ?? '', failure: readFailure(item.failure) }],
  )
}
