import { FolderOpenOutlined } from '@ant-design/icons'
import { Button, Card, Descriptions, Flex, Tag } from 'antd'
import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { secondText, sizeText } from '../../desktop/formats.ts'
import { mainProcess } from '../main-process.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorks } from '../works-context.tsx'
import { bidDigestText } from './bid-digest.ts'
import { Openers } from './openers.tsx'

/** A generated bid file: where it is, what it is known by, who can open it. */
export function BidFileCard({ bidFile }: { bidFile: GeneratedBid }) {
  const works = useWorks()
  const { goTo } = useWhereabouts()
  const { bidFileId } = bidFile

  const reveal = () =>
    works.start({ title: '在文件夹中显示', run: () => mainProcess.call('bidFile.reveal', { bidFileId }) })

  return (
    <Card
      size="small"
      title={
        <Flex gap={8} align="center">
          <span className="clip">{bidFile.bidFileName}</span>
          <State bidFile={bidFile} />
          {bidFile.recipients.some((one) => one.expiresBeforeOpening) && <Tag color="warning">有证书开标前到期</Tag>}
        </Flex>
      }
      extra={
        <Flex gap={8}>
          <Button icon={<FolderOpenOutlined />} disabled={!bidFile.isPresent} onClick={() => void reveal()}>
            在文件夹中显示
          </Button>
          {bidFile.isCurrent && bidFile.receipt === null && (
            <Button type="primary" onClick={() => goTo('uploading')}>
              下一步：上传
            </Button>
          )}
        </Flex>
      }
    >
      <Flex vertical gap={12}>
        <Descriptions
          size="small"
          column={2}
          styles={{ label: { width: 110 } }}
          items={[
            { key: 'size', label: '大小', children: sizeText(bidFile.sizeInBytes) },
            { key: 'at', label: '生成时间', children: secondText(bidFile.generatedAt) },
            {
              key: 'folder',
              label: '文件夹',
              span: 2,
              children: <span className="wrap-anywhere">{bidFile.folder}</span>,
            },
            {
              key: 'plain',
              label: '非加密文件',
              span: 2,
              children: (
                <span className="wrap-anywhere">{bidFile.plainCopyName}（仅供应急，请妥善保管，不要外传）</span>
              ),
            },
            {
              key: 'digest',
              label: '哈希码值',
              span: 2,
              children: <code className="wrap-anywhere">{bidDigestText(bidFile)}</code>,
            },
          ]}
        />
        <Openers bidFile={bidFile} />
      </Flex>
    </Card>
  )
}

function State({ bidFile }: { bidFile: GeneratedBid }) {
  if (!bidFile.isPresent) return <Tag color="error">文件已不在原处</Tag>
  if (bidFile.isChanged) return <Tag color="error">文件已被改动</Tag>
  if (!bidFile.isCurrent) return <Tag color="warning">不是最新内容</Tag>
  return bidFile.receipt === null ? <Tag color="processing">待上传</Tag> : <Tag color="success">已上传</Tag>
}
