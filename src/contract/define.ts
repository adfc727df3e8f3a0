import type { z } from 'zod'

type Schema = z.ZodType

/** A question with one answer. */
export function call<I extends Schema, O extends Schema>(input: I, output: O) {
  return { kind: 'call', input, output } as const
}

/** Long work: reports progress, can be cancelled, then answers once. */
export function task<I extends Schema, P extends Schema, O extends Schema>(input: I, progress: P, output: O) {
  return { kind: 'task', input, progress, output } as const
}

/** News from main that nobody asked for. Says what changed; the window asks again. */
export function event<P extends Schema>(payload: P) {
  return { kind: 'event', payload } as const
}

export type Call = ReturnType<typeof call<Schema, Schema>>
export type Task = ReturnType<typeof task<Schema, Schema, Schema>>
export type Event = ReturnType<typeof event<Schema>>
export type Contract = Record<string, Call | Task | Event>

/** What a window may pass. */
export type In<E> = E extends { input: infer I extends Schema } ? z.input<I> : never
/** What a handler receives. */
export type Parsed<E> = E extends { input: infer I extends Schema } ? z.output<I> : never
/** What a handler may return; fields that the contract does not name are dropped on the way. */
export type Answer<E> = E extends { output: infer O extends Schema } ? z.input<O> : never
/** What a window gets. */
export type Out<E> = E extends { output: infer O extends Schema } ? z.output<O> : never
export type Progress<E> = E extends { progress: infer P extends Schema } ? z.output<P> : never
export type Payload<E> = E extends { payload: infer P extends Schema } ? z.output<P> : never

/** The names of a contract whose entries have the given shape. */
export type NamesOf<C, Kind extends 'call' | 'task' | 'event'> = {
  [K in keyof C]: C[K] extends { kind: Kind } ? K : never
}[keyof C] &
  string

/** Who asks: for dialogs that belong to a window. `windowId` is the window's webContents id. */
export type Asker = { windowId: number }

/** What a task's handler works with. `report` may be called as often as one likes. */
export type Job<P> = Asker & { signal: AbortSignal; report: (progress: P) => void }

/** What main implements: exactly one function for each call and task. */
export type Handlers<C> = {
  [K in NamesOf<C, 'call'>]: (input: Parsed<C[K]>, asker: Asker) => Answer<C[K]> | Promise<Answer<C[K]>>
} & {
  [K in NamesOf<C, 'task'>]: (input: Parsed<C[K]>, job: Job<Progress<C[K]>>) => Promise<Answer<C[K]>>
}

/** What a window uses. */
export type Client<C> = {
  call<K extends NamesOf<C, 'call'>>(name: K, input: In<C[K]>): Promise<Out<C[K]>>
  run<K extends NamesOf<C, 'task'>>(name: K, input: In<C[K]>, options?: RunOptions<Progress<C[K]>>): Promise<Out<C[K]>>
  /** Listens until the returned function is called. */
  on<K extends NamesOf<C, 'event'>>(name: K, listener: (payload: Payload<C[K]>) => void): () => void
}

export type RunOptions<P> = { signal?: AbortSignal; onProgress?: (progress: P) => void }

/** Main's side of the events: reaches every window whose slice names the event. */
export type Announce<C> = <K extends NamesOf<C, 'event'>>(name: K, payload: Payload<C[K]>) => void
