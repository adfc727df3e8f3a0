import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, HighlightOutlined } from '@ant-design/icons'
import { Alert, App, Button, Flex, Tooltip, Typography } from 'antd'
import type { DocumentId, ProjectDocument, ProjectNode } from '../../../contract/bid-project.ts'
import { sentenceOf } from '../../../domain/sentences/failure-sentences.ts'
import { sizeText } from '../../desktop/formats.ts'
import { UndoNotice } from '../undo-notice.tsx'
import { useChangeProject, useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { moved } from './moved.ts'
import type { Refused } from './use-attach.ts'

interface DocumentListProps {
  node: ProjectNode
  selected: DocumentId | null
  onSelect: (documentId: DocumentId) => void
  refused: readonly Refused[]
  onForget: () => void
}

/** A node's files in the order they will stand in the bid. */
export function DocumentList({ node, selected, onSelect, refused, onForget }: DocumentListProps) {
  const { projectId } = useProject()
  const change = useChangeProject()
  const { goTo } = useWhereabouts()
  const remove = useRemoveDocument()
  const ids = node.documents.map((document) => document.documentId)
  const move = (from: number, by: number) =>
    void change('调整顺序', 'project.orderDocuments', {
      projectId,
      nodeId: node.nodeId,
      documentIds: moved(ids, from, from + by),
    })
  return (
    <Flex vertical gap={8}>
      {refused.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={`${refused.length} 个文件没有添加`}
          description={refused.map(({ fileName, failure }) => (
            <div key={fileName}>
              {fileName}：{sentenceOf(failure)}
            </div>
          ))}
          closable={{ onClose: onForget }}
        />
      )}
      {node.documents.map((document, index) => (
        <div
          key={document.documentId}
          className="document-card"
          data-selected={document.documentId === selected || undefined}
        >
          <button
            type="button"
            className="document-name"
            aria-current={document.documentId === selected ? 'true' : undefined}
            onClick={() => onSelect(document.documentId)}
          >
            <span className="wrap-anywhere">{document.name}</span>
            <Typography.Text type="secondary" className="small">
              {document.pageCount} 页，{sizeText(document.sizeInBytes)}
              {document.seals.length > 0 && `，已签章 ${document.seals.length} 次`}
            </Typography.Text>
          </button>
          <Flex gap={2}>
            <IconButton
              label={`上移${document.name}`}
              icon={<ArrowUpOutlined />}
              isOff={index === 0}
              onClick={() => move(index, -1)}
            />
            <IconButton
              label={`下移${document.name}`}
              icon={<ArrowDownOutlined />}
              isOff={index === ids.length - 1}
              onClick={() => move(index, 1)}
            />
            <IconButton
              label={`签章${document.name}`}
              icon={<HighlightOutlined />}
              onClick={() => goTo('signing', { nodeId: node.nodeId, documentId: document.documentId })}
            />
            <IconButton
              label={`移除${document.name}`}
              icon={<DeleteOutlined />}
              isDanger
              onClick={() => void remove(document)}
            />
          </Flex>
        </div>
      ))}
    </Flex>
  )
}

interface IconButtonProps {
  label: string
  icon: React.ReactNode
  isOff?: boolean
  isDanger?: boolean
  onClick: () => void
}

function IconButton({ label, icon, isOff = false, isDanger = false, onClick }: IconButtonProps) {
  return (
    <Tooltip title={label.slice(0, 2)}>
      <Button
        size="small"
        type="text"
        aria-label={label}
        icon={icon}
        disabled={isOff}
        danger={isDanger}
        onClick={onClick}
      />
    </Tooltip>
  )
}

function useRemoveDocument() {
  const { projectId } = useProject()
  const change = useChangeProject()
  const { message } = App.useApp()
  return async (document: ProjectDocument) => {
    const { documentId, name } = document
    const project = await change('移除文件', 'project.removeDocument', { projectId, documentId })
    if (project === null) return
    const undo = () => {
      message.destroy(documentId)
      void change('恢复文件', 'project.restoreDocument', { projectId, documentId })
    }
    const seals = document.seals.length > 0 ? '，连同其上的签章' : ''
    message.open({
      key: documentId,
      duration: 8,
      content: <UndoNotice text={`已移除“${name}”${seals}`} onUndo={undo} />,
    })
  }
}
