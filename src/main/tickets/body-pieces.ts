/**
 * The body of an answer piece by piece; it simply ends when the signal aborts. In Node 20 fetch is deaf to its own signal
 * once garbage was collected after the headers came, and a body that pauses would be waited for without end.
 */
export async function* bodyPieces(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    while (!signal.aborted) {
      const next = await reader.read()
      if (next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}
