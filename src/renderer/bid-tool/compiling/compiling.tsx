import { useEffect, useState } from 'react'
import type { ProjectNode } from '../../../contract/bid-project.ts'
import { NodeTree, stateMark } from '../node-tree.tsx'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { CitationNode } from './citation-node.tsx'
import { DocumentNode } from './document-node.tsx'
import { GroupNode } from './group-node.tsx'
import { OpeningFormNode } from './opening-form-node.tsx'

/** ④ 编制: the tree on the left, the chosen node beside it. */
export function Compiling() {
  const { nodes } = useProject()
  const { aim } = useWhereabouts()
  const [selected, setSelected] = useState(() => aim.nodeId ?? firstToDo(nodes))
  useEffect(() => {
    if (aim.nodeId !== undefined) setSelected(aim.nodeId)
  }, [aim])
  const node = nodes.find((one) => one.nodeId === selected) ?? nodes[0]
  return (
    <div className="split">
      <aside className="pane tree-pane">
        <NodeTree nodes={nodes} selected={selected} onSelect={setSelected} markOf={stateMark} label="目录树" />
      </aside>
      {node && <NodeContent key={node.nodeId} node={node} onSelect={setSelected} />}
    </div>
  )
}

function NodeContent({ node, onSelect }: { node: ProjectNode; onSelect: (nodeId: string) => void }) {
  switch (node.kind) {
    case 'group':
      return <GroupNode node={node} onSelect={onSelect} />
    case 'document':
      return <DocumentNode node={node} />
    case 'openingForm':
      return <OpeningFormNode node={node} />
    case 'credit':
      return <CitationNode node={node} />
  }
}

/** Where a clerk goes on: the first required node that is not begun. */
function firstToDo(nodes: readonly ProjectNode[]): string | null {
  const leaves = nodes.filter((node) => node.kind !== 'group')
  const next = leaves.find((node) => node.required && node.state === 'empty') ?? leaves[0] ?? nodes[0]
  return next?.nodeId ?? null
}
