import { Button, SpinLoading } from 'antd-mobile'
import { useSyncExternalStore } from 'react'
import { sentenceOf } from '../../../domain/sentences/failure-sentences.ts'
import { tailText } from '../../../domain/tail-text.ts'
import { digestTail } from '../../../protocol/tickets.ts'
import { useDesk, useDeskView } from '../desk-context.ts'
import { FailureNotice } from '../parts/failure-notice.tsx'
import { Page } from '../parts/page.tsx'
import { PinPad } from '../parts/pin-pad.tsx'
import { AnsweredScreen } from './answered-screen.tsx'
import { CertificateStep } from './certificate-step.tsx'
import type { Flow, PinNotice } from './flow.ts'
import type { LoadedTicket } from './load-ticket.ts'
import { RecipientsStep } from './recipients-step.tsx'
import { ReviewStep } from './review-step.tsx'
import type { StepProps } from './step-props.ts'
import type { TicketRun } from './ticket-run.ts'
import { ticketWords } from './ticket-words.ts'
import { UnknownDesktopStep } from './unknown-desktop-step.tsx'

interface TicketPageProps {
  run: TicketRun
  onSession(): void
  onLeft(): void
}

/** One ticket over the whole screen, step by step. */
export function TicketPage({ run, onSession, onLeft }: TicketPageProps) {
  const desk = useDesk()
  const { session } = useDeskView()
  const { flow, ticket, comparedNumber, unsealed } = useSyncExternalStore(run.subscribe, run.view)
  function leave() {
    desk.putAway()
    if (flow.name === 'answered' && flow.choices.wantsSession && session !== null) onSession()
    else onLeft()
  }
  const decline = () => {
    run.send({ name: 'decline' })
    desk.putAway()
    onLeft()
  }

  if (flow.name === 'failed')
    return (
      <Page
        title="未能办理"
        onBack={leave}
        footer={
          flow.mayRetry ? (
            <Button color="primary" size="large" onClick={() => run.send({ name: 'retry' })}>
              重试
            </Button>
          ) : (
            <Button size="large" onClick={leave}>
              返回首页
            </Button>
          )
        }
      >
        <FailureNotice failure={flow.failure} />
      </Page>
    )
  if (flow.name === 'answered') return <AnsweredScreen {...{ flow, ticket, unsealed }} onDone={leave} />
  if (ticket === null || flow.name === 'fetching' || flow.name === 'declined')
    return (
      <Page title="扫码" onBack={leave}>
        <div className="loading">
          <SpinLoading color="primary" />
          <p>正在核对二维码的内容…</p>
        </div>
      </Page>
    )
  return <Question {...{ run, flow, ticket, comparedNumber, decline }} />
}

interface QuestionProps {
  run: TicketRun
  flow: Extract<Flow, { name: 'asking' | 'working' }>
  ticket: LoadedTicket
  comparedNumber: string | null
  decline(): void
}

function Question({ run, flow, ticket, comparedNumber, decline }: QuestionProps) {
  const props = { run, flow, ticket, onDecline: decline }
  switch (flow.step) {
    case 'compare':
      return <CompareStep run={run} number={comparedNumber ?? ''} onDecline={decline} />
    case 'unknown-desktop':
      return <UnknownDesktopStep {...props} />
    case 'review':
      return <ReviewStep {...props} />
    case 'certificate':
      return <CertificateStep {...props} />
    case 'recipients':
      return <RecipientsStep {...props} />
    case 'pin':
      return <PinStep {...props} />
  }
}

function CompareStep({ run, number, onDecline }: { run: TicketRun; number: string; onDecline(): void }) {
  return (
    <Page
      title="核对数字"
      footer={
        <>
          <Button size="large" onClick={onDecline}>
            不一致
          </Button>
          <Button color="primary" size="large" onClick={() => run.send({ name: 'confirm' })}>
            一致，继续
          </Button>
        </>
      }
    >
      <p className="lead center">电脑上显示的核对数字是否也是：</p>
      <div className="comparison-number">{number}</div>
      <p className="quiet-text center">不一致说明这不是您面前的电脑发起的请求，请不要继续。</p>
    </Page>
  )
}

function pinNoticeText(notice: PinNotice | null): string | null {
  if (notice === null) return null
  if (notice.name === 'wrong') return `证书密码不正确，还可以再试 ${notice.triesLeft} 次。`
  if (notice.name === 'locked') return '证书密码输错次数过多，证书已锁定。请联系企业管理员或 CA 机构。'
  return sentenceOf(notice.failure)
}

function PinStep({ run, flow, ticket }: StepProps) {
  const words = ticketWords(ticket.body)
  const notice = flow.name === 'asking' ? flow.pinNotice : null
  const isBusy = flow.name === 'working'
  return (
    <Page title={words.title} onBack={isBusy ? undefined : () => run.send({ name: 'back' })}>
      <PinPad
        title="输入证书密码"
        sentence={`${words.title} · ${ticket.body.desktopName}`}
        digestTail={tailText(digestTail(ticket.ticketId))}
        notice={pinNoticeText(notice)}
        isLocked={notice?.name === 'locked'}
        isBusy={isBusy}
        onFilled={run.confirmWithPin}
      />
    </Page>
  )
}
