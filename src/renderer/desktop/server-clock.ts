import { useEffect, useState } from 'react'

/** When the server's clock was read, and how it stood. */
export interface ClockReading {
  serverTime: number
  readAt: number
}

/** The server's time at a moment of this computer; this computer's own until the server was asked. */
export function serverTimeAt(reading: ClockReading | null, now: number): number {
  return reading === null ? now : reading.serverTime + (now - reading.readAt)
}

/** This computer's time, ticking. */
export function useTick(everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
