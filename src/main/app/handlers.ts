import { app } from 'electron'
import type { Handlers } from '../../contract/define.ts'
import type { DesktopContract } from '../../contract/desktop.ts'
import type { Server } from './server-process.ts'
import type { Windows } from './windows.ts'

type Names = 'app.about' | 'app.openWindow' | 'server.state'

/** What windows may ask about the app itself. */
export function appHandlers(windows: Windows, server: Server): Pick<Handlers<DesktopContract>, Names> {
  return {
    'app.about': () => ({
      name: '封标',
      version: app.getVersion(),
      runtime: `Electron ${process.versions.electron}`,
      isOfflineDemo: server.state().mode === 'offline-demo',
    }),
    'app.openWindow': (target) => {
      if (target.window === 'phone') windows.openPhone(target.person)
      else windows.openDesktop(target.window)
      return {}
    },
    'server.state': () => server.state(),
  }
}
