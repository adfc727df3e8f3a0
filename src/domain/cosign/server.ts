import { BidsealError, type Failure, fail } from '../failure.ts'
import { type CosignAnswer, type CosignMessage, cosignMessage } from './messages.ts'
import { answerBegin, answerGenerate } from './server-generate.ts'
import { answerReceipt } from './server-receipt.ts'
import type { CosignServerOptions, CosignStore } from './server-records.ts'
import { answerUse } from './server-use.ts'

export type CosignReply = { ok: true; answer: CosignAnswer } | { ok: false; failure: Failure }

export interface CosignServer {
  /** Makes a device known, with its key as `verifyDevice` reads it. Failure: cosign.key-exists when the id is taken. */
  registerDevice(store: CosignStore, registration: { device: string; account: string; publicKey: string }): void
  /**
   * Answers one message of a phone. Runs inside one transaction that the caller commits **also when `ok` is false**,
   * since a refusal may have counted a wrong PIN or stopped the device, and before the reply leaves; transactions must
   * not overlap. A bug is thrown, and then the caller rolls back.
   */
  answer(store: CosignStore, message: unknown): CosignReply
}

/** The server's half of two-party SM2: plain functions over a synchronous store. */
export function createCosignServer(options: CosignServerOptions): CosignServer {
  return {
    registerDevice(store, { device, account, publicKey }) {
      if (store.device(device) !== null) fail('cosign.key-exists', {})
      store.putDevice({
        ...{ device, account, publicKey, failures: 0, retiredFailures: 0 },
        stopped: null,
        challenge: null,
        lastRefusal: null,
      })
    },
    answer(store, untrusted) {
      const message = cosignMessage.safeParse(untrusted)
      try {
        if (!message.success) {
          const field = message.error.issues[0]?.path.join('.') ?? ''
          return fail('input.invalid', { field })
        }
        return { ok: true, answer: dispatch(options, store, message.data) }
      } catch (error) {
        if (error instanceof BidsealError) return { ok: false, failure: error.failure }
        throw error
      }
    },
  }
}

function dispatch(options: CosignServerOptions, store: CosignStore, message: CosignMessage): CosignAnswer {
  switch (message.step) {
    case 'begin':
      return answerBegin(options, store, message)
    case 'generate':
      return answerGenerate(options, store, message)
    case 'sign':
    case 'decrypt':
      return answerUse(options, store, message)
    case 'receipt':
      return answerReceipt(options, store, message)
  }
}
