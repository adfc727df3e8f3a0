import { CloudUploadOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Descriptions, Empty, Flex, Typography } from 'antd'
import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { digestText, secondText, sizeText } from '../../desktop/formats.ts'
import { WorkBar } from '../../desktop/work-bar.tsx'
import { useServerNow } from '../frame/deadline.tsx'
import { bidDigestText } from '../generating/bid-digest.ts'
import { mainProcess, useAnswer } from '../main-process.ts'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorkList, useWorks } from '../works-context.tsx'
import { OlderUpload } from './older-upload.tsx'

const title = '上传投标文件'

/** ⑧ 上传: the file goes to the platform, a signed receipt comes back. */
export function Uploading() {
  const { projectId, tender } = useProject()
  const { goTo } = useWhereabouts()
  const works = useWorks()
  const list = useAnswer('bidFile.list', { projectId })
  const running = useWorkList().find((work) => work.title === title && work.failure === null)
  const isLate = useServerNow() >= tender.bidsUntil
  const bidFiles = list.data?.bidFiles ?? []
  const current = bidFiles.find((one) => one.isCurrent) ?? bidFiles[0]
  const received = bidFiles.filter((one) => one.receipt !== null && one !== current)
  if (current === undefined)
    return (
      <div className="page narrow">
        <Empty description="还没有投标文件。请先生成，再上传到交易平台。">
          <Button type="primary" onClick={() => goTo('generating')}>
            去生成
          </Button>
        </Empty>
      </div>
    )
  const upload = async () => {
    await works.start({
      title,
      purpose: `向交易平台递交“${tender.name}”${tender.sectionName}的投标文件`,
      asksPhone: true,
      run: (options) => mainProcess.run('bidFile.upload', { bidFileId: current.bidFileId }, options),
    })
    void list.refetch()
  }
  return (
    <div className="page column">
      <Card
        title="递交投标文件"
        extra={
          <Button
            type={current.receipt === null ? 'primary' : 'default'}
            icon={<CloudUploadOutlined />}
            loading={running !== undefined}
            disabled={!current.isPresent || current.isChanged || isLate}
            onClick={() => void upload()}
          >
            {current.receipt === null ? title : '重新上传'}
          </Button>
        }
      >
        <Flex vertical gap={12}>
          {isLate && current.receipt === null && (
            <Alert type="error" showIcon title="投标截止时间已过，平台不再接收投标文件" />
          )}
          {!current.isCurrent && (
            <Alert
              type="warning"
              showIcon
              title="生成之后工程有改动，这份投标文件不是最新内容"
              action={
                <Button size="small" onClick={() => goTo('generating')}>
                  去重新生成
                </Button>
              }
            />
          )}
          <OlderUpload bidFiles={bidFiles} />
          {current.isChanged && (
            <Alert type="error" showIcon title="投标文件生成之后被其他程序改动过，不能上传。请重新生成。" />
          )}
          {!current.isPresent && (
            <Alert type="error" showIcon title="投标文件已不在原来的文件夹中。请放回原处，或重新生成。" />
          )}
          <Descriptions
            size="small"
            bordered
            column={2}
            styles={{ label: { width: 110 } }}
            items={[
              {
                key: 'file',
                label: '投标文件',
                span: 2,
                children: <span className="wrap-anywhere">{current.bidFileName}</span>,
              },
              { key: 'size', label: '大小', children: sizeText(current.sizeInBytes) },
              { key: 'until', label: '投标截止', children: secondText(tender.bidsUntil) },
              {
                key: 'digest',
                label: '哈希码值',
                span: 2,
                children: <code className="wrap-anywhere">{bidDigestText(current)}</code>,
              },
            ]}
          />
          {running?.isBehind && running.progress?.stage === 'working' && (
            <WorkBar progress={running.progress} pace={running.pace} />
          )}
          {current.receipt === null && (
            <Typography.Text type="secondary">
              平台收到完整文件后返回签名的回执。截止前可以重新上传，以最后一次为准；也可以只保留文件，自行递交。
            </Typography.Text>
          )}
        </Flex>
      </Card>
      {current.receipt !== null && <Receipt bidFile={current} />}
      {received.map((bidFile) => (
        <Receipt key={bidFile.bidFileId} bidFile={bidFile} isEarlier />
      ))}
    </div>
  )
}

function Receipt({ bidFile, isEarlier = false }: { bidFile: GeneratedBid; isEarlier?: boolean }) {
  const { receipt, digest } = bidFile
  if (receipt === null) return null
  const isSame = receipt.digest.toLowerCase() === digest?.toLowerCase()
  return (
    <Card title={isEarlier ? `较早的回执：${bidFile.bidFileName}` : '投标回执'}>
      <Flex vertical gap={12}>
        {isSame ? (
          <Alert type="success" showIcon title="平台已收到投标文件，回执中的哈希码值与本机文件一致" />
        ) : (
          <Alert type="error" showIcon title="回执中的哈希码值与本机文件不一致。请重新上传，并与交易平台核对。" />
        )}
        <Descriptions
          size="small"
          bordered
          column={2}
          styles={{ label: { width: 110 } }}
          items={[
            { key: 'number', label: '回执编号', children: receipt.receiptNumber },
            { key: 'at', label: '接收时间', children: secondText(receipt.receivedAt) },
            { key: 'signedBy', label: '回执签名', span: 2, children: receipt.signedBy },
            {
              key: 'digest',
              label: '哈希码值',
              span: 2,
              children: <code className="wrap-anywhere">{digestText(receipt.digest)}</code>,
            },
          ]}
        />
      </Flex>
    </Card>
  )
}
