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
  /** How many tries the window has left. */
  left(limit: RateLimit): number
}

export function createRateLimits(db: Database, now: () => number): RateLimits {
  /** What was counted further ahead than a window is of a clock that has been set right since: it would count for years. */
  const counted = ({ bucket, windowMs }: RateLimit) =>
    db.all<{ at: number }>(
      'SELECT at FROM tries WHERE bucket = ? AND at BETWEEN ? AND ? ORDER BY at',
      bucket,
      now() - windowMs + 1,
      now() + windowMs,
    )
  return {
    check(limit) {
      const rows = counted(limit)
      if (rows.length < limit.tries) return
      fail('request.too-many', { retryAfterMs: rows[rows.length - limit.tries]!.at + limit.windowMs - now() })
    },
    left: (limit) => Math.max(0, limit.tries - counted(limit).length),
    count({ bucket }) {
      // Of every bucket: who counts under a new name each time must not fill the table.
      db.run('DELETE FROM tries WHERE at <= ?', now() - longestWindowMs)
      db.run('INSERT INTO tries VALUES (?, ?)', bucket, now())
    },
  }
}
