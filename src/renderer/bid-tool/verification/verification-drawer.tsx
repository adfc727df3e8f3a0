import { FileTextOutlined, PrinterOutlined } from '@ant-design/icons'
import { Alert, App, Button, Collapse, Descriptions, Drawer, Flex, Tag, Typography } from 'antd'
import type { Verification } from '../../../contract/bid-output.ts'
import { mainProcess } from '../main-process.ts'
import { useIsWorking, useWorks } from '../works-context.tsx'
import { CheckTable, markedValue } from './check-table.tsx'

type Seal = Verification['view']['seals'][number]
type Rows = Verification['facts']

const verdicts = {
  valid: { type: 'success', title: '有效', tag: <Tag color="success">有效</Tag> },
  'not-valid': { type: 'error', title: '无效', tag: <Tag color="error">无效</Tag> },
  unreadable: { type: 'warning', title: '无法识别', tag: <Tag color="warning">无法识别</Tag> },
} as const

/** 验证报告: what the independent verifier says of a file, of every seal in it, and why. */
export function VerificationDrawer({
  verification,
  onClose,
}: {
  verification: Verification | null
  onClose: () => void
}) {
  return (
    <Drawer
      title="验证报告"
      size="min(1160px, 90vw)"
      open={verification !== null}
      onClose={onClose}
      extra={verification && <SaveButtons verificationId={verification.verificationId} />}
      destroyOnHidden
    >
      {verification && <Report verification={verification} />}
    </Drawer>
  )
}

function Report({ verification: { view, facts, basis } }: { verification: Verification }) {
  const verdict = verdicts[view.verdict]
  return (
    <Flex vertical gap={16}>
      <Alert type={verdict.type} showIcon title={`${verdict.title}：${view.fileName}`} description={view.summary} />
      <Facts label="文件信息" rows={facts} />
      <CheckTable label="文件的检查" checks={view.checks} />
      {view.seals.length > 0 && (
        <section aria-label="签章">
          <Typography.Title level={5}>签章 {view.seals.length} 个</Typography.Title>
          <Collapse
            size="small"
            defaultActiveKey={openedAtFirst(view.seals)}
            items={view.seals.map((seal, index) => ({
              key: index,
              label: `${seal.documentName}：${seal.sealName}，${seal.signerName}`,
              extra: verdicts[seal.verdict].tag,
              children: (
                <Flex vertical gap={12}>
                  <Facts label="签章信息" rows={seal.facts} />
                  <CheckTable label="签章的检查" checks={seal.checks} />
                </Flex>
              ),
            }))}
          />
        </section>
      )}
      <Facts label="验证依据" rows={basis} />
    </Flex>
  )
}

/** What is wrong lies open; of good seals only a single one does. */
function openedAtFirst(seals: readonly Seal[]): number[] {
  if (seals.length === 1) return [0]
  return seals.flatMap(({ verdict }, index) => (verdict === 'valid' ? [] : [index]))
}

function Facts({ label, rows }: { label: string; rows: Rows }) {
  if (rows.length === 0) return null
  return (
    <Descriptions
      aria-label={label}
      size="small"
      bordered
      column={1}
      styles={{ label: { width: 140 }, content: { wordBreak: 'break-all' } }}
      // A name may be told twice, by the file and by its statement.
      items={rows.map(([name, value], index) => ({ key: index, label: name, children: markedValue(value) }))}
    />
  )
}

function SaveButtons({ verificationId }: { verificationId: string }) {
  const works = useWorks()
  const { message } = App.useApp()
  const isSaving = useIsWorking('保存验证报告')
  const save = async (as: 'pdf' | 'json') => {
    const saved = await works.start({
      title: '保存验证报告',
      run: (options) => mainProcess.run('verification.save', { verificationId, as }, options),
    })
    if (saved !== null) message.success(`已保存：${saved.fileName}`)
  }
  return (
    <Flex gap={8}>
      <Button icon={<FileTextOutlined />} disabled={isSaving} onClick={() => void save('json')}>
        保存为数据
      </Button>
      <Button type="primary" icon={<PrinterOutlined />} loading={isSaving} onClick={() => void save('pdf')}>
        保存为 PDF
      </Button>
    </Flex>
  )
}
