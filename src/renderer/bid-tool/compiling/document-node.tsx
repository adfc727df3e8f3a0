import { FilePdfOutlined } from '@ant-design/icons'
import { Button, Empty, Flex } from 'antd'
import { useEffect, useState } from 'react'
import type { DocumentId, ProjectNode } from '../../../contract/bid-project.ts'
import { type PageAim, PdfViewer } from '../../kit/pdf/pdf-viewer.tsx'
import { usePdf } from '../../kit/pdf/use-pdf.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { useIsWorking } from '../works-context.tsx'
import { DocumentList } from './document-list.tsx'
import { NodeFacts } from './node-facts.tsx'
import { useAttach } from './use-attach.ts'

/** A node that wants PDFs: the page in the middle, its files on the right. */
export function DocumentNode({ node }: { node: ProjectNode }) {
  const { aim } = useWhereabouts()
  const [chosen, setChosen] = useState<DocumentId | null>(aim.documentId ?? null)
  useEffect(() => {
    if (aim.documentId !== undefined) setChosen(aim.documentId)
  }, [aim])
  const { attach, refused, forget } = useAttach(node)
  const isAttaching = useIsWorking('添加文件')
  const document = node.documents.find((one) => one.documentId === chosen) ?? node.documents[0]
  const button = (
    <Button type="primary" icon={<FilePdfOutlined />} loading={isAttaching} onClick={() => void attach()}>
      添加 PDF 文件
    </Button>
  )
  return (
    <>
      <section className="pane-main">
        {document === undefined ? (
          <Flex className="fill" align="center" justify="center">
            <Empty
              image={<FilePdfOutlined className="empty-picture" />}
              description={`“${node.title}”还没有文件。请先添加 PDF，可一次选择多个。`}
            >
              {button}
            </Empty>
          </Flex>
        ) : (
          <DocumentPages key={document.documentId} url={document.url} name={document.name} page={aim.page} />
        )}
      </section>
      <aside className="pane side-pane">
        <NodeFacts node={node} />
        {node.documents.length > 0 && button}
        <DocumentList
          node={node}
          selected={document?.documentId ?? null}
          onSelect={setChosen}
          refused={refused}
          onForget={forget}
        />
      </aside>
    </>
  )
}

export function DocumentPages({ url, name, page }: { url: string; name: string; page?: number | undefined }) {
  const [aim] = useState<PageAim | undefined>(page === undefined ? undefined : { page, request: 1 })
  return <PdfViewer pdf={usePdf(url)} name={name} aim={aim} />
}
