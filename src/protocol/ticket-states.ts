import { z } from 'zod'
import { line } from '../domain/readable-line.ts'
import { Timestamp } from './bytes.ts'

/** How far a ticket is. `open` is the only state with the 120 s scanning limit; the later ones have their own. */
export const TicketState = z.discriminatedUnion('name', [
  z.object({ name: z.literal('open'), expiresAt: Timestamp }),
  z.object({
    name: z.literal('scanned'),
    /** Masked name of the account that scanned first, for 不是我. */
    scannedBy: line(60),
    step: z.enum(['reading', 'choosing-certificate', 'confirming', 'signing']),
    expiresAt: Timestamp,
  }),
  z.object({ name: z.literal('answered'), scannedBy: line(60) }),
  z.object({
    name: z.literal('refused'),
    scannedBy: line(60),
    reason: z.enum(['declined', 'no-certificate', 'not-recipient', 'failed']),
  }),
  z.object({ name: z.literal('cancelled') }),
  z.object({ name: z.literal('expired') }),
])
export type TicketState = z.infer<typeof TicketState>

export type TicketEvent =
  | { name: 'scan'; scannedBy: string; at: number }
  | { name: 'step'; step: Extract<TicketState, { name: 'scanned' }>['step']; at: number }
  | { name: 'answer'; at: number }
  | { name: 'refuse'; reason: Extract<TicketState, { name: 'refused' }>['reason']; at: number }
  | { name: 'cancel'; at: number }

/** 二维码有效期. */
export const scanningLimitMs = 120_000
/** Reading, choosing colleagues' certificates and typing a PIN need no hurry. */
export const answeringLimitMs = 600_000

/** The state after an event; null when the event does not fit the state. Times are the server's. */
export function nextTicketState(state: TicketState, event: TicketEvent): TicketState | null {
  const current = settleTicketState(state, event.at)
  if (current.name === 'open') {
    if (event.name === 'scan')
      return { name: 'scanned', scannedBy: event.scannedBy, step: 'reading', expiresAt: event.at + answeringLimitMs }
    return event.name === 'cancel' ? { name: 'cancelled' } : null
  }
  if (current.name !== 'scanned') return null
  switch (event.name) {
    case 'step':
      return { ...current, step: event.step }
    case 'answer':
      return { name: 'answered', scannedBy: current.scannedBy }
    case 'refuse':
      return { name: 'refused', scannedBy: current.scannedBy, reason: event.reason }
    case 'cancel':
      return { name: 'cancelled' }
    case 'scan':
      return null
  }
}

/** The state as time has left it: expired once its limit has passed. */
export function settleTicketState(state: TicketState, at: number): TicketState {
  return (state.name === 'open' || state.name === 'scanned') && at >= state.expiresAt ? { name: 'expired' } : state
}
