import { AuditOutlined } from '@ant-design/icons'
import { useEffect } from 'react'
import type { ProjectId } from '../../contract/bid-project.ts'
import { FailureAlert } from '../desktop/failure-alert.tsx'
import { failureOf } from '../desktop/works.ts'
import { FailedWorks } from './frame/failed-works.tsx'
import { Header } from './frame/header.tsx'
import { StatusLine } from './frame/status-line.tsx'
import { StepBar } from './frame/step-bar.tsx'
import { useAnswer } from './main-process.ts'
import { ProjectView } from './project-view.tsx'
import { ProjectContext } from './use-project.ts'
import { useWhereabouts } from './whereabouts.tsx'

/** The window with a project open in it. */
export function ProjectWindow({ projectId }: { projectId: ProjectId }) {
  const project = useAnswer('project.get', { projectId })
  const { openProject } = useWhereabouts()
  useEffect(() => {
    document.title = project.data ? `封标 · ${project.data.tender.name}` : '封标 · 投标文件制作工具'
  }, [project.data])
  if (project.isError)
    return (
      <>
        <Header project={null} />
        <main className="content page">
          <FailureAlert
            failure={failureOf(project.error)}
            onRetry={() => void project.refetch()}
            onClose={() => openProject(null)}
          />
        </main>
      </>
    )
  if (project.data === undefined)
    return (
      <main className="content page centred" aria-busy="true">
        <AuditOutlined style={{ fontSize: 32 }} />
      </main>
    )
  return (
    <ProjectContext value={project.data}>
      <Header project={project.data} />
      <StepBar project={project.data} />
      <FailedWorks />
      <main className="content">
        <ProjectView />
      </main>
      <StatusLine project={project.data} />
    </ProjectContext>
  )
}
