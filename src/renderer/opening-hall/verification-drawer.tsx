import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { Alert, Drawer } from 'antd'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { CheckView, OpenedBid, VerificationView } from '../../contract/bid-output.ts'
import { secondText } from '../desktop/formats.ts'
import { useHallColors } from './use-hall-colors.ts'

type Check = z.infer<typeof CheckView>
type Seal = VerificationView['seals'][number]

const marks: Record<Check['outcome'], ReactNode> = {
  ok: <CheckCircleFilled className="good" aria-label="通过" />,
  warning: <ExclamationCircleFilled className="busy" aria-label="提示" />,
  bad: <CloseCircleFilled className="bad" aria-label="不通过" />,
  'not-checked': <MinusCircleOutlined className="quiet" aria-label="未检查" />,
}

/** 验证报告: the bid, then every seal and signature in it. */
export function VerificationDrawer({ bid, onClose }: { bid: OpenedBid | null; onClose: () => void }) {
  const view = bid?.verification
  // The drawer stands beside the hall in the page, not inside it.
  const colors = useHallColors()
  return (
    <Drawer
      open={bid !== null}
      onClose={onClose}
      size="70vw"
      title={bid === null ? '' : `验证报告 · ${bid.bidderName}`}
      className="report"
      rootStyle={colors}
    >
      {view !== undefined && (
        <>
          <Alert type={view.verdict === 'valid' ? 'success' : 'error'} showIcon title={view.summary} />
          <h3>投标文件</h3>
          <Checks checks={view.checks} />
          <h3>签章（{view.seals.length} 处）</h3>
          {view.seals.length === 0 && <p className="quiet">文件中没有签章</p>}
          {view.seals.map((seal, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a document may carry one seal twice, and the list never changes
            <SealReport key={index} seal={seal} />
          ))}
        </>
      )}
    </Drawer>
  )
}

/** Open when something is wrong; a good seal is one line until somebody wants to know. */
function SealReport({ seal }: { seal: Seal }) {
  const isValid = seal.verdict === 'valid'
  return (
    <details open={!isValid}>
      <summary>
        {marks[isValid ? 'ok' : 'bad']}
        <strong>{seal.documentName}</strong>
        <span>{seal.sealName}</span>
        <span>{seal.signerName}</span>
        <span>{seal.signedAt === null ? '时间未知' : secondText(seal.signedAt)}</span>
      </summary>
      <Checks checks={seal.checks} />
    </details>
  )
}

function Checks({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="checks">
      {checks.map(({ name, outcome, sentence }) => (
        <li key={name}>
          {marks[outcome]}
          <strong>{name}</strong>
          <span>{sentence}</span>
        </li>
      ))}
    </ul>
  )
}
