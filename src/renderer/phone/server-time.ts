import { useEffect, useState } from 'react'
import { usePhoneParts } from './app-context.tsx'

/** The server's time; redraws every so many milliseconds, or never. */
export function useServerTime(everyMs: number | null): number {
  const { server } = usePhoneParts()
  const [now, setNow] = useState(() => server.now())
  useEffect(() => {
    if (everyMs === null) return
    const timer = setInterval(() => setNow(server.now()), everyMs)
    return () => clearInterval(timer)
  }, [server, everyMs])
  return now
}
