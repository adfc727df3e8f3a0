import { z } from 'zod'
import { call, event, type Handlers, task } from '../../src/contract/define.ts'
import type { Wire } from '../../src/contract/wire.ts'
import { announceTo } from '../../src/main/ipc/announce.ts'
import { type Caller, serve } from '../../src/main/ipc/serve.ts'
import { connect } from '../../src/renderer/desktop/client.ts'

/** A contract of one call, one task and one event, and one call that another window has. */
export const bidToolSlice = {
  'project.import': call(z.object({ tenderPath: z.string() }), z.object({ title: z.string() })),
  'bidFile.generate': task(
    z.object({ projectId: z.string() }),
    z.object({ done: z.number() }),
    z.object({ path: z.string() }),
  ),
  'signing.changed': event(z.object({ isOpen: z.boolean() })),
} as const
export const wholeContract = { ...bidToolSlice, 'opening.start': call(z.object({}), z.object({})) } as const
type Whole = typeof wholeContract

const handlers: Handlers<Whole> = {
  'project.import': async () => ({ title: '第三中学教学楼' }),
  'bidFile.generate': async () => ({ path: '/out.bdtf' }),
  'opening.start': async () => ({}),
}

/** A window and main joined without Electron; what crosses is cloned as Electron clones it. */
export function ipcPair(own: Partial<Handlers<Whole>> = {}) {
  const bugs: unknown[] = []
  const listeners = new Map<string, (payload: unknown) => void>()
  const sent: { name: string; payload: unknown }[] = []
  const timers: (() => void)[] = []
  const caller: Caller = {
    windowId: 7,
    contract: bidToolSlice,
    send: (name, payload) => {
      sent.push({ name, payload })
      listeners.get(name)?.(structuredClone(payload))
    },
  }
  const main = serve<Whole>({
    handlers: { ...handlers, ...own },
    reportBug: (error) => `report-${bugs.push(error)}`,
    wait: (_ms, then) => {
      timers.push(then)
      return () => timers.splice(timers.indexOf(then), 1)
    },
  })
  const wire: Wire = {
    invoke: async (name, callId, input) =>
      structuredClone(await main.receive(structuredClone({ verb: 'invoke', name, callId, input }), caller)),
    cancel: (callId) => void main.receive({ verb: 'cancel', callId }, caller),
    listen: (name, listener) => {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  }
  /** Lets the throttle's interval pass. */
  const tick = () => {
    for (const then of timers.splice(0)) then()
  }
  const announce = announceTo(wholeContract, () => [caller])
  return { main, wire, caller, bugs, sent, listeners, tick, announce, client: connect(async () => bidToolSlice, wire) }
}
