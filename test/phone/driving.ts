import { expect, vi } from 'vitest'
import type { AccountParts } from '../../src/renderer/phone/app-context.tsx'
import { createPinHolder } from '../../src/renderer/phone/session/pin-holder.ts'
import { type FlowRecord, newFlowRecord } from '../../src/renderer/phone/store/phone-store.ts'
import type { Flow } from '../../src/renderer/phone/tickets/flow.ts'
import { startTicketRun, type TicketRun } from '../../src/renderer/phone/tickets/ticket-run.ts'

export const start = (account: AccountParts, ticketId: string, record: Partial<FlowRecord> = {}) =>
  startTicketRun(account, { ...newFlowRecord(ticketId), ...record }, createPinHolder())

/** Waits until the flow stands at a step or state of this name. */
export async function until(run: TicketRun, name: string): Promise<Flow> {
  const at = () => {
    const { flow } = run.view()
    return flow.name === 'asking' ? flow.step : flow.name
  }
  await vi.waitFor(() => {
    if (at() !== name) throw new Error(`at ${at()} instead of ${name}: ${JSON.stringify(run.view().flow)}`)
  }, 20_000)
  return run.view().flow
}

/** Confirms every question up to the PIN. */
export async function toPin(run: TicketRun) {
  await vi.waitFor(() => expect(['asking', 'failed']).toContain(run.view().flow.name), 20_000)
  for (let step = 0; step < 6 && run.view().flow.name === 'asking'; step++) {
    const { flow } = run.view()
    if (flow.name === 'asking' && flow.step === 'pin') return
    run.send({ name: 'confirm' })
  }
}

/** What a page has and Node has not. */
export function standInForBrowser() {
  vi.stubGlobal('navigator', { locks: { request: (_: string, act: () => unknown) => act() }, userAgent: 'test' })
  vi.spyOn(console, 'error').mockImplementation(() => {})
}
