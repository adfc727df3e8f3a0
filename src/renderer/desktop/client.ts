import type { Client, Contract, RunOptions } from '../../contract/define.ts'
import type { Wire } from '../../contract/wire.ts'
import { BidsealError, type Failure, readFailure } from '../../domain/failure.ts'

/** Main of another version may know failures that this window does not. */
const unreadable: Failure = { code: 'internal', details: { reportId: '-' } }

/** The typed face of the wire: a window connects with its own slice and can name nothing else. */
export function connect<C extends Contract>(contract: C, wire: Wire): Client<C> {
  function entryOf(name: string) {
    const entry = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (entry === undefined) throw new TypeError(`${name} is not in this window's contract`)
    return entry
  }

  async function ask(name: string, callId: string, input: unknown): Promise<unknown> {
    const entry = entryOf(name)
    if (entry.kind === 'event') throw new TypeError(`${name} is an event`)
    const reply = await wire.invoke(name, callId, input)
    if (!reply.ok) throw new BidsealError(readFailure(reply.failure) ?? unreadable)
    return entry.output.parse(reply.value)
  }

  async function run(name: string, input: unknown, { signal, onProgress }: RunOptions<unknown> = {}) {
    const entry = entryOf(name)
    if (entry.kind !== 'task') throw new TypeError(`${name} is not a task`)
    if (signal?.aborted) throw new BidsealError({ code: 'task.cancelled', details: {} })
    const callId = crypto.randomUUID()
    const stopListening = wire.listen(`progress:${callId}`, (value) => onProgress?.(entry.progress.parse(value)))
    const cancel = () => wire.cancel(callId)
    signal?.addEventListener('abort', cancel)
    try {
      return await ask(name, callId, input)
    } finally {
      stopListening()
      signal?.removeEventListener('abort', cancel)
    }
  }

  function on(name: string, listener: (payload: unknown) => void) {
    const entry = entryOf(name)
    if (entry.kind !== 'event') throw new TypeError(`${name} is not an event`)
    return wire.listen(name, (payload) => listener(entry.payload.parse(payload)))
  }

  const client = { call: (name: string, input: unknown) => ask(name, crypto.randomUUID(), input), run, on }
  // Each method above looks its entry up at run time by the name that the type ties to its schemas.
  return client as unknown as Client<C>
}
