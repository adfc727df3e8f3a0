import { Button } from 'antd-mobile'
import { CheckCircleFill } from 'antd-mobile-icons'
import { Page } from '../parts/page.tsx'
import type { Flow } from './flow.ts'
import type { LoadedTicket } from './load-ticket.ts'
import { answeredWords } from './ticket-words.ts'

interface AnsweredScreenProps {
  flow: Extract<Flow, { name: 'answered' }>
  /** Null when a reload only had to deliver the answer. */
  ticket: LoadedTicket | null
  onDone(): void
}

/** What was done and what comes next. */
export function AnsweredScreen({ flow, ticket, onDone }: AnsweredScreenProps) {
  const { title, next } = answeredWords[flow.kind]
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
        <CheckCircleFill className="result-icon" />
        <h2>{title}</h2>
        <p>{next}</p>
      </div>
      {flow.kind === 'generate' && names.length > 0 && (
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
