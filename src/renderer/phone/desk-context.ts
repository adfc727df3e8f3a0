import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Desk, DeskView } from './desk.ts'

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('This screen needs the desk around it')
  return desk
}

export function useDeskView(): DeskView {
  const desk = useDesk()
  return useSyncExternalStore(desk.subscribe, desk.view)
}
