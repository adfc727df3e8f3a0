import { describe, expect, test } from 'vitest'
import type { TicketId, TicketKind } from '../../src/protocol/tickets.ts'
import {
  type Flow,
  type FlowEvent,
  isOver,
  nextFlow,
  noChoices,
  reportedStep,
  type Step,
  startFlow,
  stepsOf,
} from '../../src/renderer/phone/tickets/flow.ts'

const ticketId = 'A'.repeat(43) as TicketId
const run = (events: FlowEvent[]): Flow => events.reduce(nextFlow, startFlow(ticketId))
const usual = { isTyped: false, isDesktopKnown: true, isPinHeld: false }

const fetched = (kind: TicketKind, changes: Partial<Extract<FlowEvent, { name: 'fetched' }>> = {}): FlowEvent => ({
  name: 'fetched',
  kind,
  steps: stepsOf(kind, usual),
  choices: noChoices,
  resumeAt: null,
  ...changes,
})
const choosePair: FlowEvent = { name: 'choose', choices: { pairId: 'a' } }
const chooseRecipients: FlowEvent = { name: 'choose', choices: { recipientPairIds: ['a', 'b'] } }
const confirm: FlowEvent = { name: 'confirm' }
const stepOf = (flow: Flow) => (flow.name === 'asking' ? flow.step : flow.name)

describe('what a ticket asks, by its kind', () => {
  const everything: FlowEvent[] = [choosePair, chooseRecipients, confirm]
  test.each<[TicketKind, string[]]>([
    ['identify', ['review', 'certificate', 'pin', 'working', 'answered']],
    ['bind', ['review', 'certificate', 'pin', 'working', 'answered']],
    ['sync-credit', ['review', 'certificate', 'pin', 'working', 'answered']],
    ['pick-seal', ['review', 'certificate', 'working', 'answered']],
    ['seal', ['review', 'pin', 'working', 'answered']],
    ['generate', ['review', 'recipients', 'pin', 'working', 'answered']],
    ['open', ['review', 'certificate', 'pin', 'working', 'answered']],
  ])('%s goes through %j', (kind, expected) => {
    const seen: string[] = []
    let flow = run([fetched(kind)])
    for (const _ of expected) {
      seen.push(stepOf(flow))
      flow = flow.name === 'working' ? nextFlow(flow, { name: 'answered' }) : everything.reduce(nextFlow, flow)
    }
    expect(seen).toEqual(expected)
  })

  test.each<[string, Parameters<typeof stepsOf>[1], Step[]]>([
    ['a typed code is compared first', { ...usual, isTyped: true }, ['compare', 'review', 'pin']],
    ['an unknown desktop is warned of', { ...usual, isDesktopKnown: false }, ['unknown-desktop', 'review', 'pin']],
    [
      'a typed code of an unknown desktop is both',
      { isTyped: true, isDesktopKnown: false, isPinHeld: false },
      ['compare', 'unknown-desktop', 'review', 'pin'],
    ],
    ['a session holds the PIN', { ...usual, isPinHeld: true }, ['review']],
  ])('%s', (_, circumstances, steps) => {
    expect(stepsOf('seal', circumstances)).toEqual(steps)
  })
})

describe('the next step', () => {
  const atCertificate = [fetched('identify'), confirm]
  const atRecipients = [fetched('generate'), choosePair, confirm]
  const atPin = [...atRecipients, chooseRecipients, confirm]
  const working = [...atPin, confirm]

  test.each<[string, FlowEvent[], string]>([
    ['waits for a certificate', [...atCertificate, confirm], 'certificate'],
    ['waits for at least one recipient', [...atRecipients, confirm], 'recipients'],
    ['goes back from the PIN to the recipients', [...atPin, { name: 'back' }], 'recipients'],
    ['does not go back before the first question', [fetched('generate'), { name: 'back' }], 'review'],
    ['is none once work has begun', [...working, { name: 'back' }], 'working'],
    ['cannot be taken back by declining while working', [...working, { name: 'decline' }], 'working'],
    ['is none after declining', [fetched('generate'), { name: 'decline' }, confirm], 'declined'],
    ['is none before the ticket is there', [confirm, confirm], 'fetching'],
    ['is the one a reload interrupted', [fetched('generate', { resumeAt: 'recipients' })], 'recipients'],
    [
      'is the first when the interrupted one is not of this ticket',
      [fetched('seal', { resumeAt: 'recipients' })],
      'review',
    ],
    [
      'does not lead back to a number that was compared',
      [fetched('seal', { steps: ['compare', 'review', 'pin'] }), confirm, { name: 'back' }],
      'review',
    ],
  ])('%s', (_, events, expected) => {
    expect(stepOf(run(events))).toBe(expected)
  })

  test('a wrong PIN is asked for again with the tries that are left, and the choices stay', () => {
    const flow = run([...working, { name: 'pin-refused', notice: { name: 'wrong', triesLeft: 3 } }])
    expect(flow).toEqual({
      name: 'asking',
      ticketId,
      kind: 'generate',
      steps: ['review', 'recipients', 'pin'],
      step: 'pin',
      choices: { pairId: 'a', recipientPairIds: ['a', 'b'], wantsSession: false },
      pinNotice: { name: 'wrong', triesLeft: 3 },
    })
  })

  test('a session whose PIN turns out wrong asks for it after all', () => {
    const flow = run([
      fetched('seal', { steps: ['review'] }),
      confirm,
      { name: 'pin-refused', notice: { name: 'locked' } },
    ])
    expect(flow).toMatchObject({ name: 'asking', step: 'pin', steps: ['review', 'pin'], pinNotice: { name: 'locked' } })
  })
})

describe('a ticket that ends', () => {
  const over = (name: 'expired' | 'cancelled'): FlowEvent => ({ name: 'ticket-changed', state: { name } })
  const unreachable: FlowEvent = { name: 'fail', failure: { code: 'server.unreachable', details: {} } }

  test('an expired ticket says 二维码已失效 and cannot be tried again', () => {
    expect(run([fetched('seal'), over('expired'), { name: 'retry' }])).toEqual({
      name: 'failed',
      ticketId,
      failure: { code: 'phone.ticket-over', details: { state: 'expired' } },
      mayRetry: false,
    })
  })

  test('a ticket that the desktop cancelled is over', () => {
    expect(isOver(run([fetched('seal'), over('cancelled')]))).toBe(true)
  })

  test('a change of the ticket does not disturb an answer under way', () => {
    const flow = run([
      fetched('seal', { steps: ['review'] }),
      confirm,
      { name: 'ticket-changed', state: { name: 'cancelled' } },
    ])
    expect(flow.name).toBe('working')
  })

  test('a lost network can be tried again from the start', () => {
    expect(run([unreachable, { name: 'retry' }])).toEqual({ name: 'fetching', ticketId })
  })

  test('any other failure is final', () => {
    const forged: FlowEvent = { name: 'fail', failure: { code: 'phone.ticket-forged', details: {} } }
    expect(run([forged, { name: 'retry' }])).toMatchObject({ name: 'failed', mayRetry: false })
  })

  test('a failure after the answer changes nothing', () => {
    const flow = run([fetched('seal', { steps: ['review'] }), confirm, { name: 'answered' }, unreachable])
    expect(flow.name).toBe('answered')
  })
})

test.each<[Step, ReturnType<typeof reportedStep>]>([
  ['compare', null],
  ['unknown-desktop', null],
  ['review', null],
  ['certificate', 'choosing-certificate'],
  ['recipients', 'confirming'],
  ['pin', 'confirming'],
])('at %s the desktop is told %s', (step, expected) => {
  const flow = run([fetched('generate', { steps: [step] })])
  expect(reportedStep(flow)).toBe(expected)
})
