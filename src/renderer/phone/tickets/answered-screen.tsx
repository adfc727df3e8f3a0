import { Button } from 'antd-mobile'
import { CheckCircleFill, ExclamationCircleFill } from 'antd-mobile-icons'
import { sentenceOf } from '../../../domain/sentences/failure-sentences.ts'
import { Page } from '../parts/page.tsx'
import type { Flow } from './flow.ts'
import type { LoadedTicket } from './load-ticket.ts'
import type { UnsealedItem } from './ticket-run.ts'
import { answeredWords } from './ticket-words.ts'

interface AnsweredScreenProps {
  flow: Extract<Flow, { name: 'answered' }>
  /** Null when a reload only had to deliver the answer. */
  ticket: LoadedTicket | null
  unsealed: readonly UnsealedItem[]
  onDone(): void
}

/** What was done and what comes next. */
export function AnsweredScreen({ flow, ticket, unsealed, onDone }: AnsweredScreenProps) {
  const words = answeredWords[flow.kind]
  const title = unsealed.length === 0 ? words.title : `${unsealed.length} 份文件没有签章`
  const next = unsealed.length === 0 ? words.next : '其余文件已签章。请按下面的原因处理后，在电脑上对这些文件重新签章。'
  const { recipientPairIds, wantsSession } = flow.choices
  const names = ticket?.colleagues.filter(({ pairId }) => recipientPairIds.includes(pairId)) ?? []
  return (
    <Page
      title="办理结果"
      footer={
        <Button color="primary" size="large" onClick={onDone}>
          {wantsSession ? '进入会话' : '完成'}
        </Button>
      }
    >
      <div className="result">
        {unsealed.length === 0 ? (
          <CheckCircleFill className="result-icon" />
        ) : (
          <ExclamationCircleFill className="result-icon partial" />
        )}
        <h2>{title}</h2>
        <p>{next}</p>
      </div>
      {unsealed.length > 0 && (
        <div className="block">
          {unsealed.map(({ documentName, failure }) => (
            <p key={documentName} className="item">
              <strong>{documentName}</strong>
              <span>{failure === null ? '未能签章' : sentenceOf(failure)}</span>
            </p>
          ))}
        </div>
      )}
      {(flow.kind === 'generate' || flow.kind === 'rewrap') && names.length > 0 && (
        <div className="block">
          <h3>可以解密的证书 {names.length} 本</h3>
          {names.map(({ pairId, personName, authorityName }) => (
            <p key={pairId} className="item">
              <strong>{personName}</strong>
              <span>{authorityName}</span>
            </p>
          ))}
        </div>
      )}
    </Page>
  )
}
