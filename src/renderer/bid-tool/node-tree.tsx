import { Tree } from 'antd'
import { type ReactNode, useMemo } from 'react'
import type { ProjectNode } from '../../contract/bid-project.ts'

interface Branch {
  key: string
  title: ReactNode
  children: Branch[]
}

interface NodeTreeProps {
  nodes: readonly ProjectNode[]
  selected: string | null
  onSelect: (nodeId: string) => void
  /** What stands at the end of a line. */
  markOf: (node: ProjectNode) => ReactNode
  label: string
}

/** The bid's table of contents (目录树), with the keyboard of a tree. */
export function NodeTree({ nodes, selected, onSelect, markOf, label }: NodeTreeProps) {
  const branches = useMemo(() => branchesOf(nodes, null, markOf), [nodes, markOf])
  return (
    <Tree
      className="node-tree"
      aria-label={label}
      blockNode
      defaultExpandAll
      treeData={branches}
      selectedKeys={selected === null ? [] : [selected]}
      onSelect={(_, { node }) => onSelect(String(node.key))}
    />
  )
}

function branchesOf(nodes: readonly ProjectNode[], parent: string | null, markOf: NodeTreeProps['markOf']): Branch[] {
  return nodes
    .filter((node) => node.parent === parent)
    .map((node) => ({
      key: node.nodeId,
      title: (
        <span className="node-line">
          <span className="clip" title={node.title}>
            {node.title}
          </span>
          {markOf(node)}
        </span>
      ),
      children: branchesOf(nodes, node.nodeId, markOf),
    }))
}

const marks = {
  empty: { sign: '○', words: '未开始' },
  begun: { sign: '●', words: '进行中' },
  done: { sign: '√', words: '已完成' },
} as const

/** ○ ● √, and whether an empty node may stay so. */
export function stateMark(node: ProjectNode): ReactNode {
  const { sign, words } = marks[node.state]
  const isOptional = !node.required && node.state === 'empty'
  return (
    <span className={`mark mark-${node.state}`} title={isOptional ? '选填' : words}>
      {isOptional && <span className="small">选填 </span>}
      <span aria-hidden="true">{sign}</span>
      <span className="for-readers">{words}</span>
    </span>
  )
}
