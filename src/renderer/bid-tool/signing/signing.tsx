import { Button, Empty } from 'antd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { DocumentId, ProjectNode } from '../../../contract/bid-project.ts'
import { NodeTree } from '../node-tree.tsx'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useDrafts } from './drafts-context.tsx'
import './signing.css'
import { SigningDesk } from './signing-desk.tsx'

/** ⑤ 签章: which document, its pages, the seals. */
export function Signing() {
  const { nodes } = useProject()
  const { aim, goTo } = useWhereabouts()
  const { drafts } = useDrafts()
  const withDocuments = useMemo(() => nodes.filter((node) => node.documents.length > 0), [nodes])
  const [nodeId, setNodeId] = useState(() => aim.nodeId ?? firstToSeal(withDocuments))
  const [documentId, setDocumentId] = useState<DocumentId | null>(aim.documentId ?? null)
  useEffect(() => {
    if (aim.nodeId !== undefined) setNodeId(aim.nodeId)
    if (aim.documentId !== undefined) setDocumentId(aim.documentId)
  }, [aim])
  const node = withDocuments.find((one) => one.nodeId === nodeId) ?? withDocuments[0]
  const document = node?.documents.find((one) => one.documentId === documentId) ?? node?.documents[0]
  const markOf = useCallback(
    (one: ProjectNode) => {
      const ids = new Set(one.documents.map((each) => each.documentId))
      return signMark(one, drafts.seals.filter((draft) => ids.has(draft.documentId)).length)
    },
    [drafts],
  )
  const shown = useMemo(() => nodes.filter((one) => one.kind !== 'credit'), [nodes])
  if (node === undefined || document === undefined)
    return (
      <div className="page narrow">
        <Empty description="还没有可以签章的文件。请先在编制中添加 PDF，或生成开标一览表页面。">
          <Button type="primary" onClick={() => goTo('compiling')}>
            去编制
          </Button>
        </Empty>
      </div>
    )
  return (
    <div className="split">
      <aside className="pane tree-pane">
        <NodeTree nodes={shown} selected={node.nodeId} onSelect={setNodeId} markOf={markOf} label="签章节点" />
      </aside>
      <SigningDesk
        key={document.documentId}
        node={node}
        document={document}
        page={aim.page}
        onDocument={setDocumentId}
      />
    </div>
  )
}

/** √ when all wanted seals stand, how many are missing otherwise. */
function signMark(node: ProjectNode, drafted: number) {
  if (node.kind === 'group') return null
  if (node.documents.length === 0) return <span className="mark small">无文件</span>
  const wanted = node.signNodes.flatMap((signNode) => signNode.seals)
  const missing = wanted.filter((seal) => !seal.isDone).length
  if (drafted > 0) return <span className="mark mark-begun small">已放 {drafted}</span>
  if (missing > 0) return <span className="mark mark-missing small">待签 {missing}</span>
  if (wanted.length === 0) return <span className="mark small">不要求</span>
  return <span className="mark mark-done">√</span>
}

function firstToSeal(nodes: readonly ProjectNode[]): string | null {
  const waiting = nodes.find((node) => node.signNodes.some((signNode) => signNode.seals.some((seal) => !seal.isDone)))
  return (waiting ?? nodes[0])?.nodeId ?? null
}
