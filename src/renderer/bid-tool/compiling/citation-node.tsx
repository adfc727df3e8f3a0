import { Alert, Button, Empty, Flex, Table, Tag } from 'antd'
import { useState } from 'react'
import type { CreditRecordView, ProjectNode } from '../../../contract/bid-project.ts'
import { RecordDetail } from '../credit-library/record-detail.tsx'
import { kindNames, validityOf } from '../credit-library/record-words.ts'
import { useServerNow } from '../frame/deadline.tsx'
import { useAnswer } from '../main-process.ts'
import { TextLink } from '../text-link.tsx'
import { useChangeProject, useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { CitationDrawer } from './citation-drawer.tsx'
import { NodeFacts } from './node-facts.tsx'

/** A node that is filled by citing (引用) records of the credit library. */
export function CitationNode({ node }: { node: ProjectNode }) {
  const project = useProject()
  const { goTo } = useWhereabouts()
  const change = useChangeProject()
  const library = useAnswer('creditLibrary.list', { projectId: project.projectId })
  const [isChoosing, setChoosing] = useState(false)
  const [opened, setOpened] = useState<CreditRecordView | null>(null)
  const times = { now: useServerNow(60_000), opensAt: project.tender.opensAt }
  const records = library.data?.records ?? []
  const cited = node.citations.flatMap((id) => records.find((record) => record.recordId === id) ?? [])
  const cite = (recordIds: string[]) =>
    change('引用诚信库', 'project.cite', { projectId: project.projectId, nodeId: node.nodeId, recordIds })
  const isSynced = library.data?.syncedAt != null
  const choose = (
    <Button type="primary" onClick={() => (isSynced ? setChoosing(true) : goTo('creditLibrary'))}>
      {isSynced ? '从诚信库引用' : '去同步诚信库'}
    </Button>
  )
  const ended = cited.filter((record) => record.validUntil !== null && record.validUntil < times.opensAt)
  return (
    <>
      <section className="pane-main page">
        {cited.length === 0 ? (
          <Flex className="fill" align="center" justify="center">
            <Empty
              description={
                isSynced ? `“${node.title}”还没有引用记录` : '诚信库还没有同步到本机，同步后即可引用资质、人员和业绩'
              }
            >
              {choose}
            </Empty>
          </Flex>
        ) : (
          <Table
            size="small"
            rowKey="recordId"
            dataSource={cited}
            pagination={false}
            columns={[
              { title: '类别', key: 'kind', width: 90, render: (_, record) => kindNames[record.kind] },
              {
                title: '名称',
                key: 'title',
                render: (_, record) => <TextLink onClick={() => setOpened(record)}>{record.title}</TextLink>,
              },
              {
                title: '有效期至',
                key: 'validUntil',
                width: 190,
                render: (_, record) => {
                  const validity = validityOf(record.validUntil, times)
                  return (
                    <span>
                      {validity.until} {record.validUntil !== null && <Tag color={validity.tone}>{validity.text}</Tag>}
                    </span>
                  )
                },
              },
              {
                title: '附件',
                key: 'attachments',
                width: 70,
                render: (_, record) => `${record.attachments.length} 个`,
              },
              {
                title: '操作',
                key: 'acts',
                width: 100,
                render: (_, record) => (
                  <Button
                    size="small"
                    type="text"
                    onClick={() => void cite(node.citations.filter((id) => id !== record.recordId))}
                  >
                    取消引用
                  </Button>
                ),
              },
            ]}
          />
        )}
      </section>
      <aside className="pane side-pane">
        <NodeFacts node={node} />
        {cited.length > 0 && choose}
        {ended.length > 0 && (
          <Alert type="warning" showIcon title={`${ended.length} 条记录在开标前到期，评标时可能不被认可`} />
        )}
      </aside>
      <RecordDetail record={opened} onClose={() => setOpened(null)} />
      <CitationDrawer
        isOpen={isChoosing}
        title={node.title}
        records={records}
        cited={node.citations}
        onCite={(recordIds) => {
          setChoosing(false)
          void cite(recordIds)
        }}
        onClose={() => setChoosing(false)}
        onOpen={setOpened}
      />
    </>
  )
}
