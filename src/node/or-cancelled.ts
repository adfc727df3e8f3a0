import { BidsealError } from '../domain/failure.ts'

/**
 * What a promise gives; fails with `task.cancelled` when the signal comes first. Who no longer waits does not stop what others
 * may wait for.
 */
export async function orCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new BidsealError({ code: 'task.cancelled', details: {} }))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([cancelled, promise]).finally(() => signal.removeEventListener('abort', stop))
}
