import { useState } from 'react'
import type { BidProject } from '../../../contract/bid-project.ts'
import type { Out } from '../../../contract/define.ts'
import type { BidToolContract } from '../../../contract/desktop.ts'
import { mainProcess } from '../main-process.ts'
import { useKeepProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorks } from '../works-context.tsx'

type Imported = Out<BidToolContract['project.importTender']>
export type Choice = Extract<Imported, { outcome: 'choose-section' }>

/** The ways to begin a project; each opens it at what is to be done first. */
export function useNewProject() {
  const works = useWorks()
  const keep = useKeepProject()
  const { openProject } = useWhereabouts()
  const [choice, setChoice] = useState<Choice | null>(null)

  function open(project: BidProject | null) {
    if (project === null) return
    keep(project)
    openProject(project.projectId)
  }

  function take(imported: Imported | null) {
    if (imported?.outcome === 'choose-section') setChoice(imported)
    if (imported?.outcome === 'created') open(imported.project)
  }

  return {
    choice,
    dropChoice: () => setChoice(null),
    async importTender(input: { sectionCode?: string; tenderId?: string }) {
      setChoice(null)
      take(
        await works.start({
          title: '导入招标文件',
          run: (options) => mainProcess.run('project.importTender', input, options),
        }),
      )
    },
    async openSample() {
      open(
        await works.start({
          title: '打开示例工程',
          run: (options) => mainProcess.run('project.openSample', {}, options),
        }),
      )
    },
    async download(tenderId: string) {
      take(
        await works.start({
          title: '下载招标文件',
          run: (options) => mainProcess.run('tender.download', { tenderId }, options),
        }),
      )
    },
  }
}
