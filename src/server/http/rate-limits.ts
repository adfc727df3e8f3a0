import { fail } from '../../domain/failure.ts'
import type { Database } from '../../node/database.ts'

/** Older counts are forgotten. */
const longestWindowMs = 86_400_000

export interface RateLimit {
  /** What is counted, such as the misses of one account. */
  bucket: string
  tries: number
  /** At most a day. */
  windowMs: number
}

/** Counts that survive a restart: otherwise whoever can make the server restart can guess on. */
export interface RateLimits {
  /** Fails with `request.too-many` when the window is full. Counts nothing. */
  check(limit: RateLimit): void
  count(limit: RateLimit): void
}

export function createRateLimits(db: Database, now: () => number): RateLimits {
  return {
    check({ bucket, tries, windowMs }) {
      const from = now() - windowMs
      const rows = db.all<{ at: number }>('SELECT at FROM tries WHERE bucket = ? AND at > ? ORDER BY at', bucket, from)
      if (rows.length < tries) return
      fail('request.too-many', { retryAfterMs: rows[rows.length - tries]!.at + windowMs - now() })
    },
    count({ bucket }) {
      // Of every bucket: who counts under a new name each time must not fill the table.
      db.run('DELETE FROM tries WHERE at <= ?', now() - longestWindowMs)
      db.run('INSERT INTO tries VALUES (?, ?)', bucket, now())
    },
  }
}
