import { later, useHasBeen } from '../desktop/later.tsx'
import { FailedWorks } from './frame/failed-works.tsx'
import { Header } from './frame/header.tsx'
import { StatusLine } from './frame/status-line.tsx'
import { useRefreshOn } from './main-process.ts'
import { Start } from './start/start.tsx'
import { useWhereabouts } from './whereabouts.tsx'
import { useWorkList } from './works-context.tsx'

const ProjectWindow = later(async () => (await import('./project-window.tsx')).ProjectWindow)
const ActDialog = later(async () => (await import('./frame/act-dialog.tsx')).ActDialog)

const ofServer = ['server.state', 'tender.published'] as const
const ofClock = ['clock.now'] as const
const ofProject = ['project.get', 'project.list', 'creditLibrary.list', 'bidFile.list'] as const
const ofSigning = ['signing.state'] as const

/** The window 投标工具. */
export function BidTool() {
  const { projectId } = useWhereabouts()
  useRefreshOn('server.changed', ofServer)
  useRefreshOn('clock.changed', ofClock)
  useRefreshOn('project.changed', ofProject)
  useRefreshOn('signing.changed', ofSigning)
  return (
    <div className="window">
      {projectId === null ? <StartWindow /> : <ProjectWindow key={projectId} projectId={projectId} />}
      <PhoneAsked />
    </div>
  )
}

function PhoneAsked() {
  const hasAsked = useHasBeen(useWorkList().some((work) => work.asksPhone))
  return hasAsked && <ActDialog />
}

function StartWindow() {
  return (
    <>
      <Header project={null} />
      <FailedWorks />
      <main className="content">
        <Start />
      </main>
      <StatusLine project={null} />
    </>
  )
}
