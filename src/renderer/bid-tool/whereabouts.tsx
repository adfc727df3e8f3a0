import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { ProjectId } from '../../contract/bid-project.ts'
import type { Aim, StepName } from './steps.ts'

interface Whereabouts {
  projectId: ProjectId | null
  step: StepName
  /** What the step is asked to show. A new object for each request, so that asking twice works. */
  aim: Aim
  openProject: (projectId: ProjectId | null, step?: StepName) => void
  goTo: (step: StepName, aim?: Aim) => void
}

const WhereaboutsContext = createContext<Whereabouts | null>(null)

/** Which project and which step the window shows. */
export function WhereaboutsProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<Pick<Whereabouts, 'projectId' | 'step' | 'aim'>>({
    projectId: null,
    step: 'tender',
    aim: {},
  })
  const value = useMemo<Whereabouts>(
    () => ({
      ...place,
      openProject: (projectId, step = 'tender') => setPlace({ projectId, step, aim: {} }),
      goTo: (step, aim = {}) => setPlace((before) => ({ ...before, step, aim })),
    }),
    [place],
  )
  return <WhereaboutsContext value={value}>{children}</WhereaboutsContext>
}

export function useWhereabouts(): Whereabouts {
  const whereabouts = useContext(WhereaboutsContext)
  if (whereabouts === null) throw new Error('Whereabouts are missing around this component')
  return whereabouts
}
