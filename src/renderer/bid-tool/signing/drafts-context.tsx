import { createContext, type ReactNode, useContext, useState } from 'react'
import type { DocumentId } from '../../../contract/bid-project.ts'
import type { Failure } from '../../../domain/failure.ts'
import { type Drafts, noDrafts } from './drafts.ts'

export interface SealFailure {
  documentId: DocumentId
  failure: Failure
}

interface DraftsState {
  drafts: Drafts
  change: (next: (before: Drafts) => Drafts) => void
  failures: readonly SealFailure[]
  setFailures: (failures: readonly SealFailure[]) => void
}

const DraftsContext = createContext<DraftsState | null>(null)

/** Seals put on pages stay there while other steps are looked at. */
export function DraftsProvider({ children }: { children: ReactNode }) {
  const [drafts, change] = useState<Drafts>(noDrafts)
  const [failures, setFailures] = useState<readonly SealFailure[]>([])
  return <DraftsContext value={{ drafts, change, failures, setFailures }}>{children}</DraftsContext>
}

export function useDrafts(): DraftsState {
  const state = useContext(DraftsContext)
  if (state === null) throw new Error('Drafts are missing around this component')
  return state
}
