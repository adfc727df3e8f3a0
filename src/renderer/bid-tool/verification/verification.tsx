import { Alert, Collapse, Drawer, Flex, Table, Tag, Typography } from 'antd'
import type { VerificationView } from '../../../contract/bid-output.ts'
import { secondText } from '../../desktop/formats.ts'

type Checks = VerificationView['checks']

const verdicts = {
  valid: { type: 'success', title: '验证通过' },
  'not-valid': { type: 'error', title: '验证不通过' },
  unreadable: { type: 'warning', title: '无法识别' },
} as const

const outcomes = {
  ok: <Tag color="success">通过</Tag>,
  warning: <Tag color="warning">提醒</Tag>,
  bad: <Tag color="error">不通过</Tag>,
  'not-checked': <Tag>未检查</Tag>,
} as const

/** What the independent verifier says of a file. */
export function Verification({ view, onClose }: { view: VerificationView | null; onClose: () => void }) {
  const verdict = view && verdicts[view.verdict]
  return (
    <Drawer title="验证报告" size={760} open={view !== null} onClose={onClose}>
      {view && verdict && (
        <Flex vertical gap={16}>
          <Alert type={verdict.type} showIcon title={`${verdict.title}：${view.fileName}`} description={view.summary} />
          <CheckTable checks={view.checks} />
          {view.seals.length > 0 && (
            <section aria-label="签章">
              <Typography.Title level={5}>签章 {view.seals.length} 个</Typography.Title>
              <Collapse
                size="small"
                items={view.seals.map((seal, index) => ({
                  key: index,
                  label: `${seal.documentName}：${seal.sealName}，${seal.signerName}`,
                  extra: outcomes[seal.verdict === 'valid' ? 'ok' : 'bad'],
                  children: (
                    <Flex vertical gap={8}>
                      <Typography.Text type="secondary">
                        签章时间 {seal.signedAt === null ? '未知' : secondText(seal.signedAt)}
                      </Typography.Text>
                      <CheckTable checks={seal.checks} />
                    </Flex>
                  ),
                }))}
              />
            </section>
          )}
        </Flex>
      )}
    </Drawer>
  )
}

function CheckTable({ checks }: { checks: Checks }) {
  return (
    <Table
      size="small"
      rowKey="name"
      pagination={false}
      dataSource={checks}
      columns={[
        { title: '检查项', dataIndex: 'name', width: 180 },
        {
          title: '结果',
          dataIndex: 'outcome',
          width: 90,
          render: (outcome: keyof typeof outcomes) => outcomes[outcome],
        },
        { title: '说明', dataIndex: 'sentence' },
      ]}
    />
  )
}
