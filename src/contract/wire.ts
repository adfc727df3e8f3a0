import { z } from 'zod'
import type { Failure } from '../domain/failure.ts'

/** The one channel between a window and main. A type, so that preload can name it without importing anything. */
export type Channel = 'bidseal'

/** The whole surface that preload exposes. Three verbs, no channel names, no Electron objects. */
export interface Wire {
  invoke(name: string, callId: string, input: unknown): Promise<Reply>
  cancel(callId: string): void
  /** Listens to an event's name, or to `progress:` and a call id, until the returned function is called. */
  listen(name: string, listener: (payload: unknown) => void): () => void
}

/** Failures are returned, not thrown: Electron keeps only an error's message. */
export type Reply = { ok: true; value: unknown } | { ok: false; failure: Failure }

const callId = z.string().min(1).max(64)

/** What may arrive in main from a window: anything else is refused before a handler is looked up. */
export const Message = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('invoke'), name: z.string().max(100), callId, input: z.unknown() }),
  z.object({ verb: z.literal('cancel'), callId }),
])
export type Message = z.infer<typeof Message>
