import { useSyncExternalStore } from 'react'

const query = () => window.matchMedia('(prefers-color-scheme: dark)')

function subscribe(changed: () => void) {
  const media = query()
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

/** True while the operating system asks for dark windows. */
export function usePrefersDark(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches)
}
