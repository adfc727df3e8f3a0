import { Alert, Flex, Table, Tag } from 'antd'
import type { GeneratedBid } from '../../../contract/bid-output.ts'
import { tailText } from '../../../domain/tail-text.ts'
import { dateText } from '../../desktop/formats.ts'

/** 谁能开标: the certificates that open the file, with a warning where one ends too early. */
export function RecipientTable({ recipients }: { recipients: GeneratedBid['recipients'] }) {
  const ending = recipients.filter((one) => one.expiresBeforeOpening)
  return (
    <Flex vertical gap={8}>
      {ending.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`${ending.map((one) => one.personName).join('、')}的证书在开标前到期，届时不能解密。请确保其他人到场；证书续期后也打不开此文件，须重新生成。`}
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
                {one.expiresBeforeOpening ? (
                  <Tag color="warning">开标前到期</Tag>
                ) : (
                  <Tag color="success">开标时有效</Tag>
                )}
              </span>
            ),
          },
        ]}
      />
    </Flex>
  )
}
