import type { Wire } from '../../contract/wire.ts'

declare global {
  interface Window {
    /** Put there by preload; absent only when the page is opened outside the app. */
    readonly bidseal?: Wire
  }
}

/** The wire that preload exposed to this window. */
export function windowWire(): Wire {
  if (window.bidseal === undefined) throw new Error('This page runs only inside the app')
  return window.bidseal
}
