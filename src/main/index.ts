import { join } from 'node:path'
import { app, ipcMain, Menu, session } from 'electron'
import { desktopContract } from '../contract/desktop.ts'
import type { Channel } from '../contract/wire.ts'
import { type AppProtocolOptions, registerAppScheme, serveAppProtocol } from './app/app-protocol.ts'
import { watchCrashes } from './app/crashes.ts'
import { closeSession, lendDesktopPixels, lockNavigation } from './app/guards.ts'
import { appHandlers } from './app/handlers.ts'
import { openLog } from './app/log.ts'
import { buildMenu } from './app/menu.ts'
import { connectServer } from './app/server-process.ts'
import { openSettings } from './app/settings.ts'
import { createWindows } from './app/windows.ts'
import { announceTo } from './ipc/announce.ts'
import { trustedSenders } from './ipc/senders.ts'
import { serve } from './ipc/serve.ts'

const channel: Channel = 'bidseal'
const devServer = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null)

// Together with --no-sandbox, which the root user needs, Electron crashes in a loop.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerAppScheme()

if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start() {
  const userData = app.getPath('userData')
  const log = openLog(join(userData, 'logs', 'main.log'), () => new Date())
  watchCrashes(app, log)
  lockNavigation(app)
  await app.whenReady()
  log.write('started', { version: app.getVersion(), electron: process.versions.electron })

  const settings = openSettings(join(userData, 'settings.json'))
  const server = await connectServer(settings, log)

  const pages: AppProtocolOptions = {
    bundleFolder: join(app.getAppPath(), 'out', 'renderer'),
    serverOrigin: () => server.origin,
    documentPath: () => null,
    devServer,
  }
  serveAppProtocol(session.defaultSession, pages)
  closeSession(session.defaultSession)

  const senders = trustedSenders()
  const windows = createWindows({
    settings,
    onDesktopWindow: (kind, window) => senders.trust(kind, window.webContents, (id) => ipc.abortTasksOf(id)),
    preparePhoneSession: (phone) => {
      serveAppProtocol(phone, pages)
      closeSession(phone)
      lendDesktopPixels(phone, () => windows.lastFocusedDesktop()?.webContents.mainFrame ?? null)
    },
  })

  const ipc = serve({
    handlers: { ...appHandlers(windows, server) },
    reportBug: log.reportBug,
    wait: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
  })
  ipcMain.handle(channel, (event, message: unknown) => {
    const caller = senders.identify(event)
    if (caller === null) throw new Error('Refused')
    return ipc.receive(message, caller)
  })

  const announce = announceTo(desktopContract, senders.all)
  server.onChange((state) => announce('server.changed', state))

  Menu.setApplicationMenu(buildMenu(windows, log, devServer !== null))
  app.on('second-instance', () => windows.openDesktop('bid-tool'))
  app.on('activate', () => windows.openDesktop('bid-tool'))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', () => server.stop())
  windows.openDesktop('bid-tool')
}
