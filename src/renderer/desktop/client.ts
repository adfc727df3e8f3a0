import type { ZodType } from 'zod'
import type { Client, Contract, RunOptions } from '../../contract/define.ts'
import type { Wire } from '../../contract/wire.ts'
import { BidsealError, type Failure } from '../../domain/failure.ts'

type Entry = Contract[string]

/** Main of another version may know failures that this window does not. */
const unreadable: Failure = { code: 'internal', details: { reportId: '-' } }

/**
 * The typed face of the wire: a window connects with its own slice and can name nothing else. The slice's schemas are
 * fetched when something is asked first: a picture that asks nothing does not wait for them.
 */
export function connect<C extends Contract>(fetchContract: () => Promise<C>, wire: Wire): Client<C> {
  let contract: Promise<C> | null = null
  async function entryOf<K extends Entry['kind']>(name: string, ...kinds: K[]): Promise<Extract<Entry, { kind: K }>> {
    contract ??= fetchContract().catch((error: unknown) => {
      contract = null
      throw error
    })
    const known = await contract
    const entry = Object.hasOwn(known, name) ? known[name] : undefined
    if (entry === undefined) throw new TypeError(`${name} is not in this window's contract`)
    if (!kinds.some((kind) => kind === entry.kind)) throw new TypeError(`${name} is of the kind ${entry.kind}`)
    return entry as Extract<Entry, { kind: K }>
  }

  async function ask(name: string, callId: string, input: unknown): Promise<unknown> {
    // Main refuses what is in no contract, so nobody waits for the schemas before asking.
    const [entry, reply] = await Promise.all([entryOf(name, 'call', 'task'), wire.invoke(name, callId, input)])
    if (reply.ok) return entry.output.parse(reply.value)
    const { readFailure } = await import('../../domain/failure-details.ts')
    throw new BidsealError(readFailure(reply.failure) ?? unreadable)
  }

  /**
   * Listens until the returned function is called; what comes before its schema is told once that is there, in its turn, to
   * who still listens.
   */
  function listen(channel: string, schemaOf: () => Promise<ZodType>, tell: (payload: unknown) => void) {
    let isOver = false
    const stop = wire.listen(channel, async (payload) => {
      const schema = await schemaOf()
      if (!isOver) tell(schema.parse(payload))
    })
    return () => {
      isOver = true
      stop()
    }
  }

  async function run(name: string, input: unknown, { signal, onProgress }: RunOptions<unknown> = {}) {
    if (signal?.aborted) throw new BidsealError({ code: 'task.cancelled', details: {} })
    const callId = crypto.randomUUID()
    const progressSchema = async () => (await entryOf(name, 'task')).progress
    const stopListening = listen(`progress:${callId}`, progressSchema, (progress) => onProgress?.(progress))
    const cancel = () => wire.cancel(callId)
    signal?.addEventListener('abort', cancel)
    try {
      return await ask(name, callId, input)
    } catch (error) {
      // Whoever does not understand the answer must not leave main at work.
      if (!(error instanceof BidsealError)) wire.cancel(callId)
      throw error
    } finally {
      stopListening()
      signal?.removeEventListener('abort', cancel)
    }
  }

  const on = (name: string, listener: (payload: unknown) => void) =>
    listen(name, async () => (await entryOf(name, 'event')).payload, listener)

  const client = { call: (name: string, input: unknown) => ask(name, crypto.randomUUID(), input), run, on }
  // Each method above looks its entry up at run time by the name that the type ties to its schemas.
  return client as unknown as Client<C>
}
