import { accounts } from './001-accounts.ts'
import { tickets } from './002-tickets.ts'

/** In the order they are applied; a released one never changes. */
export const migrations: readonly string[] = [accounts, tickets]
