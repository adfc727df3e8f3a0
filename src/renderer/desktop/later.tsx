import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'

const waiting: (() => Promise<unknown>)[] = []

/**
 * A part of the window whose program is fetched when it is first shown, or by `fetchTheRest` before that, so that a start
 * waits for nothing that its first screen does not show. Once fetched it is drawn at once, without a frame of `meanwhile`.
 */
export function later<P extends object>(fetchPart: () => Promise<ComponentType<P>>, meanwhile: ReactNode = null) {
  let fetched: ComponentType<P> | null = null
  const part = async () => {
    fetched ??= await fetchPart()
    return { default: fetched }
  }
  const Fetching = lazy(part) as unknown as ComponentType<P>
  waiting.push(part)
  return function Later(props: P) {
    // For the life of this one: another component in its place would lose what was typed in it.
    const [Part] = useState(() => fetched ?? Fetching)
    return (
      <Suspense fallback={meanwhile}>
        <Part {...props} />
      </Suspense>
    )
  }
}

const quietAfterMs = 1000

/** Fetches every part, one after the other, while the window has nothing else to do; not at once, when it has. */
export function fetchTheRest() {
  setTimeout(fetchNext, quietAfterMs)
}

function fetchNext() {
  requestIdleCallback(async () => {
    const next = waiting.shift()
    if (next === undefined) return
    await next()
    fetchNext()
  })
}

/** Whether it is so now, or has been: what was shown once stays to close in its own time. */
export function useHasBeen(isSo: boolean): boolean {
  const [hasBeen, setHasBeen] = useState(isSo)
  if (isSo && !hasBeen) setHasBeen(true)
  return hasBeen
}
