import { QrcodeOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Flex, Popconfirm, Typography } from 'antd'
import { type PointerEvent, useState } from 'react'
import type { ProjectDocument } from '../../../contract/bid-project.ts'
import type { AvailableSeal } from '../../../contract/signing.ts'
import { sentenceOf } from '../../../domain/sentences/failure-sentences.ts'
import { minuteText } from '../../desktop/formats.ts'
import { useProject } from '../use-project.ts'
import { useWhereabouts } from '../whereabouts.tsx'
import { approvalsOf, type Drafts, noDrafts, withCrossPage } from './drafts.ts'
import { useDrafts } from './drafts-context.tsx'
import { SealCard } from './seal-card.tsx'
import { useSealing } from './use-sealing.ts'

interface SealPanelProps {
  document: ProjectDocument | null
  onGrab: (event: PointerEvent, seal: AvailableSeal) => void
  onPlace: (seal: AvailableSeal) => void
}

/** 签章 panel: what can be done here, in the order it is done. */
export function SealPanel({ document, onGrab, onPlace }: SealPanelProps) {
  const { signing, drafts, isPending, pickSeal, placeAll, confirm, undo } = useSealing()
  if (isPending) return null
  if (signing.signer === null) return <FirstScan onScan={(offerSession) => void pickSeal(offerSession)} />
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="start" gap={8}>
        <div>
          <Typography.Text strong>{signing.signer.personName}</Typography.Text>
          <br />
          <Typography.Text type="secondary" className="small">
            {signing.signer.enterpriseName}，{signing.signer.authorityName}
          </Typography.Text>
        </div>
        <Button size="small" onClick={() => void pickSeal(signing.session === null)}>
          换证书
        </Button>
      </Flex>
      <ConfirmBlock drafts={drafts} onConfirm={() => void confirm()} onPlaceAll={placeAll} />
      <Failures />
      <section aria-label="可用印章">
        <Typography.Text type="secondary" className="small">
          拖动印章到页面上，双击放到要求的位置
        </Typography.Text>
        <Flex wrap gap={8} className="seal-cards">
          {signing.seals.map((seal) => (
            <SealCard key={seal.sealId} seal={seal} onGrab={onGrab} onPlace={onPlace} />
          ))}
        </Flex>
        {signing.seals.length === 0 && (
          <Alert type="warning" showIcon title="该证书没有可用的印章。请换一本证书，或在标证通中申领印章。" />
        )}
      </section>
      {document && document.pageCount > 1 && <CrossPage document={document} seals={signing.seals} />}
      {document && document.seals.length > 0 && (
        <Sealed document={document} onUndo={() => void undo(document.documentId)} />
      )}
    </Flex>
  )
}

function FirstScan({ onScan }: { onScan: (offerSession: boolean) => void }) {
  const [offerSession, setOfferSession] = useState(true)
  return (
    <Flex vertical gap={12}>
      <Typography.Text strong>先取得印章</Typography.Text>
      <Typography.Text>用标证通扫码并选择证书，该证书可用的印章会显示在这里，再拖到页面上。</Typography.Text>
      <Checkbox checked={offerSession} onChange={(event) => setOfferSession(event.target.checked)}>
        同时建立会话签章：之后的签章推送到手机确认，不必再扫码
      </Checkbox>
      <Button type="primary" icon={<QrcodeOutlined />} onClick={() => onScan(offerSession)}>
        扫码获取印章
      </Button>
    </Flex>
  )
}

interface ConfirmBlockProps {
  drafts: Drafts
  onConfirm: () => void
  onPlaceAll: () => void
}

function ConfirmBlock({ drafts, onConfirm, onPlaceAll }: ConfirmBlockProps) {
  const { change } = useDrafts()
  const { steps } = useProject()
  const { goTo } = useWhereabouts()
  const isDone = steps.some(({ step, isDone }) => step === 'signing' && isDone)
  const approvals = approvalsOf(drafts)
  const documents = new Set([...drafts.seals, ...drafts.crossPage].map((draft) => draft.documentId)).size
  const places = drafts.seals.length + drafts.crossPage.length
  return (
    <Flex vertical gap={8}>
      <Button onClick={onPlaceAll}>一键放置全部待签章位置</Button>
      <Button type="primary" disabled={places === 0} onClick={onConfirm}>
        {places === 0 ? '确认签章' : `确认签章（${documents} 个文件，${places} 处）`}
      </Button>
      {places === 0 && isDone && (
        <Button type="primary" onClick={() => goTo('checking')}>
          下一步：检测
        </Button>
      )}
      {places > 0 && (
        <Flex justify="space-between" align="center" gap={8}>
          <Typography.Text type="secondary" className="small">
            {approvals.length > 1
              ? `需要 ${approvals.length} 次手机确认：同一文件的另一枚印章，要在前一枚之后加盖`
              : '只需一次手机确认'}
          </Typography.Text>
          <Button size="small" type="text" onClick={() => change(() => noDrafts)}>
            清除
          </Button>
        </Flex>
      )}
    </Flex>
  )
}

function Failures() {
  const { nodes } = useProject()
  const { failures, setFailures } = useDrafts()
  if (failures.length === 0) return null
  const documents = nodes.flatMap((node) => node.documents)
  return (
    <Alert
      type="error"
      showIcon
      title={`${failures.length} 个文件没有签成，其余已完成`}
      closable={{ onClose: () => setFailures([]) }}
      description={failures.map(({ documentId, failure }) => (
        <div key={documentId}>
          {documents.find((one) => one.documentId === documentId)?.name ?? '文件'}：{sentenceOf(failure)}
        </div>
      ))}
    />
  )
}

function CrossPage({ document, seals }: { document: ProjectDocument; seals: readonly AvailableSeal[] }) {
  const { drafts, change } = useDrafts()
  const { documentId } = document
  const official = seals.filter((seal) => seal.kind === 'official' || seal.kind === 'other')
  return official.map(({ sealId, name }) => (
    <Checkbox
      key={sealId}
      checked={drafts.crossPage.some((one) => one.documentId === documentId && one.sealId === sealId)}
      onChange={(event) => change((before) => withCrossPage(before, { documentId, sealId }, event.target.checked))}
    >
      加盖骑缝章：{name}，分布在全部 {document.pageCount} 页右侧
    </Checkbox>
  ))
}

function Sealed({ document, onUndo }: { document: ProjectDocument; onUndo: () => void }) {
  const last = document.seals.at(-1)
  return (
    <section aria-label="已盖的印章">
      <Typography.Text strong>本文件已盖</Typography.Text>
      {document.seals.map((seal) => (
        <div key={`${seal.sealId}-${seal.sealedAt}`} className="sealed-row">
          <span className="mark-done">√ </span>
          {seal.sealName}
          {seal.kind === 'crossPage' ? '（骑缝章）' : `（${seal.placements.length} 处）`}
          <br />
          <Typography.Text type="secondary" className="small">
            {seal.sealedBy}，{minuteText(seal.sealedAt)}
          </Typography.Text>
        </div>
      ))}
      {document.canUndoSeal && last && (
        <Popconfirm
          title="撤销最后一次签章"
          description={
            <span className="popconfirm-text">
              文件将恢复到加盖“{last.sealName}”之前的内容。需要时须再次用手机确认签章。
            </span>
          }
          okText="撤销签章"
          okButtonProps={{ danger: true }}
          onConfirm={onUndo}
        >
          <Button size="small" danger>
            撤销最后一次签章
          </Button>
        </Popconfirm>
      )}
    </section>
  )
}
