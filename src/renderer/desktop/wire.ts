import type { Wire } from '../../contract/wire.ts'

declare global {
  interface Window {
    /** Put there by preload; absent only when the page is opened outside the app. */
    readonly bidseal?: Wire
  }
}

/** The wire that preload exposed to this window. Its first question waits for the first picture: main loads much to answer it. */
export function windowWire(): Wire {
  const wire = window.bidseal
  if (wire === undefined) throw new Error('This page runs only inside the app')
  let painted: Promise<void> | null = null
  return {
    ...wire,
    async invoke(name, callId, input) {
      painted ??= firstPaint()
      await painted
      return wire.invoke(name, callId, input)
    },
  }
}

/** Resolves in the task after the next frame, which shows what stands there now. */
const firstPaint = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
  })
