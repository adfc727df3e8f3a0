import { Alert, Button, Empty, Flex, Table, Typography } from 'antd'
import { FailureAlert } from '../../desktop/failure-alert.tsx'
import { minuteText, sizeText } from '../../desktop/formats.ts'
import { failureOf } from '../../desktop/works.ts'
import { useAnswer } from '../main-process.ts'
import { useIsWorking } from '../works-context.tsx'

/** Tenders that the platform publishes. */
export function PublishedTenders({ onDownload }: { onDownload: (tenderId: string) => Promise<void> }) {
  const published = useAnswer('tender.published', {})
  const server = useAnswer('server.state', {}).data
  const isDownloading = useIsWorking('下载招标文件')
  if (server?.state === 'starting' && published.data === undefined)
    return <Alert banner type="info" showIcon title="服务正在启动，稍候即可看到平台上的项目" />
  if (published.isError)
    return (
      <div className="inset">
        <FailureAlert failure={failureOf(published.error)} onRetry={() => void published.refetch()} />
      </div>
    )
  return (
    <Table
      size="small"
      rowKey="tenderId"
      loading={published.isPending}
      dataSource={published.data?.tenders ?? []}
      pagination={false}
      locale={{ emptyText: <Empty description="平台上目前没有可下载的招标项目" /> }}
      columns={[
        {
          title: '项目',
          key: 'name',
          render: (_, one) => (
            <Flex vertical>
              <span>{one.tenderName}</span>
              <Typography.Text type="secondary" className="small">
                {one.tenderCode}　{one.sections.map((section) => section.sectionName).join('、')}
              </Typography.Text>
            </Flex>
          ),
        },
        { title: '招标人', dataIndex: 'tendererName' },
        {
          title: '投标截止',
          key: 'bidDeadline',
          width: 150,
          render: (_, one) => (one.sections[0] ? minuteText(one.sections[0].bidDeadline) : ''),
        },
        { title: '大小', dataIndex: 'fileSizeInBytes', width: 90, render: sizeText },
        {
          title: '操作',
          key: 'acts',
          width: 100,
          render: (_, one) => (
            <Button size="small" disabled={isDownloading} onClick={() => void onDownload(one.tenderId)}>
              下载
            </Button>
          ),
        },
      ]}
    />
  )
}
