import { App, Button, Flex, Progress, Table, Typography } from 'antd'
import type { z } from 'zod'
import type { ProjectId, ProjectSummary } from '../../../contract/bid-project.ts'
import { countdownText, minuteText } from '../../desktop/formats.ts'
import { useServerNow } from '../frame/deadline.tsx'
import { mainProcess, useAnswer } from '../main-process.ts'
import { steps } from '../steps.ts'
import { TextLink } from '../text-link.tsx'
import { UndoNotice } from '../undo-notice.tsx'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorks } from '../works-context.tsx'

type Summary = z.infer<typeof ProjectSummary>

/** The projects on this computer, last worked on first. */
export function ProjectTable({ projects }: { projects: readonly Summary[] }) {
  const { openProject } = useWhereabouts()
  const remove = useRemoveProject()
  return (
    <Table
      size="small"
      rowKey="projectId"
      dataSource={[...projects].sort((a, b) => b.updatedAt - a.updatedAt)}
      pagination={false}
      columns={[
        {
          title: '项目',
          key: 'name',
          render: (_, one) => (
            <Flex vertical>
              <TextLink onClick={() => openProject(one.projectId)}>{`${one.tenderName} · ${one.sectionName}`}</TextLink>
              <Typography.Text type="secondary" className="small">
                {one.tenderCode}
              </Typography.Text>
            </Flex>
          ),
        },
        { title: '投标单位', dataIndex: 'bidderName', render: (name: string | null) => name ?? '未认证' },
        {
          title: '投标截止',
          key: 'bidsUntil',
          width: 200,
          sorter: (a, b) => a.bidsUntil - b.bidsUntil,
          render: (_, one) => <Until bidsUntil={one.bidsUntil} />,
        },
        {
          title: '进度',
          key: 'progress',
          width: 130,
          render: (_, one) => (
            <Progress
              size="small"
              percent={(one.doneSteps / steps.length) * 100}
              format={() => `${one.doneSteps}/${steps.length}`}
            />
          ),
        },
        { title: '修改时间', dataIndex: 'updatedAt', width: 150, render: minuteText },
        {
          title: '操作',
          key: 'acts',
          width: 130,
          render: (_, one) => (
            <Flex gap={4}>
              <Button size="small" type="primary" ghost onClick={() => openProject(one.projectId)}>
                打开
              </Button>
              <Button size="small" type="text" danger onClick={() => void remove(one)}>
                移除
              </Button>
            </Flex>
          ),
        },
      ]}
    />
  )
}

function Until({ bidsUntil }: { bidsUntil: number }) {
  const left = bidsUntil - useServerNow()
  return (
    <Flex vertical>
      <span>{minuteText(bidsUntil)}</span>
      <Typography.Text type={left > 0 ? 'secondary' : 'danger'} className="small">
        {left > 0 ? `还剩 ${countdownText(left)}` : '已截止'}
      </Typography.Text>
    </Flex>
  )
}

/** Removes at once and offers to take it back. */
function useRemoveProject() {
  const works = useWorks()
  const { message } = App.useApp()
  const list = useAnswer('project.list', {})
  return async (one: Summary) => {
    const removed = await works.start({
      title: '移除工程',
      run: () => mainProcess.call('project.remove', { projectId: one.projectId }),
    })
    if (removed === null) return
    void list.refetch()
    message.open({
      key: one.projectId,
      duration: 8,
      content: (
        <UndoNotice
          text={`已移除工程“${one.tenderName}”，原招标文件不受影响`}
          onUndo={() => void restore(one.projectId)}
        />
      ),
    })
  }
  async function restore(projectId: ProjectId) {
    message.destroy(projectId)
    await works.start({ title: '恢复工程', run: () => mainProcess.call('project.restore', { projectId }) })
    void list.refetch()
  }
}
