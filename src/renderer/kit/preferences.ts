import { useSyncExternalStore } from 'react'

function preferenceHook(query: string): () => boolean {
  const subscribe = (changed: () => void) => {
    const media = window.matchMedia(query)
    media.addEventListener('change', changed)
    return () => media.removeEventListener('change', changed)
  }
  return () => useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

/** True while the operating system asks for dark windows. */
export const usePrefersDark = preferenceHook('(prefers-color-scheme: dark)')

/** True while the operating system asks for windows that do not move, as it does over a remote desktop. */
export const usePrefersStill = preferenceHook('(prefers-reduced-motion: reduce)')
