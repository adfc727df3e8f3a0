import { Checkbox, Dialog, SpinLoading } from 'antd-mobile'
import { useState, useSyncExternalStore } from 'react'
import { tailText } from '../../../domain/tail-text.ts'
import { digestTail } from '../../../protocol/tickets.ts'
import { useDesk } from '../desk-context.ts'
import { SealItems } from './seal-items.tsx'
import { TicketPage } from './ticket-page.tsx'
import type { TicketRun } from './ticket-run.ts'

/**
 * 扫码签章确认: what a session's computer wants sealed is asked about above whatever page is open. What needs more than a
 * yes, such as the PIN, takes the whole screen.
 */
export function PushedTicket({ run }: { run: TicketRun }) {
  const desk = useDesk()
  const { flow, ticket } = useSyncExternalStore(run.subscribe, run.view)
  const [isAutomatic, setAutomatic] = useState(false)
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
      <div className="working-notice" role="status">
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
          <SealItems items={body.items} seals={ticket.seals} />
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
