import { LockOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Descriptions, Flex, Typography } from 'antd'
import { secondText, sizeText } from '../../desktop/formats.ts'
import { WorkBar } from '../../desktop/work-bar.tsx'
import { mainProcess, useAnswer } from '../main-process.ts'
import { stepFace, steps } from '../steps.ts'
import { OlderUpload } from '../uploading/older-upload.tsx'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorkList, useWorks } from '../works-context.tsx'
import { BidFileCard } from './bid-file-card.tsx'

const title = '生成投标文件'

/** ⑦ 生成: one encrypted file, and a list of who can open it. */
export function Generating() {
  const project = useProject()
  const { projectId, tender } = project
  const works = useWorks()
  const list = useAnswer('bidFile.list', { projectId })
  const running = useWorkList().find((work) => work.title === title && work.failure === null)
  const bidFiles = list.data?.bidFiles ?? []
  const generate = async () => {
    await works.start({
      title,
      purpose: `生成“${tender.name}”${tender.sectionName}的投标文件，在手机上选择哪些证书可以开标`,
      asksPhone: true,
      run: (options) => mainProcess.run('bidFile.generate', { projectId }, options),
    })
    void list.refetch()
  }
  const latest = bidFiles[0]
  const button = (
    <Button
      type={latest?.isCurrent ? 'default' : 'primary'}
      icon={<LockOutlined />}
      loading={running !== undefined}
      onClick={() => void generate()}
    >
      {latest === undefined ? title : '重新生成投标文件'}
    </Button>
  )
  return (
    <div className="page column">
      <Card title="将要生成的内容" extra={button}>
        <Flex vertical gap={12}>
          <Missing />
          <Facts />
          {running?.isBehind && running.progress?.stage === 'working' && (
            <WorkBar progress={running.progress} pace={running.pace} />
          )}
        </Flex>
      </Card>
      {latest !== undefined && !latest.isCurrent && (
        <Alert
          type="warning"
          showIcon
          title="生成之后工程有改动，下面的投标文件不是最新内容。请重新生成，再上传新文件。"
        />
      )}
      <OlderUpload bidFiles={bidFiles} />
      {bidFiles.map((bidFile) => (
        <BidFileCard key={bidFile.bidFileId} bidFile={bidFile} />
      ))}
      {bidFiles.length === 0 && (
        <Typography.Text type="secondary">
          生成时先打包并加密，再扫码确认。得到一份加密投标文件和一份应急用的非加密文件；加密文件只有您选定的证书能够打开。
        </Typography.Text>
      )}
    </div>
  )
}

/** The earlier steps that are not done, each a way there. */
function Missing() {
  const project = useProject()
  const { goTo } = useWhereabouts()
  const missing = steps
    .slice(0, 6)
    .filter(({ step }) => step !== 'creditLibrary')
    .filter(({ step }) => {
      const state = project.steps.find((one) => one.step === step)
      return stepFace(state).kind === 'problems' || state?.isDone === false
    })
  if (missing.length === 0) return <Alert type="success" showIcon title="前面的步骤都已完成，可以生成" />
  return (
    <Alert
      type="warning"
      showIcon
      title="生成前还要完成"
      description={
        <Flex gap={8} wrap>
          {missing.map(({ step, title: name, number }) => (
            <Button key={step} size="small" onClick={() => goTo(step)}>
              {number} {name}
            </Button>
          ))}
        </Flex>
      }
    />
  )
}

function Facts() {
  const { tender, bidder, nodes } = useProject()
  const documents = nodes.flatMap((node) => node.documents)
  const size = documents.reduce((sum, document) => sum + document.sizeInBytes, 0)
  const seals = documents.reduce((sum, document) => sum + document.seals.length, 0)
  const citations = nodes.reduce((sum, node) => sum + node.citations.length, 0)
  return (
    <Descriptions
      size="small"
      bordered
      column={2}
      styles={{ label: { width: 110 } }}
      items={[
        { key: 'tender', label: '项目', children: `${tender.name} · ${tender.sectionName}` },
        { key: 'bidder', label: '投标单位', children: bidder?.enterpriseName ?? '未认证' },
        { key: 'files', label: '文件', children: `${documents.length} 个，${sizeText(size)}` },
        { key: 'seals', label: '签章', children: `${seals} 次` },
        { key: 'citations', label: '引用诚信库', children: `${citations} 条` },
        { key: 'opensAt', label: '开标时间', children: secondText(tender.opensAt) },
      ]}
    />
  )
}
