import { BidsealError } from '../failure.ts'
import { type Phone, type PhoneRecord, readPhoneRecord } from './phone-record.ts'

/** What was under way on a key when the app ended. */
export interface Recovery {
  key: string
  /**
   * `generation-abandoned`: nobody ever saw the key, generate again. `use-abandoned`: nothing came of it, the share is
   * unchanged. `use-finished`: the server did its part and the new share is stored, but the result was not handed over.
   */
  outcome: 'generation-abandoned' | 'use-abandoned' | 'use-finished'
}

/**
 * Finishes or abandons what a crash left, to be run when the app starts. Needs neither PIN nor network, because every
 * durable state of the phone is one that the server accepts a next use from.
 */
export function recover(phone: Phone): Promise<Recovery[]> {
  const { store } = phone
  return store.exclusively(async () => {
    const recoveries: Recovery[] = []
    for (const key of await store.list()) {
      const record = recordOrNull(await store.load(key))
      // It stays where it is, and the next use says what is wrong; the other keys go on.
      if (record === null) continue
      if (record.step === 'ready') continue
      if (record.step === 'drafted') {
        await store.remove(key)
        recoveries.push({ key, outcome: 'generation-abandoned' })
        continue
      }
      await store.save({ ...record, step: 'ready' })
      recoveries.push({ key, outcome: record.step === 'share-refreshed' ? 'use-finished' : 'use-abandoned' })
    }
    return recoveries
  })
}

function recordOrNull(stored: unknown): PhoneRecord | null {
  try {
    return readPhoneRecord(stored)
  } catch (error) {
    if (error instanceof BidsealError) return null
    throw error
  }
}
