import { Descriptions, Drawer, Empty, Flex, Image, Tabs, Typography } from 'antd'
import type { CreditRecordView } from '../../../contract/bid-project.ts'
import { sizeText } from '../../desktop/formats.ts'
import { PdfViewer } from '../../kit/pdf/pdf-viewer.tsx'
import { usePdf } from '../../kit/pdf/use-pdf.ts'
import { kindNames } from './record-words.ts'

/** One record with its scans. */
export function RecordDetail({ record, onClose }: { record: CreditRecordView | null; onClose: () => void }) {
  return (
    <Drawer title={record?.title} size={760} open={record !== null} onClose={onClose} destroyOnHidden>
      {record && (
        <Flex vertical gap={16} style={{ height: '100%' }}>
          <Descriptions
            size="small"
            bordered
            column={2}
            items={[
              { key: 'kind', label: '类别', children: kindNames[record.kind] },
              ...record.fields.map(({ label, value }) => ({ key: label, label, children: value })),
            ]}
          />
          {record.attachments.length === 0 ? (
            <Empty description="这条记录没有附件" />
          ) : (
            <Tabs
              className="tall-tabs"
              items={record.attachments.map((attachment) => ({
                key: attachment.attachmentId,
                label: `${attachment.fileName}（${sizeText(attachment.sizeInBytes)}）`,
                children: <Attachment attachment={attachment} />,
              }))}
            />
          )}
        </Flex>
      )}
    </Drawer>
  )
}

function Attachment({ attachment }: { attachment: CreditRecordView['attachments'][number] }) {
  const names = `${attachment.url} ${attachment.fileName}`
  if (/\.pdf\b/i.test(names)) return <PdfAttachment url={attachment.url} name={attachment.fileName} />
  if (/\.(png|jpe?g)\b/i.test(names))
    return <Image src={attachment.url} alt={attachment.fileName} style={{ maxWidth: '100%' }} />
  return <Typography.Text type="secondary">这种附件不能在这里查看</Typography.Text>
}

function PdfAttachment({ url, name }: { url: string; name: string }) {
  return <PdfViewer pdf={usePdf(url)} name={name} />
}
