import { fail } from '../../domain/failure.ts'
import { answersKeptForMs, type Tickets, type Unscanned, unscannedKeptForMs } from './repository.ts'

/**
 * What may lie unscanned: of one address, since keys cost nothing, and of all together ⚔ the disk is never filled with
 * what nobody has asked for. An office behind one address opens far less. Its fair share is what an address may have
 * lying before it gives way to others ⚔ who owns many addresses needs only one ticket on each to make an office the heaviest.
 */
const unscannedLimits = {
  ofOneAddress: { count: 1000, sizeInBytes: 16 * 1_048_576 },
  ofAll: { count: 20_000, sizeInBytes: 256 * 1_048_576 },
  fairShare: { count: 50, sizeInBytes: 262_144 },
} as const

/** So many at once, so that a full server does not count all tickets again for each that goes. */
const droppedAtOnce = 20

/**
 * Makes room for a ticket that nobody has scanned yet. An address that has opened too much is refused. When all together
 * have, the oldest tickets of the heaviest address go ⚔ a few that fill the server lock out nobody but themselves. When
 * no address has more than its fair share, the oldest of all go: those that are least likely to be scanned yet.
 */
export function makeRoom(
  tickets: Tickets,
  { address, sizeInBytes }: { address: string; sizeInBytes: number },
  { ofOneAddress, ofAll, fairShare }: Record<keyof typeof unscannedLimits, Unscanned> = unscannedLimits,
): void {
  if (!hasRoom(tickets.unscannedFrom(address), ofOneAddress, sizeInBytes))
    fail('request.too-many', { retryAfterMs: unscannedKeptForMs })
  for (;;) {
    const lying = tickets.unscanned()
    if (lying.count === 0 || hasRoom(lying, ofAll, sizeInBytes)) return
    const measure = lying.count >= ofAll.count ? 'count' : 'sizeInBytes'
    tickets.dropOldestUnscanned(tickets.heaviestAddress(measure, fairShare[measure]), droppedAtOnce)
  }
}

/** Whether what lies unscanned leaves room for one more ticket of this size. */
function hasRoom(lying: Unscanned, limit: Unscanned, sizeInBytes: number): boolean {
  return lying.count < limit.count && lying.sizeInBytes + sizeInBytes <= limit.sizeInBytes
}

/** The tickets that one account has scanned or was pushed, with their answers. The largest answer takes a third of it. */
const limitOfAccountInBytes = 64 * 1_048_576

/** Fails when an account keeps so much here that this does not fit any more; what is over is forgotten first. */
export function checkRoomOfAccount(
  tickets: Tickets,
  { accountId, sizeInBytes, now }: { accountId: string; sizeInBytes: number; now: number },
): void {
  tickets.prune(now)
  if (tickets.sizeOfAccount(accountId) + sizeInBytes > limitOfAccountInBytes)
    fail('request.too-many', { retryAfterMs: answersKeptForMs })
}
