import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { BidProject } from '../../contract/bid-project.ts'
import type { Client, In, Out } from '../../contract/define.ts'
import type { BidToolContract } from '../../contract/desktop.ts'
import { mainProcess } from './main-process.ts'
import { useWorks } from './works-context.tsx'

/** The open project. */
export const ProjectContext = createContext<BidProject | null>(null)

export function useProject(): BidProject {
  const project = useContext(ProjectContext)
  if (project === null) throw new Error('No project is open here')
  return project
}

/** Puts a fresh project where every part of the window reads it. */
export function useKeepProject() {
  const queries = useQueryClient()
  return (project: BidProject) => {
    queries.setQueryData(['project.get', { projectId: project.projectId }], project)
    void queries.invalidateQueries({ queryKey: ['project.list'] })
  }
}

/** Calls that answer with the changed project. */
type ProjectCall = {
  [K in keyof BidToolContract]: BidToolContract[K] extends { kind: 'call' }
    ? Out<BidToolContract[K]> extends BidProject
      ? K
      : never
    : never
}[keyof BidToolContract]

/** Changes the project; what fails is told under the step bar, with 重试. */
export function useChangeProject() {
  const works = useWorks()
  const keep = useKeepProject()
  return async <K extends ProjectCall>(title: string, name: K, input: In<BidToolContract[K]>) => {
    const call = mainProcess.call as Client<BidToolContract>['call']
    const project = await works.start({ title, run: () => call(name, input) as Promise<BidProject> })
    if (project !== null) keep(project)
    return project
  }
}
