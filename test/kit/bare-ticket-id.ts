import { hexOf } from '../../src/domain/bytes.ts'
import { canonicalJson } from '../../src/domain/canonical-json.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import type { TicketBody } from '../../src/protocol/tickets.ts'

/** A ticket's id as a short code would carry it: the last 32 bits of the digest. */
export const bareTicketId = (body: TicketBody) => hexOf(sm3(canonicalJson(body)).subarray(28))

/**
 * Two bodies under one bare id, one out of each family: the n-th of a family differs from the others in its nonce alone.
 * About 2¹⁶ of each are enough (birthday).
 */
export function collideBareIds(
  harmless: (n: number) => TicketBody,
  harmful: (n: number) => TicketBody,
): { harmless: TicketBody; harmful: TicketBody; tries: number } {
  const seen = new Map<string, number>()
  for (let n = 0; ; n++) {
    seen.set(bareTicketId(harmless(n)), n)
    const twin = harmful(n)
    const found = seen.get(bareTicketId(twin))
    if (found !== undefined) return { harmless: harmless(found), harmful: twin, tries: n + 1 }
  }
}
