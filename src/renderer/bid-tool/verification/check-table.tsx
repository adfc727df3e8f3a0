import { Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { CheckView } from '../../../contract/bid-output.ts'

type Check = z.infer<typeof CheckView>

const outcomes = {
  ok: <Tag color="success">通过</Tag>,
  warning: <Tag color="warning">提示</Tag>,
  bad: <Tag color="error">不通过</Tag>,
  'not-checked': <Tag>未检查</Tag>,
} as const

/** One line for each check; the evidence behind it unfolds, and lies open where something is wrong. */
export function CheckTable({ label, checks }: { label: string; checks: readonly Check[] }) {
  const lines = checks.map((check, index) => ({ ...check, index }))
  return (
    <Table
      aria-label={label}
      size="small"
      rowKey="index"
      pagination={false}
      dataSource={lines}
      expandable={{
        expandedRowRender: Evidence,
        rowExpandable: ({ evidence }) => evidence.length > 0,
        defaultExpandedRowKeys: lines.filter(({ outcome }) => outcome === 'bad').map(({ index }) => index),
      }}
      columns={[
        { title: '检查项', dataIndex: 'name', width: 110 },
        {
          title: '结果',
          dataIndex: 'outcome',
          width: 90,
          render: (outcome: Check['outcome']) => outcomes[outcome],
        },
        { title: '说明和建议', dataIndex: 'sentence' },
      ]}
    />
  )
}

/** Digests and numbers are marked as what they are. */
export function markedValue(value: string): ReactNode {
  return /^[!-~ ]+$/.test(value) ? <span className="digest">{value}</span> : value
}

function Evidence({ evidence }: Pick<Check, 'evidence'>) {
  return (
    <dl className="evidence">
      {evidence.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a label may stand for several, and the list never changes
        <div key={index}>
          <dt>{name}</dt>
          <dd>{markedValue(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
