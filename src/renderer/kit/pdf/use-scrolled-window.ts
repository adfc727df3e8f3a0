import { useEffect, useRef, useState } from 'react'

/** A scrolling box: how far it is scrolled and how large it is. */
export function useScrolledWindow() {
  const ref = useRef<HTMLDivElement>(null)
  const [state, setState] = useState({ scrollTop: 0, heightPx: 600, widthPx: 600 })
  useEffect(() => {
    const box = ref.current
    if (box === null) return
    const read = () => setState({ scrollTop: box.scrollTop, heightPx: box.clientHeight, widthPx: box.clientWidth })
    read()
    box.addEventListener('scroll', read, { passive: true })
    const observer = new ResizeObserver(read)
    observer.observe(box)
    return () => {
      box.removeEventListener('scroll', read)
      observer.disconnect()
    }
  }, [])
  return { ref, ...state }
}
