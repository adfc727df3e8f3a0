import { createContext, type ReactNode, useContext, useState } from 'react'
import type { CheckReport } from '../../../contract/bid-project.ts'
import { mainProcess } from '../main-process.ts'
import { useProject } from '../use-project.ts'
import { useIsWorking, useWorks } from '../works-context.tsx'

interface LastCheck {
  report: CheckReport | null
  keep: (report: CheckReport) => void
}

const CheckReportContext = createContext<LastCheck | null>(null)

/** The last report stays while its findings are worked off one by one. */
export function CheckReportProvider({ children }: { children: ReactNode }) {
  const [report, keep] = useState<CheckReport | null>(null)
  return <CheckReportContext value={{ report, keep }}>{children}</CheckReportContext>
}

/** 标书检测, and whether its report still speaks of the project as it is. */
export function useCheck() {
  const last = useContext(CheckReportContext)
  if (last === null) throw new Error('The check report is missing around this component')
  const { projectId, updatedAt } = useProject()
  const works = useWorks()
  const isRunning = useIsWorking('标书检测')
  return {
    report: last.report,
    isRunning,
    isOutdated: last.report !== null && updatedAt > last.report.checkedAt,
    async check() {
      const report = await works.start({
        title: '标书检测',
        run: (options) => mainProcess.run('project.check', { projectId }, options),
      })
      if (report !== null) last.keep(report)
    },
  }
}
