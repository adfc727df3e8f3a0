import { Empty, Table, type TableProps, Tag } from 'antd'
import { useMemo } from 'react'
import type { CreditRecordView } from '../../../contract/bid-project.ts'
import { useServerNow } from '../frame/deadline.tsx'
import { TextLink } from '../text-link.tsx'
import { useProject } from '../use-project.ts'
import { kindNames, validityOf } from './record-words.ts'

interface RecordTableProps {
  records: readonly CreditRecordView[]
  isLoading: boolean
  onOpen: (record: CreditRecordView) => void
  selection?: NonNullable<TableProps<CreditRecordView>['rowSelection']>
  heightPx?: number
}

/** Validity is told by the day: a table that renews itself every second would be too much work with ten thousand rows. */
const aMinuteMs = 60_000

/** Records with what tells them apart; virtual, so that ten thousand scroll as easily as ten. */
export function RecordTable({ records, isLoading, onOpen, selection, heightPx }: RecordTableProps) {
  const { tender } = useProject()
  const times = { now: useServerNow(aMinuteMs), opensAt: tender.opensAt }
  const rows = useMemo(() => [...records], [records])
  return (
    <Table
      size="small"
      rowKey="recordId"
      virtual
      scroll={{ y: heightPx ?? Math.max(240, window.innerHeight - 250), x: 760 }}
      dataSource={rows}
      loading={isLoading}
      pagination={false}
      {...(selection ? { rowSelection: selection } : {})}
      locale={{ emptyText: <Empty description="这一类还没有记录" /> }}
      columns={[
        {
          title: '类别',
          dataIndex: 'kind',
          width: 90,
          sorter: (a, b) => a.kind.localeCompare(b.kind),
          render: (_, record) => kindNames[record.kind],
        },
        {
          title: '名称',
          dataIndex: 'title',
          width: 240,
          ellipsis: true,
          sorter: (a, b) => a.title.localeCompare(b.title, 'zh-CN'),
          render: (_, record) => <TextLink onClick={() => onOpen(record)}>{record.title}</TextLink>,
        },
        {
          title: '内容',
          key: 'fields',
          ellipsis: true,
          render: (_, record) => record.fields.map(({ label, value }) => `${label}：${value}`).join('，'),
        },
        {
          title: '有效期至',
          key: 'validUntil',
          width: 190,
          filters: [
            { text: '有效', value: '有效' },
            { text: '开标前到期', value: '开标前到期' },
            { text: '已过期', value: '已过期' },
            { text: '长期', value: '长期' },
          ],
          onFilter: (value, record) => validityOf(record.validUntil, times).text === value,
          sorter: (a, b) => (a.validUntil ?? Number.MAX_SAFE_INTEGER) - (b.validUntil ?? Number.MAX_SAFE_INTEGER),
          render: (_, record) => {
            const { tone, text, until } = validityOf(record.validUntil, times)
            return record.validUntil === null ? (
              until
            ) : (
              <span>
                {until} <Tag color={tone}>{text}</Tag>
              </span>
            )
          },
        },
        {
          title: '附件',
          key: 'attachments',
          width: 80,
          align: 'right',
          render: (_, record) =>
            record.attachments.length === 0 ? (
              '无'
            ) : (
              <TextLink onClick={() => onOpen(record)}>{`${record.attachments.length} 个`}</TextLink>
            ),
        },
      ]}
    />
  )
}
