import type { Failure } from '../../domain/failure.ts'
import { sessionRoutes, ticketRoutes } from '../../protocol/http-api.ts'
import { type PhonePush, type SessionTicketPush, verifyPushedTicket } from '../../protocol/pushes.ts'
import type { TicketId } from '../../protocol/tickets.ts'
import type { AccountParts } from './app-context.tsx'
import { failureOfError } from './parts/failure-of-error.ts'
import { createPinHolder } from './session/pin-holder.ts'
import { afterSealing, judgePush, type SealSession, withAutoConfirm } from './session/session-rules.ts'
import { type FlowRecord, newFlowRecord } from './store/phone-store.ts'
import { findTypedTicket } from './tickets/fetch-ticket.ts'
import { isOver } from './tickets/flow.ts'
import { startTicketRun, type TicketRun } from './tickets/ticket-run.ts'

export interface DeskView {
  /** The ticket under way; a second one waits until this one is put away. */
  run: TicketRun | null
  session: SealSession | null
  /** Something arrived that was refused before it could be shown. */
  failure: Failure | null
  isConnected: boolean
}

/** What lies before the person: at most one ticket and at most one session, over reloads and lost connections. */
export interface Desk {
  view(): DeskView
  subscribe(changed: () => void): () => void
  /** Takes up what a reload interrupted and listens for pushes until aborted. */
  open(signal: AbortSignal, onChanged: () => void): Promise<void>
  begin(ticketId: TicketId): Promise<void>
  /** Failures: those of `findTypedTicket`. */
  beginTyped(code: string): Promise<void>
  putAway(): void
  /** 自动确认, for the seals of the pushed ticket that is shown. */
  allowAutoConfirm(): Promise<void>
  endSession(): Promise<void>
  dismissFailure(): void
}

export function createDesk(account: AccountParts): Desk {
  const { server, storage, signedIn } = account
  const { accountId } = signedIn.account
  const pinHolder = createPinHolder()
  const listeners = new Set<() => void>()
  const waiting: FlowRecord[] = []
  let view: DeskView = { run: null, session: null, failure: null, isConnected: false }
  let sessionTimer: ReturnType<typeof setTimeout> | undefined
  let lastTaken: Promise<void> = Promise.resolve()

  function show(changes: Partial<DeskView>) {
    view = { ...view, ...changes }
    for (const changed of listeners) changed()
  }

  /** One after the other: of two that come together, both would find the phone free, and the first would be lost. */
  function take(record: FlowRecord): Promise<void> {
    const taken = lastTaken.then(() => takeAlone(record))
    lastTaken = taken.catch(() => undefined)
    return taken
  }

  async function takeAlone(record: FlowRecord) {
    const { ticketId } = record
    const isHere = view.run?.view().flow.ticketId === ticketId || waiting.some((one) => one.ticketId === ticketId)
    if (isHere) return
    if (view.run !== null) {
      waiting.push(record)
      return
    }
    await storage.write('flows', accountId, record)
    const run = startTicketRun(account, record, pinHolder)
    show({ run })
    run.subscribe(() => void follow(run, record))
    if (record.isPushed)
      await changeSession((current) => ({ ...current, waiting: current.waiting.filter((one) => one !== ticketId) }))
  }

  async function follow(run: TicketRun, record: FlowRecord) {
    const { flow, ticket } = run.view()
    if (record.isPushed && flow.name === 'asking' && ticket !== null) {
      // ⚔ Anything but a seal, at any step: with the PIN of a session held, nothing else would be asked for.
      const { session } = view
      const { body } = ticket
      const verdict = session !== null && body.kind === 'seal' ? judgePush(session, body, server.now()) : 'refuse'
      if (verdict === 'refuse') run.send({ name: 'fail', failure: { code: 'phone.push-forged', details: {} } })
      if (verdict === 'confirm' && flow.step === 'review' && pinHolder.pin() !== null) run.send({ name: 'confirm' })
    }
    if (flow.name !== 'answered') return
    // An answer may just have opened a session.
    if (!record.isPushed) {
      await loadSession()
      // Its desktop may have pushed before this page knew the session; without the network now, the stream replays it later.
      await catchUp().catch(failureOfError)
    }
    // A session that ended while its last ticket was worked on must not leave the PIN behind.
    if (view.session === null) pinHolder.forget()
    if (record.isPushed && view.session !== null && ticket?.body.kind === 'seal' && view.run === run) {
      const itemCount = ticket.body.items.length
      await changeSession((session) => afterSealing(session, itemCount))
      putAway()
    }
  }

  function putAway() {
    const { run } = view
    if (run !== null && !isOver(run.view().flow)) void storage.remove('flows', accountId)
    show({ run: null })
    const next = waiting.shift()
    if (next !== undefined) void take(next)
  }

  /** Shown before it is kept: a second change in the meantime builds on the first instead of undoing it. */
  async function changeSession(change: (session: SealSession) => SealSession) {
    if (view.session === null) return
    const session = change(view.session)
    show({ session })
    await storage.write('sessions', accountId, session)
  }

  async function loadSession() {
    const session = await storage.read('sessions', accountId)
    if (session === null) return
    if (session.endsAt <= server.now()) return forgetSession()
    clearTimeout(sessionTimer)
    sessionTimer = setTimeout(() => void forgetSession(), session.endsAt - server.now())
    show({ session })
  }

  async function forgetSession() {
    pinHolder.forget()
    clearTimeout(sessionTimer)
    show({ session: null })
    await storage.remove('sessions', accountId)
  }

  async function onSessionTicket(push: SessionTicketPush) {
    const { session } = view
    if (session === null || push.sequence <= session.lastSequence) return
    try {
      const { body } = await server.call(ticketRoutes.fetch, { params: { ticketId: push.ticketId }, body: {} })
      verifyPushedTicket(session, push, body)
      // A code that waits for its turn is not waiting to be scanned: it must not expire behind another.
      if (view.run !== null) await server.call(ticketRoutes.scan, { params: { ticketId: push.ticketId }, body: {} })
    } catch (error) {
      const failure = failureOfError(error)
      // Without the network nothing was judged: the push counts as unread and comes again.
      if (failure.code === 'server.unreachable') throw error
      const isForged = failure.code === 'session.push-invalid'
      return show({ failure: isForged ? { code: 'phone.push-forged', details: {} } : failure })
    }
    // Kept before it is shown or queued: a page that is reloaded now finds it again.
    await changeSession((current) => ({
      ...current,
      lastSequence: push.sequence,
      waiting: [...current.waiting, push.ticketId],
    }))
    await take(newFlowRecord(push.ticketId, { isPushed: true }))
  }

  /** Asks for what may have been pushed unheard. The server can hold a ticket back, but not put one in. */
  async function catchUp() {
    const { session } = view
    if (session === null) return
    const params = { sessionId: session.sessionId }
    try {
      const { pushes } = await server.call(sessionRoutes.waiting, { params, body: {} })
      for (const push of pushes) await onSessionTicket(push)
    } catch (error) {
      // A server that was rolled back does not know the session at all.
      if (!['session.ended', 'request.not-found'].includes(failureOfError(error).code)) throw error
      await forgetSession()
    }
  }

  async function onPush(push: PhonePush, onChanged: () => void) {
    if (push.name === 'session.ticket') await onSessionTicket(push)
    if (push.name === 'session.ended' && push.sessionId === view.session?.sessionId) await forgetSession()
    if (push.name === 'ticket.changed' && view.run?.view().flow.ticketId === push.ticketId) view.run.refresh()
    if (push.name === 'missed') {
      view.run?.refresh()
      onChanged()
      await catchUp()
    }
    if (push.name === 'time.changed') server.setServerTime(push.serverTime)
    if (push.name === 'certificates.changed') {
      await forgetSession()
      onChanged()
    }
  }

  return {
    view: () => view,
    subscribe(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    async open(signal, onChanged) {
      await loadSession()
      const interrupted = await storage.read('flows', accountId)
      if (interrupted !== null) await take(interrupted)
      for (const ticketId of view.session?.waiting ?? []) await take(newFlowRecord(ticketId, { isPushed: true }))
      // Without the network now, the stream replays it later.
      await catchUp().catch(failureOfError)
      await server.pushes({
        signal,
        lastEventId: () => storage.read('lastPushes', accountId),
        async onPush(push, eventId) {
          await onPush(push, onChanged)
          await storage.write('lastPushes', accountId, eventId)
        },
        onConnected: (isConnected) => show({ isConnected }),
      })
    },
    begin: (ticketId) => take(newFlowRecord(ticketId)),
    async beginTyped(code) {
      const { ticketId, comparedNumber } = await findTypedTicket(server, code)
      await take(newFlowRecord(ticketId, { comparedNumber }))
    },
    putAway,
    async allowAutoConfirm() {
      const body = view.run?.view().ticket?.body
      if (body?.kind === 'seal') await changeSession((session) => withAutoConfirm(session, body))
    },
    async endSession() {
      const { session } = view
      await forgetSession()
      if (session === null) return
      const params = { sessionId: session.sessionId }
      // The phone has already forgotten the PIN and would refuse a push; the server's word only tells the desktop.
      await server.call(sessionRoutes.endByPhone, { params, body: {} }).catch((error: unknown) => failureOfError(error))
    },
    dismissFailure: () => show({ failure: null }),
  }
}
