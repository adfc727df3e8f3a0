import { app } from 'electron'
import type { Handlers } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import { fail } from '../../domain/failure.ts'
import { demoRoutes, platformRoutes } from '../../protocol/http-api.ts'
import type { DemoWorld } from '../demo/people.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'
import type { Server } from './server-process.ts'
import type { Windows } from './windows.ts'

type Names =
  | 'app.about'
  | 'app.openWindow'
  | 'server.state'
  | 'clock.now'
  | 'demo.people'
  | 'demo.inbox'
  | 'phoneFrame.state'
  | 'phoneFrame.switchTo'

/** A server's clock that is this far off was moved on purpose; no computer's clock drifts so much unnoticed. */
const shiftedFromMs = 30_000

interface AppParts {
  windows: Windows
  server: Server
  connection: ServerConnection
  world: DemoWorld
}

/** What windows may ask about the app itself, its clock and the demo world. */
export function appHandlers({ windows, server, connection, world }: AppParts): Pick<Handlers<DesktopContract>, Names> {
  const isOfflineDemo = () => server.state().mode === 'offline-demo'
  return {
    'app.about': () => ({
      name: '封标',
      version: app.getVersion(),
      runtime: `Electron ${process.versions.electron}`,
      isOfflineDemo: isOfflineDemo(),
    }),
    'app.openWindow': (target) => {
      if (target.window !== 'phone') {
        windows.openDesktop(target.window)
        return {}
      }
      const person = target.person ?? windows.lastPhone() ?? world.people()[0]?.person
      if (person === undefined || world.person(person) === null) return fail('input.invalid', { field: 'person' })
      windows.openPhone(person)
      return {}
    },
    'server.state': () => server.state(),
    'clock.now': async () => {
      const { serverTime, isDemo } = await connection.call(platformRoutes.time, { body: {} })
      connection.learnTime(serverTime)
      return { serverTime, isShifted: isDemo && Math.abs(serverTime - Date.now()) > shiftedFromMs }
    },
    'demo.people': () => ({ people: world.people() }),
    'demo.inbox': async () => {
      const secret = server.demoSecret() ?? fail('server.unreachable', {})
      const { messages } = await connection.call(demoRoutes.inbox, { body: {}, token: secret })
      return { messages: messages.map(({ phoneNumber, text, at }) => ({ phoneNumber, text, at })) }
    },
    'phoneFrame.state': () => {
      const shown = windows.shownPhone()
      const person = (shown && world.person(shown)) ?? fail('input.invalid', { field: 'person' })
      return { person, pin: world.pinOf(person.person), people: world.people() }
    },
    'phoneFrame.switchTo': ({ person }) => {
      if (world.person(person) === null) fail('input.invalid', { field: 'person' })
      windows.openPhone(person)
      return {}
    },
  }
}
