import { Button, Checkbox, Dialog, SpinLoading } from 'antd-mobile'
import { useState, useSyncExternalStore } from 'react'
import { digestTail } from '../../../protocol/tickets.ts'
import { useDesk, useDeskView } from '../desk-context.ts'
import { useNavigation } from '../navigation.ts'
import { FactList, Page } from '../parts/page.tsx'
import { remainingText, tailText } from '../parts/words.ts'
import { useServerTime } from '../server-time.ts'
import { SealsShown } from '../tickets/seals-shown.tsx'
import { TicketPage } from '../tickets/ticket-page.tsx'
import type { TicketRun } from '../tickets/ticket-run.ts'
import { sealItemWords } from '../tickets/ticket-words.ts'

/** 会话签章: this page stays open, and what the computer wants sealed appears by itself. */
export function SessionPage() {
  const desk = useDesk()
  const { session, run, isConnected } = useDeskView()
  const { back } = useNavigation()
  const now = useServerTime(1000)
  const [isEnding, setEnding] = useState(false)
  if (session === null)
    return (
      <Page
        title="会话签章"
        onBack={back}
        footer={
          <Button color="primary" size="large" onClick={back}>
            返回首页
          </Button>
        }
      >
        <p className="lead center">会话已结束。需要继续签章时，请在电脑上重新扫码。</p>
      </Page>
    )
  return (
    <Page
      title="会话签章"
      onBack={back}
      footer={
        <Button size="large" onClick={() => setEnding(true)}>
          结束会话
        </Button>
      }
    >
      <div className="block">
        <p className="quiet-text center">{isConnected ? '已连接电脑，正在等待签章请求' : '网络断开，正在重新连接…'}</p>
        <div className="session-clock">{remainingText(session.endsAt - now)}</div>
        <p className="quiet-text center">后自动结束</p>
      </div>
      <div className="block">
        <FactList
          facts={[
            { label: '电脑', value: session.desktopName },
            { label: '项目', value: session.section.tenderName },
            { label: '标段', value: session.section.sectionName },
            { label: '本次会话已签章', value: `${session.sealedCount} 份` },
            {
              label: '自动确认',
              value: session.autoConfirm === null ? '未开启' : `已开启，还可签 ${session.autoConfirm.itemsLeft} 份`,
            },
          ]}
        />
      </div>
      {run !== null && <PushedTicket run={run} />}
      <Dialog
        visible={isEnding}
        title="是否关闭会话页面"
        content="关闭后电脑上的签章需要重新扫码。"
        onClose={() => setEnding(false)}
        actions={[
          [
            { key: 'stay', text: '取消', onClick: () => setEnding(false) },
            {
              key: 'end',
              text: '确定',
              bold: true,
              onClick: async () => {
                await desk.endSession()
                back()
              },
            },
          ],
        ]}
      />
    </Page>
  )
}

/** 扫码签章确认. What needs more than a yes, such as the PIN, takes the whole screen. */
function PushedTicket({ run }: { run: TicketRun }) {
  const desk = useDesk()
  const { flow, ticket, isPushed } = useSyncExternalStore(run.subscribe, run.view)
  const [isAutomatic, setAutomatic] = useState(false)
  if (!isPushed) return null
  const body = ticket?.body
  const isSimple =
    (flow.name === 'asking' && flow.step === 'review') || flow.name === 'working' || flow.name === 'fetching'
  if (!isSimple)
    return (
      <div className="overlay">
        <TicketPage run={run} onSession={() => {}} onLeft={() => {}} />
      </div>
    )
  if (ticket === null || body?.kind !== 'seal' || flow.name !== 'asking')
    return (
      <div className="loading">
        <SpinLoading color="primary" />
        <p>正在签章…</p>
      </div>
    )
  async function confirm() {
    if (isAutomatic) await desk.allowAutoConfirm()
    run.send({ name: 'confirm' })
  }
  function decline() {
    run.send({ name: 'decline' })
    desk.putAway()
  }
  return (
    <Dialog
      visible
      title="扫码签章确认"
      content={
        <div className="pushed-ticket">
          {body.items.map((item) => {
            const { label, value } = sealItemWords(item)
            return (
              <p key={item.documentDigest} className="item">
                <strong>{label}</strong>
                <span>{value}</span>
              </p>
            )
          })}
          <SealsShown seals={ticket.seals} items={body.items} />
          <p className="quiet-text">
            校验码 <span className="digest">{tailText(digestTail(ticket.ticketId))}</span>
          </p>
          <Checkbox checked={isAutomatic} onChange={setAutomatic}>
            自动确认
          </Checkbox>
          <p className="quiet-text">勾选后，本次会话中同一项目、同一印章的签章不再询问。</p>
        </div>
      }
      actions={[
        [
          { key: 'decline', text: '取消', onClick: decline },
          { key: 'confirm', text: '确认', bold: true, onClick: confirm },
        ],
      ]}
    />
  )
}
