import { Table, Typography } from 'antd'
import type { ProjectNode } from '../../../contract/bid-project.ts'
import { stateMark } from '../node-tree.tsx'
import { TextLink } from '../text-link.tsx'
import { useProject } from '../use-project.ts'

const kindNames = { group: '目录', document: '文件', openingForm: '在线填写', credit: '引用诚信库' } as const

/** A chapter: what lies in it and how far each part is. */
export function GroupNode({ node, onSelect }: { node: ProjectNode; onSelect: (nodeId: string) => void }) {
  const { nodes } = useProject()
  return (
    <section className="pane-main page">
      <Typography.Title level={5}>{node.title}</Typography.Title>
      <Table
        size="small"
        rowKey="nodeId"
        pagination={false}
        dataSource={nodes.filter((one) => one.parent === node.nodeId)}
        columns={[
          {
            title: '名称',
            key: 'title',
            render: (_, one) => <TextLink onClick={() => onSelect(one.nodeId)}>{one.title}</TextLink>,
          },
          { title: '方式', key: 'kind', width: 110, render: (_, one) => kindNames[one.kind] },
          { title: '要求', dataIndex: 'instruction' },
          { title: '状态', key: 'state', width: 100, render: (_, one) => stateMark(one) },
        ]}
      />
    </section>
  )
}
