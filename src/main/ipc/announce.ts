import type { Announce, Contract } from '../../contract/define.ts'
import type { Caller } from './serve.ts'

/** Sends an event to every window whose slice names it; the payload is parsed first, so nothing extra leaves main. */
export function announceTo<C extends Contract>(contract: C, windows: () => Caller[]): Announce<C> {
  return (name, payload) => {
    const entry = contract[name]
    if (entry?.kind !== 'event') throw new TypeError(`${name} is not an event`)
    const parsed = entry.payload.parse(payload)
    for (const window of windows()) {
      if (Object.hasOwn(window.contract, name)) window.send(name, parsed)
    }
  }
}
