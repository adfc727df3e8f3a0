/** Starts a wait of `ms`; the returned function calls it off. */
export type Wait = (ms: number, then: () => void) => () => void

/**
 * Passes values on at most once per interval: the first at once, then the latest of each interval.
 * `flush` sends the value that still waits and ends the throttle: nothing is sent afterwards.
 */
export function throttle<T>(intervalMs: number, send: (value: T) => void, wait: Wait) {
  let waiting: { value: T } | null = null
  let callOff: (() => void) | null = null
  let isOver = false

  function open() {
    callOff = null
    if (waiting === null) return
    const { value } = waiting
    waiting = null
    pass(value)
  }

  function pass(value: T) {
    send(value)
    callOff = wait(intervalMs, open)
  }

  return {
    offer(value: T) {
      if (isOver) return
      if (callOff === null) pass(value)
      else waiting = { value }
    },
    flush() {
      isOver = true
      callOff?.()
      if (waiting !== null) send(waiting.value)
      waiting = null
    },
  }
}
