import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { createWorks, type Work, type Works } from '../desktop/works.ts'

const WorksContext = createContext<Works | null>(null)

/** All work that this window began, whichever page is open. */
export function WorksProvider({ children }: { children: ReactNode }) {
  const [works] = useState(() => createWorks(() => Date.now()))
  return <WorksContext value={works}>{children}</WorksContext>
}

export function useWorks(): Works {
  const works = useContext(WorksContext)
  if (works === null) throw new Error('Works are missing around this component')
  return works
}

export function useWorkList(): readonly Work[] {
  const works = useWorks()
  return useSyncExternalStore(works.subscribe, works.list)
}

/** Whether work of this title runs now: its button waits. */
export function useIsWorking(title: string): boolean {
  return useWorkList().some((work) => work.title === title && work.failure === null)
}
