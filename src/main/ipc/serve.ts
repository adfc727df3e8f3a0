import type { Asker, Contract, Handlers, Job } from '../../contract/define.ts'
import { Message, type Reply } from '../../contract/wire.ts'
import { BidsealError, type Failure, fail } from '../../domain/failure.ts'
import { throttle, type Wait } from './throttle.ts'

const progressIntervalMs = 100

/** A window that has passed the sender check, with the slice of the contract it is served. */
export interface Caller {
  readonly windowId: number
  readonly contract: Contract
  send(name: string, payload: unknown): void
}

export interface ServeOptions<C> {
  handlers: Handlers<C>
  /** Writes the bug to the log and answers with the id that the user is shown. */
  reportBug: (error: unknown) => string
  wait: Wait
}

type AnyHandler = (input: unknown, asker: Asker | Job<unknown>) => unknown

/** Turns handlers into functions that the Electron glue feeds with whatever windows send. */
export function serve<C extends Contract>({ handlers, reportBug, wait }: ServeOptions<C>) {
  const running = new Map<number, Map<string, AbortController>>()

  function lookUp(name: string, { contract }: Caller) {
    const entry = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (entry === undefined || entry.kind === 'event' || !Object.hasOwn(handlers, name)) {
      return fail('input.invalid', { field: 'name' })
    }
    return { entry, handler: handlers[name as keyof Handlers<C>] as unknown as AnyHandler }
  }

  async function answer({ name, callId, input }: Extract<Message, { verb: 'invoke' }>, caller: Caller) {
    const { entry, handler } = lookUp(name, caller)
    const parsed = entry.input.safeParse(input)
    if (!parsed.success) return fail('input.invalid', { field: parsed.error.issues[0]?.path.join('.') ?? '' })
    const asker = { windowId: caller.windowId }
    if (entry.kind === 'call') return entry.output.parse(await handler(parsed.data, asker))

    const abort = begin(caller.windowId, callId)
    const progress = throttle<unknown>(progressIntervalMs, (p) => caller.send(`progress:${callId}`, p), wait)
    const report = (value: unknown) => progress.offer(entry.progress.parse(value))
    try {
      const value = await handler(parsed.data, { ...asker, signal: abort.signal, report })
      return entry.output.parse(value)
    } catch (error) {
      if (abort.signal.aborted) return fail('task.cancelled', {}, error)
      throw error
    } finally {
      progress.flush()
      end(caller.windowId, callId)
    }
  }

  function begin(windowId: number, callId: string): AbortController {
    const tasks = running.get(windowId) ?? new Map<string, AbortController>()
    if (tasks.has(callId)) return fail('input.invalid', { field: 'callId' })
    const abort = new AbortController()
    running.set(windowId, tasks.set(callId, abort))
    return abort
  }

  function end(windowId: number, callId: string) {
    const tasks = running.get(windowId)
    tasks?.delete(callId)
    if (tasks?.size === 0) running.delete(windowId)
  }

  function toFailure(error: unknown): Failure {
    if (error instanceof BidsealError) return error.failure
    return { code: 'internal', details: { reportId: reportBug(error) } }
  }

  return {
    /** Answers one message; never throws, so that nothing but the reply tells a window what happened. */
    async receive(raw: unknown, caller: Caller): Promise<Reply> {
      const message = Message.safeParse(raw)
      if (!message.success) return { ok: false, failure: { code: 'input.invalid', details: { field: 'message' } } }
      if (message.data.verb === 'cancel') {
        running.get(caller.windowId)?.get(message.data.callId)?.abort()
        return { ok: true, value: null }
      }
      try {
        return { ok: true, value: await answer(message.data, caller) }
      } catch (error) {
        return { ok: false, failure: toFailure(error) }
      }
    },
    /** The window is gone, or shows another page: nobody waits for its tasks any more. */
    abortTasksOf(windowId: number) {
      for (const abort of running.get(windowId)?.values() ?? []) abort.abort()
    },
  }
}
