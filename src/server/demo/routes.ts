import { demoRoutes } from '../../protocol/http-api.ts'
import type { createDemoInbox } from '../accounts/send-message.ts'
import type { Serve } from '../http/serve.ts'
import type { Parts } from '../parts.ts'
import { phonesChannel } from '../pushes.ts'
import type { Clock } from './clock.ts'

/** What exists in demo mode only; the demo secret goes to the process that started this one. */
export function serveDemo(serve: Serve, parts: Parts, clock: Clock, inbox: ReturnType<typeof createDemoInbox>): void {
  serve.demo(demoRoutes.inbox, () => ({ messages: inbox.messages() }))

  serve.demo(demoRoutes.skipTo, ({ body: { to } }) => {
    clock.skipTo(to)
    parts.pushes.send(phonesChannel, { name: 'time.changed', serverTime: clock.now() })
    return { serverTime: clock.now() }
  })
}
