import { Flex, Tag, Typography } from 'antd'
import type { ProjectNode } from '../../../contract/bid-project.ts'
import { sealKindNames } from '../../../domain/project/check.ts'

/** 属性: what the tender asks of a node. */
export function NodeFacts({ node }: { node: ProjectNode }) {
  return (
    <Flex vertical gap={8}>
      <Flex align="center" gap={8}>
        <Typography.Text strong>{node.title}</Typography.Text>
        <Tag color={node.required ? 'blue' : 'default'}>{node.required ? '必填' : '选填'}</Tag>
      </Flex>
      {node.instruction !== null && <Typography.Text type="secondary">{node.instruction}</Typography.Text>}
      {node.signNodes.length > 0 && (
        <div>
          <Typography.Text type="secondary">需要签章</Typography.Text>
          {node.signNodes.map((signNode) => (
            <Flex key={signNode.signNodeId} gap={4} wrap className="wanted-seals">
              {signNode.seals.map((seal, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a sign node's seals are a fixed list
                <Tag key={index} color={seal.isDone ? 'success' : 'default'}>
                  {seal.isDone ? '√ ' : '○ '}
                  {sealKindNames[seal.kind]}
                </Tag>
              ))}
            </Flex>
          ))}
        </div>
      )}
    </Flex>
  )
}
