import type { UseMessage } from './messages.ts'
import type { CosignStore, KeyRecord } from './server-records.ts'

/** Which pair of shares a request speaks for, and the PA under which its proof must hold. */
export interface Standing {
  kind: 'current' | 'next' | 'retired'
  point: string
}

/**
 * Finds the pair by its public name and epoch. Null when the server has never heard of it although the device key is
 * right: the phone is ahead, so the server's store was rolled back. That is never a wrong PIN.
 */
export function standingOf(store: CosignStore, key: KeyRecord, { share, epoch }: UseMessage): Standing | null {
  if (share === key.current.share && epoch === key.epoch) return { kind: 'current', point: key.current.point }
  if (share === key.next?.share && epoch === key.epoch + 1) return { kind: 'next', point: key.next.point }
  const retired = store.retired(key.key, share)
  return retired !== null && retired.epoch === epoch ? { kind: 'retired', point: retired.point } : null
}

/** Remembers PA of a pair that was replaced or dropped; its dB goes with the record that held it. */
export function retire(
  store: CosignStore,
  { key }: KeyRecord,
  { share, epoch, point }: { share: string; epoch: number; point: string },
): void {
  store.addRetired({ key, share, epoch, point })
}

/** The key with its next pair made current, which the caller must store; the old dB is gone with that. */
export function promoted(store: CosignStore, key: KeyRecord): KeyRecord {
  if (key.next === null) return key
  retire(store, key, { ...key.current, epoch: key.epoch })
  const { share, point, sealed } = key.next
  return {
    ...key,
    epoch: key.epoch + 1,
    current: { share, point, sealed },
    next: null,
    lastAttempt: 0,
    lastAnswer: null,
  }
}
