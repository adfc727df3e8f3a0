import { useEffect, useRef } from 'react'

/** A turn's work begins with its screen, when it is given to begin so, and ends with it: nobody scans what is not shown. */
export function useTurn({ begin, cancel }: { begin?: () => void; cancel: () => void }) {
  const latest = useRef({ begin, cancel })
  latest.current = { begin, cancel }
  useEffect(() => {
    latest.current.begin?.()
    return () => latest.current.cancel()
  }, [])
}
