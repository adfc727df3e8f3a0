import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert, Button, Descriptions, Flex, Typography } from 'antd'
import { useState } from 'react'
import { groupedAmount } from '../../../domain/project/opening-form.ts'
import { countdownText, secondText, sizeText } from '../../desktop/formats.ts'
import { PdfViewer } from '../../kit/pdf/pdf-viewer.tsx'
import { usePdf } from '../../kit/pdf/use-pdf.ts'
import { useServerNow } from '../frame/deadline.tsx'
import { nextStep, stepTitle } from '../steps.ts'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'

/** ① 招标文件: what is asked, by whom, until when. */
export function Tender() {
  const project = useProject()
  const { tender } = project
  const { goTo } = useWhereabouts()
  const [position, setPosition] = useState(0)
  const file = tender.files[position] ?? tender.files[0]
  const next = nextStep(project)
  return (
    <div className="split">
      <aside className="pane facts">
        <Flex vertical gap={16}>
          {tender.signedBy === null ? (
            <Alert
              type="warning"
              showIcon
              title="招标文件没有可信的签名"
              description="无法确认它是否由招标人发出。请从平台重新下载，或向招标代理核对。"
            />
          ) : (
            <Alert
              type="success"
              showIcon
              icon={<SafetyCertificateOutlined />}
              title="招标文件签名有效"
              description={`签名人：${tender.signedBy}`}
            />
          )}
          <Descriptions
            column={1}
            size="small"
            bordered
            styles={{ label: { width: 112 } }}
            items={[
              { key: 'name', label: '项目名称', children: tender.name },
              { key: 'code', label: '项目编号', children: tender.code },
              { key: 'section', label: '标段', children: `${tender.sectionName}（${tender.sectionCode}）` },
              { key: 'tenderer', label: '招标人', children: tender.tendererName },
              { key: 'agency', label: '招标代理', children: tender.agencyName ?? '无' },
              { key: 'deposit', label: '投标保证金', children: `${groupedAmount(tender.depositAmount)} 元` },
              { key: 'bidsUntil', label: '投标截止', children: <Until at={tender.bidsUntil} /> },
              { key: 'opensAt', label: '开标时间', children: secondText(tender.opensAt) },
              { key: 'decrypt', label: '解密时限', children: `开标后 ${tender.decryptMinutes} 分钟内` },
            ]}
          />
          <section aria-label="招标文件目录">
            <Typography.Text strong>招标文件</Typography.Text>
            <ul className="file-list">
              {tender.files.map((one, index) => (
                <li key={one.url}>
                  <button
                    type="button"
                    className="file-row"
                    aria-current={one === file ? 'true' : undefined}
                    onClick={() => setPosition(index)}
                  >
                    <span className="clip">{one.title}</span>
                    <Typography.Text type="secondary">{sizeText(one.sizeInBytes)}</Typography.Text>
                  </button>
                </li>
              ))}
            </ul>
          </section>
          {next !== null && next !== 'tender' && (
            <Button type="primary" onClick={() => goTo(next)}>
              下一步：{stepTitle(next)}
            </Button>
          )}
        </Flex>
      </aside>
      <section className="pane-main">{file && <TenderFile key={file.url} url={file.url} title={file.title} />}</section>
    </div>
  )
}

function Until({ at }: { at: number }) {
  const left = at - useServerNow()
  return (
    <Flex vertical>
      <Typography.Text strong>{secondText(at)}</Typography.Text>
      <Typography.Text type={left > 0 ? 'secondary' : 'danger'}>
        {left > 0 ? `还剩 ${countdownText(left)}` : '已截止'}
      </Typography.Text>
    </Flex>
  )
}

function TenderFile({ url, title }: { url: string; title: string }) {
  return <PdfViewer pdf={usePdf(url)} name={title} />
}
