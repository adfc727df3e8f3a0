import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAnswer, useRefreshOn } from './main-process.ts'

const changing = ['opening.sections', 'opening.operator', 'opening.opened'] as const
const askAgainMs = 3_000

/** The sections as the platform has them; bids arrive without this window's doing, so it asks again and again. */
export function useSections() {
  const answer = useAnswer('opening.sections', {})
  const queries = useQueryClient()
  useRefreshOn('opening.changed', changing)
  useEffect(() => {
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: ['opening.sections'] }), askAgainMs)
    return () => clearInterval(timer)
  }, [queries])
  return answer
}
