import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { serverTimeAt, useTick } from '../desktop/server-clock.ts'
import { useAnswer, useRefreshOn } from './main-process.ts'

const clockCalls = ['clock.now'] as const
const askAgainMs = 60_000

/** The server's time, ticking: the hall's clock is the platform's, not this computer's. */
export function useServerNow(): number {
  const { data, dataUpdatedAt } = useAnswer('clock.now', {})
  const queries = useQueryClient()
  useRefreshOn('clock.changed', clockCalls)
  useEffect(() => {
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['clock.now'] }), askAgainMs)
    return () => clearInterval(timer)
  }, [queries])
  return serverTimeAt(data === undefined ? null : { serverTime: data.serverTime, readAt: dataUpdatedAt }, useTick(250))
}
