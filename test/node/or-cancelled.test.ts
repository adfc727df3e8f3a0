import { expect, test } from 'vitest'
import { orCancelled } from '../../src/node/or-cancelled.ts'
import { failureOfAsync } from '../kit/failure-of.ts'

const cancelled = { code: 'task.cancelled', details: {} }
const never = new Promise<never>(() => {})

test('what is there before anybody cancels is given', async () => {
  expect(await orCancelled(Promise.resolve('value'), new AbortController().signal)).toBe('value')
})

test('who has cancelled gets nothing, not even what was there already', async () => {
  expect(await failureOfAsync(() => orCancelled(Promise.resolve('value'), AbortSignal.abort()))).toEqual(cancelled)
})

test('who cancels while waiting waits no longer', async () => {
  const stop = new AbortController()
  const waiting = failureOfAsync(() => orCancelled(never, stop.signal))
  stop.abort()
  expect(await waiting).toEqual(cancelled)
})
