import type { RandomBytes } from '../domain/random.ts'
import type { Database } from '../node/database.ts'
import type { RateLimits } from './http/rate-limits.ts'
import type { Pushes } from './pushes.ts'
import type { Vault } from './store/vault.ts'

/** What every topic of the server is built from. Time and randomness are given, so that a test can decide them. */
export interface Parts {
  db: Database
  /** Milliseconds since 1970, with the demo's offset. */
  now: () => number
  random: RandomBytes
  vault: Vault
  limits: RateLimits
  pushes: Pushes
  isDemo: boolean
  dataFolder: string
  /** Host and port that QR codes and certificates name. */
  host: string
}
