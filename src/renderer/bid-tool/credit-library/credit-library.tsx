import { QrcodeOutlined, SyncOutlined } from '@ant-design/icons'
import { App, Button, Empty, Flex, Segmented, Typography } from 'antd'
import { useMemo, useState } from 'react'
import type { CreditRecordView } from '../../../contract/bid-project.ts'
import { FailureAlert } from '../../desktop/failure-alert.tsx'
import { minuteText } from '../../desktop/formats.ts'
import { failureOf } from '../../desktop/works.ts'
import { mainProcess, useAnswer } from '../main-process.ts'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useWorks } from '../works-context.tsx'
import { RecordDetail } from './record-detail.tsx'
import { RecordTable } from './record-table.tsx'
import { kindNames, type RecordKind } from './record-words.ts'

const noRecords: readonly CreditRecordView[] = []

/** ③ 诚信库: the enterprise's records, synced by one scan; citing them is part of 编制. */
export function CreditLibrary() {
  const { projectId, bidder } = useProject()
  const { goTo } = useWhereabouts()
  const library = useAnswer('creditLibrary.list', { projectId })
  const sync = useSync()
  const [kind, setKind] = useState<RecordKind | 'all'>('all')
  const [opened, setOpened] = useState<CreditRecordView | null>(null)
  const records = library.data?.records ?? noRecords
  const shown = useMemo(() => records.filter((record) => kind === 'all' || record.kind === kind), [records, kind])
  const syncedAt = library.data?.syncedAt ?? null
  const syncButton = (
    <Button
      type={syncedAt === null ? 'primary' : 'default'}
      icon={syncedAt === null ? <QrcodeOutlined /> : <SyncOutlined />}
      onClick={() => void sync()}
    >
      {syncedAt === null ? '扫码同步诚信库' : '重新同步'}
    </Button>
  )
  if (library.isError)
    return (
      <div className="page">
        <FailureAlert failure={failureOf(library.error)} onRetry={() => void library.refetch()} />
      </div>
    )
  if (library.data !== undefined && syncedAt === null)
    return (
      <div className="page narrow">
        <Empty
          image={<SyncOutlined className="empty-picture" />}
          description={
            bidder === null
              ? '同步诚信库前，请先完成 CA 认证，让工具知道是哪一家单位。'
              : `尚未同步“${bidder.enterpriseName}”的诚信库。扫码授权后，资质、人员、业绩、奖项和财务资料会下载到本机，编制时可直接引用。`
          }
        >
          {bidder === null ? (
            <Button type="primary" onClick={() => goTo('identity')}>
              去 CA 认证
            </Button>
          ) : (
            syncButton
          )}
        </Empty>
      </div>
    )
  const countOf = (one: RecordKind) => records.filter((record) => record.kind === one).length
  return (
    <div className="page column">
      <Flex justify="space-between" align="center" gap={16} wrap>
        <Segmented
          aria-label="记录类别"
          value={kind}
          onChange={(value) => setKind(value as RecordKind | 'all')}
          options={[
            { value: 'all', label: `全部 ${records.length}` },
            ...(Object.keys(kindNames) as RecordKind[]).map((one) => ({
              value: one,
              label: `${kindNames[one]} ${countOf(one)}`,
            })),
          ]}
        />
        <Flex align="center" gap={12}>
          {syncedAt !== null && <Typography.Text type="secondary">同步于 {minuteText(syncedAt)}</Typography.Text>}
          {syncButton}
          <Button type="primary" onClick={() => goTo('compiling')}>
            下一步：编制
          </Button>
        </Flex>
      </Flex>
      <RecordTable records={shown} isLoading={library.isPending} onOpen={setOpened} />
      <RecordDetail record={opened} onClose={() => setOpened(null)} />
    </div>
  )
}

/** One scan, then the library downloads, in the background if wished. */
function useSync() {
  const { projectId, bidder } = useProject()
  const works = useWorks()
  const library = useAnswer('creditLibrary.list', { projectId })
  const { message } = App.useApp()
  return async () => {
    const synced = await works.start({
      title: '同步诚信库',
      purpose: `授权读取“${bidder?.enterpriseName ?? '本单位'}”的诚信库，下载到本机`,
      asksPhone: true,
      run: (options) => mainProcess.run('creditLibrary.sync', { projectId }, options),
    })
    if (synced === null) return
    void library.refetch()
    message.success(`已同步 ${synced.records} 条记录、${synced.attachments} 个附件`)
  }
}
