import { useState } from 'react'
import type { ProjectNode } from '../../../contract/bid-project.ts'
import type { Failure } from '../../../domain/failure.ts'
import { mainProcess } from '../main-process.ts'
import { useKeepProject, useProject } from '../use-project.ts'
import { useWorks } from '../works-context.tsx'

export interface Refused {
  fileName: string
  failure: Failure
}

/** Adds PDFs to a node; those that cannot be sealed are named with the reason, the others are added. */
export function useAttach(node: ProjectNode) {
  const { projectId } = useProject()
  const works = useWorks()
  const keep = useKeepProject()
  const [refused, setRefused] = useState<readonly Refused[]>([])
  return {
    refused,
    forget: () => setRefused([]),
    async attach() {
      setRefused([])
      const attached = await works.start({
        title: '添加文件',
        run: (options) => mainProcess.run('project.attachDocuments', { projectId, nodeId: node.nodeId }, options),
      })
      if (attached === null) return
      keep(attached.project)
      setRefused(attached.refused)
    },
  }
}
