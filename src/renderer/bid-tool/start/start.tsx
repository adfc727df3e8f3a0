import {
  CloudDownloadOutlined,
  FolderOpenOutlined,
  PlayCircleOutlined,
  SafetyCertificateOutlined,
} from '@ant-design/icons'
import { Button, Card, Empty, Flex, Tooltip, Typography } from 'antd'
import { later, useHasBeen } from '../../desktop/later.tsx'
import { useAnswer } from '../main-process.ts'
import { useVerify } from '../verification/verification-context.tsx'
import { useIsWorking } from '../works-context.tsx'
import { PublishedTenders } from './published-tenders.tsx'
import { useNewProject } from './use-new-project.ts'

const ProjectTable = later(async () => (await import('./project-table.tsx')).ProjectTable)
const SectionChoice = later(async () => (await import('./section-choice.tsx')).SectionChoice)

/** The first screen: go on with a project, or begin one. */
export function Start() {
  const projects = useAnswer('project.list', {})
  const newProject = useNewProject()
  const isOpeningSample = useIsWorking('打开示例工程')
  const isImporting = useIsWorking('导入招标文件')
  const isVerifying = useIsWorking('验证文件')
  const verify = useVerify()
  const buttons = (
    <Flex gap={8} wrap>
      <Button
        type="primary"
        icon={<FolderOpenOutlined />}
        loading={isImporting}
        onClick={() => void newProject.importTender({})}
      >
        导入招标文件
      </Button>
      <Button icon={<PlayCircleOutlined />} loading={isOpeningSample} onClick={() => void newProject.openSample()}>
        打开示例工程
      </Button>
      <Tooltip title="招标文件、已签章的 PDF、投标文件都可以验证，也可以把文件拖进窗口">
        <Button icon={<SafetyCertificateOutlined />} loading={isVerifying} onClick={() => verify('dialog')}>
          打开并验证文件
        </Button>
      </Tooltip>
    </Flex>
  )
  const hasBeenAsked = useHasBeen(newProject.choice !== null)
  const list = projects.data?.projects ?? []
  return (
    <div className="page start">
      <Card
        title="投标工程"
        extra={list.length > 0 && buttons}
        loading={projects.isPending}
        styles={{ body: { padding: list.length > 0 ? 0 : 24 } }}
      >
        {list.length > 0 ? (
          <ProjectTable projects={list} />
        ) : (
          <Empty
            image={<FolderOpenOutlined className="empty-picture" />}
            description="还没有工程。导入招标人发给您的招标文件即可开始；想先看看，可打开示例工程，其中的文件已经备好，只差签章。"
          >
            <Flex justify="center">{buttons}</Flex>
          </Empty>
        )}
      </Card>
      <Card
        title={
          <Flex align="center" gap={8}>
            <CloudDownloadOutlined />
            <span>平台上正在招标的项目</span>
            <Typography.Text type="secondary" style={{ fontWeight: 400 }}>
              手边没有招标文件时，从这里下载
            </Typography.Text>
          </Flex>
        }
        styles={{ body: { padding: 0 } }}
      >
        <PublishedTenders onDownload={newProject.download} />
      </Card>
      {hasBeenAsked && (
        <SectionChoice
          choice={newProject.choice}
          onChoose={(sectionCode, tenderId) => void newProject.importTender({ sectionCode, tenderId })}
          onClose={newProject.dropChoice}
        />
      )}
    </div>
  )
}
