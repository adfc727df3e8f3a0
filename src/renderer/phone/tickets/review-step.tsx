import { Button, Checkbox } from 'antd-mobile'
import { tailText } from '../../../domain/tail-text.ts'
import { digestTail } from '../../../protocol/tickets.ts'
import { useAccount } from '../app-context.tsx'
import { FactList, Page } from '../parts/page.tsx'
import { SealItems } from './seal-items.tsx'
import type { StepProps } from './step-props.ts'
import { isPlatformMade, localOpeningWarning, ticketWords } from './ticket-words.ts'

/** What will happen, for whom, from which computer, how much. */
export function ReviewStep({ run, flow, ticket, onDecline }: StepProps) {
  const { body } = ticket
  const words = ticketWords(body)
  const tail = { label: '校验码', value: tailText(digestTail(ticket.ticketId)), isDigest: true }
  const warning = localOpeningWarning(body, ticket.openingAt, useAccount().server.now())
  const isBusy = flow.name === 'working'
  const offersSession = (body.kind === 'pick-seal' || body.kind === 'seal') && body.session !== undefined
  return (
    <Page
      title={words.title}
      footer={
        <>
          <Button size="large" disabled={isBusy} onClick={onDecline}>
            取消
          </Button>
          <Button color="primary" size="large" loading={isBusy} onClick={() => run.send({ name: 'confirm' })}>
            确认
          </Button>
        </>
      }
    >
      {warning !== null && (
        <div className="danger-notice" role="alert">
          {warning}
        </div>
      )}
      {body.kind === 'rehearse' && (
        <div className="info-notice" role="note">
          演练：不会打开标书内容
        </div>
      )}
      <p className="lead">{words.sentence}</p>
      <div className="block">
        <FactList facts={[...words.facts, tail]} />
        <p className="quiet-text">校验码应与电脑上显示的一致。</p>
      </div>
      {body.kind === 'seal' && (
        <div className="block">
          <h3>文件 {body.items.length} 份</h3>
          <SealItems items={body.items} seals={ticket.seals} />
        </div>
      )}
      {body.kind === 'generate' && body.openingForm.length > 0 && (
        <div className="block">
          <h3>开标一览表</h3>
          <FactList facts={body.openingForm} />
        </div>
      )}
      {body.kind === 'rewrap' && (
        <div className="block">
          <h3>已经可以解密的证书 {ticket.recipientCountBefore} 本</h3>
          {ticket.recipientsBefore.map(({ pairId, personName, authorityName }) => (
            <p key={pairId} className="item">
              <strong>{personName}</strong>
              <span>{authorityName}</span>
            </p>
          ))}
          {ticket.recipientsBefore.length < ticket.recipientCountBefore && (
            <p className="quiet-text">
              另有 {ticket.recipientCountBefore - ticket.recipientsBefore.length} 本已过期、注销或不再属于本单位人员。
            </p>
          )}
        </div>
      )}
      {isPlatformMade(body) && (
        <div className="warning-notice">该请求由业务系统网页发起，手机无法验证网页内容，请确认您正在操作业务系统。</div>
      )}
      {offersSession && (
        <div className="block">
          <Checkbox
            checked={flow.choices.wantsSession}
            onChange={(wantsSession) => run.send({ name: 'choose', choices: { wantsSession } })}
          >
            建立会话（自动接收扫码请求，无需重复扫码）
          </Checkbox>
        </div>
      )}
    </Page>
  )
}
