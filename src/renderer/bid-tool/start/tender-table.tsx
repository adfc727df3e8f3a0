import { Button, Empty, Flex, Table, Typography } from 'antd'
import type { Out } from '../../../contract/define.ts'
import type { BidToolContract } from '../../../contract/desktop.ts'
import { minuteText, sizeText } from '../../desktop/formats.ts'
import { useIsWorking } from '../works-context.tsx'

interface TenderTableProps {
  /** Null while the platform is asked. */
  tenders: Out<BidToolContract['tender.published']>['tenders'] | null
  onDownload: (tenderId: string) => Promise<void>
}

/** What a bidder can download from the platform. */
export function TenderTable({ tenders, onDownload }: TenderTableProps) {
  const isDownloading = useIsWorking('下载招标文件')
  return (
    <Table
      size="small"
      rowKey="tenderId"
      loading={tenders === null}
      dataSource={tenders ?? []}
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
