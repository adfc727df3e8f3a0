import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/node/database.ts'
import { judgedBy } from '../../src/server/accounts/rules.ts'
import { createRateLimits } from '../../src/server/http/rate-limits.ts'
import { createPushes } from '../../src/server/pushes.ts'
import { migrations } from '../../src/server/store/migrations/all.ts'
import { failureOf } from '../kit/failure-of.ts'

// A server whose clock was a year ahead for a while, as after a flat battery, until it was set right.

const yearMs = 365 * 86_400_000
const rightNow = Date.parse('2026-03-02T01:00:00Z')
let db: Database
let at: number
const now = () => at
beforeEach(() => {
  db = openDatabase(':memory:', migrations)
  at = rightNow + yearMs
})
afterEach(() => db.close())

test('nobody waits a year for what was counted then', () => {
  const limits = createRateLimits(db, now)
  const limit = { bucket: 'sms-pause/19900000101', tries: 1, windowMs: 60_000 }
  limits.count(limit)
  at = rightNow
  expect(failureOf(() => limits.check(limit))).toBeNull()
})

test('what was counted a moment ahead, as before a clock is set back by seconds, still counts', () => {
  const limits = createRateLimits(db, now)
  const limit = { bucket: 'sms-pause/19900000101', tries: 1, windowMs: 60_000 }
  limits.count(limit)
  at -= 5000
  expect(failureOf(() => limits.check(limit))).toEqual({ code: 'request.too-many', details: { retryAfterMs: 65_000 } })
})

test('a code that was sent then is over', () => {
  const sent = { asked_from: '', code_hash: new Uint8Array(), sent_at: rightNow + yearMs, used_by_device: null }
  const entering = { address: '', deviceKey: new Uint8Array(), isKnown: false, at: rightNow }
  expect(judgedBy([sent], entering).codes).toEqual([])
})

test('who was away hears that pushes were missed, although one of then is still kept', async () => {
  const pushes = createPushes(db, now)
  const send = () => pushes.send('phone', { name: 'certificates.changed' })
  send()
  at = rightNow
  send()
  at += 3_600_000
  send()
  const stream = pushes.listen(['phone'], 1)
  const heard = String(stream.read())
  stream.destroy()
  expect(heard).toContain('missed')
})
