import { createContext, type ReactNode, useContext, useState } from 'react'
import type { DocumentId, ProjectId } from '../../../contract/bid-project.ts'
import type { Failure } from '../../../domain/failure.ts'
import { useProject } from '../use-project.ts'
import { type Drafts, noDrafts } from './drafts.ts'

export interface SealFailure {
  documentId: DocumentId
  failure: Failure
}

/** What one project's seals wait for. */
interface Unsealed {
  drafts: Drafts
  failures: readonly SealFailure[]
}

interface AllDrafts {
  ofProject: ReadonlyMap<ProjectId, Unsealed>
  change: (projectId: ProjectId, next: (before: Unsealed) => Unsealed) => void
}

const nothing: Unsealed = { drafts: noDrafts, failures: [] }
const DraftsContext = createContext<AllDrafts | null>(null)

/** Seals put on pages stay there while other steps, or other projects, are looked at. */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const [ofProject, setAll] = useState<AllDrafts['ofProject']>(new Map())
  const change: AllDrafts['change'] = (projectId, next) =>
    setAll((before) => new Map(before).set(projectId, next(before.get(projectId) ?? nothing)))
  return <DraftsContext value={{ ofProject, change }}>{children}</DraftsContext>
}

/** The drafts of the open project. */
export function useDrafts() {
  const all = useContext(DraftsContext)
  if (all === null) throw new Error('Drafts are missing around this component')
  const { projectId } = useProject()
  return {
    ...(all.ofProject.get(projectId) ?? nothing),
    change: (next: (before: Drafts) => Drafts) =>
      all.change(projectId, (before) => ({ ...before, drafts: next(before.drafts) })),
    setFailures: (failures: readonly SealFailure[]) => all.change(projectId, (before) => ({ ...before, failures })),
  }
}
