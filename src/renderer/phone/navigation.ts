import { createContext, useContext } from 'react'
import type { ReadyCertificate } from '../../protocol/http-api.ts'

/** A page above the tabs. */
export type Screen =
  | { name: 'scan' }
  | { name: 'certificates' }
  | { name: 'certificate'; pairId: string }
  | { name: 'download'; application: ReadyCertificate }
  | { name: 'seals' }
  | { name: 'history' }
  | { name: 'settings' }
  | { name: 'session' }

export interface Navigation {
  go(screen: Screen): void
  back(): void
}

export const NavigationContext = createContext<Navigation>({ go: () => {}, back: () => {} })
export const useNavigation = () => useContext(NavigationContext)
