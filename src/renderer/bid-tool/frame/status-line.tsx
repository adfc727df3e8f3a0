import { Button, Flex, Typography } from 'antd'
import type { BidProject } from '../../../contract/bid-project.ts'
import { clockText, countdownText } from '../../desktop/formats.ts'
import { workStepNames } from '../../desktop/work-bar.tsx'
import type { Work } from '../../desktop/works.ts'
import { mainProcess, useAnswer } from '../main-process.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorkList, useWorks } from '../works-context.tsx'
import { useServerNow } from './deadline.tsx'

/** The window's foot: session, work that goes on, last save, problems. */
export function StatusLine({ project }: { project: BidProject | null }) {
  const about = useAnswer('app.about', {}).data
  return (
    <footer className="status-line">
      {project === null ? <span>{about && `版本 ${about.version}`}</span> : <Session project={project} />}
      <WorkChips />
      {project !== null && (
        <>
          <span>自动保存 {clockText(project.updatedAt)}</span>
          <Problems project={project} />
        </>
      )}
    </footer>
  )
}

function Session({ project }: { project: BidProject }) {
  const works = useWorks()
  const signing = useAnswer('signing.state', { projectId: project.projectId })
  const now = useServerNow()
  const session = signing.data?.session ?? null
  if (session === null || session.endsAt <= now) return <span>会话签章：未连接</span>
  return (
    <Flex align="center" gap={8}>
      <span>
        会话签章：已连接 {session.personName}的手机，剩余 {countdownText(session.endsAt - now)}
      </span>
      <Button
        size="small"
        onClick={() =>
          void works
            .start({ title: '结束会话', run: () => mainProcess.call('signing.endSession', {}) })
            .then(() => signing.refetch())
        }
      >
        结束会话
      </Button>
    </Flex>
  )
}

function WorkChips() {
  const works = useWorks()
  const behind = useWorkList().filter((work) => work.failure === null && isWorthTelling(work))
  return (
    <Flex gap={8} style={{ flex: 1, minWidth: 0 }} justify="center">
      {behind.map((work) => (
        <span key={work.workId} className="chip">
          <Typography.Text ellipsis>{chipText(work)}</Typography.Text>
          {work.asksPhone && (
            <Button size="small" type="link" onClick={() => works.sendBehind(work.workId, false)}>
              查看
            </Button>
          )}
          <Button size="small" type="link" onClick={() => works.cancel(work.workId)}>
            取消
          </Button>
        </span>
      ))}
    </Flex>
  )
}

const isWorthTelling = (work: Work) => work.isBehind || (!work.asksPhone && work.progress !== null)

function chipText({ title, progress }: Work): string {
  if (progress?.stage !== 'working') return `${title}：等待手机`
  const { totalInBytes, doneInBytes, step } = progress
  const percent = totalInBytes > 0 ? ` ${Math.floor((doneInBytes / totalInBytes) * 100)}%` : ''
  return `${title}：${workStepNames[step]}${percent}`
}

function Problems({ project }: { project: BidProject }) {
  const { goTo } = useWhereabouts()
  const checking = project.steps.find(({ step }) => step === 'checking')
  const problems = checking?.problems ?? 0
  return (
    <Button size="small" type="text" {...(problems > 0 ? { danger: true } : {})} onClick={() => goTo('checking')}>
      检测：{problems > 0 ? `${problems} 个问题` : checking?.isDone ? '没有问题' : '未检测'}
    </Button>
  )
}
