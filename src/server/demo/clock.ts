import type { Settings } from '../settings.ts'

const offsetName = 'demo-clock-offset'

/** The server's clock; in demo mode it can be moved forward, and stays so after a restart. */
export interface Clock {
  now(): number
  /** Moves the clock to a later moment; an earlier one changes nothing, since what has happened cannot unhappen. */
  skipTo(moment: number): void
}

export function createClock(base: () => number, settings: Settings, isDemo: boolean): Clock {
  let offsetMs = isDemo ? (settings.number(offsetName) ?? 0) : 0
  return {
    now: () => base() + offsetMs,
    skipTo(moment) {
      offsetMs = Math.max(offsetMs, moment - base())
      settings.setNumber(offsetName, offsetMs)
    },
  }
}
