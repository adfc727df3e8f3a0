import type { Failure } from '../../../domain/failure.ts'
import type { TicketState } from '../../../protocol/ticket-states.ts'
import type { TicketId, TicketKind } from '../../../protocol/tickets.ts'

/** What the person is asked, in this order; which of them a ticket needs depends on its kind. */
export type Step = 'compare' | 'unknown-desktop' | 'review' | 'certificate' | 'recipients' | 'pin'

const stepsOfKind: Record<TicketKind, readonly Step[]> = {
  identify: ['review', 'certificate', 'pin'],
  bind: ['review', 'certificate', 'pin'],
  'sync-credit': ['review', 'certificate', 'pin'],
  // The first scan of sealing signs nothing: it only says which certificate, hence which seals.
  'pick-seal': ['review', 'certificate'],
  // An earlier scan has chosen the certificate.
  seal: ['review', 'pin'],
  generate: ['review', 'recipients', 'pin'],
  open: ['review', 'certificate', 'pin'],
  // Who signed the statement signs the next one too, so there is no certificate to choose.
  rewrap: ['review', 'recipients', 'pin'],
  rehearse: ['review', 'certificate', 'pin'],
}

/** The steps of one ticket. A typed code is compared first, an unknown desktop is warned of before anything is shown. */
export function stepsOf(
  kind: TicketKind,
  circumstances: { isTyped: boolean; isDesktopKnown: boolean; isPinHeld: boolean },
): Step[] {
  const { isTyped, isDesktopKnown, isPinHeld } = circumstances
  const first: Step[] = isTyped ? ['compare'] : []
  const second: Step[] = isDesktopKnown ? [] : ['unknown-desktop']
  return [...first, ...second, ...stepsOfKind[kind].filter((step) => step !== 'pin' || !isPinHeld)]
}

/** What the person has chosen so far. Never the PIN: choices are kept over a reload. */
export interface Choices {
  pairId: string | null
  recipientPairIds: readonly string[]
  wantsSession: boolean
}
export const noChoices: Choices = { pairId: null, recipientPairIds: [], wantsSession: false }

export type PinNotice = { name: 'wrong'; triesLeft: number } | { name: 'locked' } | { name: 'failed'; failure: Failure }

interface Underway {
  ticketId: TicketId
  kind: TicketKind
  steps: readonly Step[]
  step: Step
  choices: Choices
}

export type Flow =
  | { name: 'fetching'; ticketId: TicketId }
  | ({ name: 'asking'; pinNotice: PinNotice | null } & Underway)
  | ({ name: 'working' } & Underway)
  | { name: 'answered'; ticketId: TicketId; kind: TicketKind; choices: Choices }
  | { name: 'declined'; ticketId: TicketId }
  /** Nothing more can be done with this ticket. `mayRetry` when only the network stood in the way. */
  | { name: 'failed'; ticketId: TicketId; failure: Failure; mayRetry: boolean }

export type FlowEvent =
  | {
      name: 'fetched'
      kind: TicketKind
      steps: readonly Step[]
      choices: Choices
      /** The step that a reload interrupted; unknown steps start again at the first. */
      resumeAt: Step | null
    }
  | { name: 'choose'; choices: Partial<Choices> }
  | { name: 'confirm' }
  | { name: 'back' }
  | { name: 'answered' }
  | { name: 'pin-refused'; notice: PinNotice }
  | { name: 'decline' }
  | { name: 'fail'; failure: Failure }
  | { name: 'retry' }
  | { name: 'ticket-changed'; state: TicketState }

export function startFlow(ticketId: TicketId): Flow {
  return { name: 'fetching', ticketId }
}

/** The flow after an event; the same flow when the event does not fit it. */
export function nextFlow(flow: Flow, event: FlowEvent): Flow {
  const { ticketId } = flow
  if (event.name === 'fail') {
    const mayRetry = event.failure.code === 'server.unreachable'
    return isOver(flow) ? flow : { name: 'failed', ticketId, failure: event.failure, mayRetry }
  }
  if (event.name === 'ticket-changed') return afterTicketChange(flow, event.state)
  switch (flow.name) {
    case 'fetching':
      return event.name === 'fetched' ? firstQuestion(ticketId, event) : flow
    case 'asking':
      return afterAnswer(flow, event)
    case 'working':
      if (event.name === 'answered') return { name: 'answered', ticketId, kind: flow.kind, choices: flow.choices }
      if (event.name === 'pin-refused') return askForPin(flow, event.notice)
      return flow
    case 'failed':
      return event.name === 'retry' && flow.mayRetry ? startFlow(ticketId) : flow
    case 'answered':
    case 'declined':
      return flow
  }
}

/** Whether the ticket needs the person no longer. */
export function isOver(flow: Flow): boolean {
  return flow.name === 'answered' || flow.name === 'declined' || (flow.name === 'failed' && !flow.mayRetry)
}

function firstQuestion(ticketId: TicketId, event: Extract<FlowEvent, { name: 'fetched' }>): Flow {
  const { kind, steps, choices } = event
  const step = event.resumeAt !== null && steps.includes(event.resumeAt) ? event.resumeAt : (steps[0] ?? 'review')
  return { name: 'asking', ticketId, kind, steps, step, choices, pinNotice: null }
}

function afterAnswer(flow: Extract<Flow, { name: 'asking' }>, event: FlowEvent): Flow {
  const at = flow.steps.indexOf(flow.step)
  switch (event.name) {
    case 'choose':
      return { ...flow, choices: { ...flow.choices, ...event.choices } }
    case 'confirm': {
      if (!isComplete(flow)) return flow
      const following = flow.steps[at + 1]
      if (following !== undefined) return { ...flow, step: following, pinNotice: null }
      const { pinNotice: _, ...underway } = flow
      return { ...underway, name: 'working' }
    }
    case 'back': {
      const previous = flow.steps[at - 1]
      // What was compared or warned of stays confirmed: going back there would only teach people to click through.
      if (previous === undefined || previous === 'compare' || previous === 'unknown-desktop') return flow
      return { ...flow, step: previous, pinNotice: null }
    }
    case 'decline':
      return { name: 'declined', ticketId: flow.ticketId }
    default:
      return flow
  }
}

function isComplete({ step, choices }: Underway): boolean {
  if (step === 'certificate') return choices.pairId !== null
  if (step === 'recipients') return choices.recipientPairIds.length > 0
  return true
}

/** Also when a session held the PIN so far: it was wrong, so it is asked for after all. */
function askForPin({ name: _, ...underway }: Extract<Flow, { name: 'working' }>, pinNotice: PinNotice): Flow {
  const steps = underway.steps.filter((step) => step !== 'pin')
  return { ...underway, name: 'asking', steps: [...steps, 'pin'], step: 'pin', pinNotice }
}

function afterTicketChange(flow: Flow, state: TicketState): Flow {
  // While working, the answer's own reply decides: it knows more than the push that it caused.
  if (isOver(flow) || flow.name === 'working') return flow
  if (state.name === 'open' || state.name === 'scanned') return flow
  const failure: Failure = { code: 'phone.ticket-over', details: { state: state.name } }
  return { name: 'failed', ticketId: flow.ticketId, failure, mayRetry: false }
}

/** What the desktop is told of the phone's progress; null while the person still reads. */
export function reportedStep(flow: Flow): 'choosing-certificate' | 'confirming' | 'signing' | null {
  if (flow.name === 'working') return 'signing'
  if (flow.name !== 'asking') return null
  if (flow.step === 'certificate') return 'choosing-certificate'
  return flow.step === 'recipients' || flow.step === 'pin' ? 'confirming' : null
}
