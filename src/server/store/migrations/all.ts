import { accounts } from './001-accounts.ts'
import { tickets } from './002-tickets.ts'
import { certificates } from './003-certificates.ts'
import { platform } from './004-platform.ts'
import { listedDigests } from './005-listed-digests.ts'
import { limits } from './006-limits.ts'
import { pushedTickets } from './007-pushed-tickets.ts'
import { ticketsOfAccounts } from './008-tickets-of-accounts.ts'
import { codesByAddress } from './009-codes-by-address.ts'
import { proofsByTime } from './010-proofs-by-time.ts'

/** In the order they are applied; a released one never changes. */
export const migrations: readonly string[] = [
  accounts,
  tickets,
  certificates,
  platform,
  listedDigests,
  limits,
  pushedTickets,
  ticketsOfAccounts,
  codesByAddress,
  proofsByTime,
]
