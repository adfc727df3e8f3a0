import { Alert, Flex, Table, Tag, Tooltip, Typography } from 'antd'
import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { tailText } from '../../../domain/tail-text.ts'
import { dateText, minuteText } from '../../desktop/formats.ts'
import { useServerNow } from '../frame/deadline.tsx'

/** 谁能开标: the certificates that open the file, with a warning where one ends too early. */
export function RecipientTable({ recipients }: { recipients: GeneratedBid['recipients'] }) {
  const now = useServerNow()
  const ending = recipients.filter((one) => one.expiresBeforeOpening)
  return (
    <Flex vertical gap={8}>
      {ending.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`${ending.map((one) => one.personName).join('、')}的证书在开标前到期，届时不能解密。续期后的证书也打不开此文件：请增加证书，并在截止前重新上传。`}
        />
      )}
      <Table
        size="small"
        rowKey="fingerprintTail"
        pagination={false}
        dataSource={recipients}
        columns={[
          { title: '持有人', dataIndex: 'personName', width: 120 },
          { title: 'CA 机构', dataIndex: 'authorityName' },
          { title: '证书序列号', dataIndex: 'serialNumber', ellipsis: true },
          {
            title: '指纹尾号',
            dataIndex: 'fingerprintTail',
            width: 120,
            render: (tail: string) => <code>{tailText(tail)}</code>,
          },
          {
            title: '有效期至',
            key: 'notAfter',
            width: 210,
            render: (_, one) => (
              <span>
                {dateText(one.notAfter)}{' '}
                {one.notAfter <= now ? (
                  <Tag color="error">已到期</Tag>
                ) : one.expiresBeforeOpening ? (
                  <Tag color="warning">开标前到期</Tag>
                ) : (
                  <Tag color="success">开标时有效</Tag>
                )}
              </span>
            ),
          },
          { title: '解密演练', key: 'rehearsal', width: 215, render: (_, one) => <RehearsalMark recipient={one} /> },
        ]}
      />
    </Flex>
  )
}

function RehearsalMark({ recipient: { rehearsal } }: { recipient: GeneratedBid['recipients'][number] }) {
  if (rehearsal === null) return <Typography.Text type="secondary">未演练</Typography.Text>
  return (
    <span>
      {rehearsal.outcome === 'opened' ? (
        <Tag color="success">通过</Tag>
      ) : (
        <Tooltip title="文件的加密信封损坏。请换用原始文件，或重新生成投标文件。">
          <Tag color="error">未通过</Tag>
        </Tooltip>
      )}
      {minuteText(rehearsal.at)}
    </span>
  )
}
