import { join } from 'node:path'
import { setTimeout as breath } from 'node:timers/promises'
import { app, ipcMain, Menu, session } from 'electron'
import type { Channel } from '../contract/wire.ts'
import { type AppProtocolOptions, registerAppScheme, serveAppProtocol } from './app/app-protocol.ts'
import { refuseToStart, watchCrashes } from './app/crashes.ts'
import { closeSession, lendDesktopPixels, lockNavigation } from './app/guards.ts'
import { openLog } from './app/log.ts'
import { buildMenu } from './app/menu.ts'
import { createWindows } from './app/windows.ts'
import { trustedSenders } from './ipc/senders.ts'

const channel: Channel = 'bidseal'
const devServer = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null)

// Together with --no-sandbox, which the root user needs, Electron crashes in a loop.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerAppScheme()
// Without a word from us Electron makes a menu of its own first.
Menu.setApplicationMenu(null)

const userData = app.getPath('userData')
const log = openLog(join(userData, 'logs', 'main.log'), () => new Date())
if (app.requestSingleInstanceLock()) start().catch((error: unknown) => refuseToStart(app, log, error))
else app.quit()

/**
 * The window first; what answers it when it asks (decision 108). Nothing may be imported above that a window does not
 * need to show its page.
 */
async function start() {
  watchCrashes(app, log)
  lockNavigation(app)
  await app.whenReady()

  const pageLoaded = new Promise<void>((resolve) =>
    app.once('web-contents-created', (_event, contents) => contents.once('did-stop-loading', () => resolve())),
  )
  const setUp = pageLoaded.then(readSetUp)
  const served = setUp.then(async (known) => {
    for (const part of partsOfService) {
      await part()
      await breath()
    }
    const { serveWindows } = await import('./serve-windows.ts')
    await breath()
    return serveWindows({ userData, log, windows, senders, ...known, droppedFile: () => droppedFile })
  })

  const pages: Omit<AppProtocolOptions, 'host'> = {
    bundleFolder: join(app.getAppPath(), 'out', 'renderer'),
    serverOrigin: async () => (await served).server.origin,
    begunServer: async () => {
      const { server } = await served
      await server.begun
      return server.origin
    },
    file: async (name) => (await served).file(name),
    devServer,
  }
  serveAppProtocol(session.defaultSession, { ...pages, host: 'desktop' })
  closeSession(session.defaultSession)

  const senders = trustedSenders()
  let droppedFile: string | null = null
  const windows = createWindows({
    settings: setUp.then(({ settings }) => settings),
    onDesktopWindow: (kind, window) =>
      senders.trust(kind, window.webContents, (id) => void served.then(({ abortTasksOf }) => abortTasksOf(id))),
    preparePhoneSession: (phone) => {
      serveAppProtocol(phone, { ...pages, host: 'phone' })
      closeSession(phone)
      lendDesktopPixels(phone, () => windows.lastFocusedDesktop()?.webContents.mainFrame ?? null)
    },
    onFileDropped: (path) => {
      droppedFile = path
      void served.then(({ announce }) => announce('verification.wanted', { from: 'drop' }))
    },
    onPhoneSwitch: () => void served.then(({ announce }) => announce('phoneFrame.changed', {})),
  })
  ipcMain.handle(channel, async (event, message: unknown) => {
    const sender = senders.identify(event)
    if (sender === null) throw new Error('Refused')
    return (await served).receive(message, sender)
  })

  app.on('second-instance', () => windows.openDesktop('bid-tool'))
  app.on('activate', () => windows.openDesktop('bid-tool'))
  app.on('window-all-closed', () => app.quit())
  windows.openDesktop('bid-tool')

  const verify = () => {
    windows.openDesktop('bid-tool')
    void served.then(({ announce }) => announce('verification.wanted', { from: 'dialog' }))
  }
  Menu.setApplicationMenu(buildMenu({ windows, log, isDevelopment: devServer !== null, verify }))
  await served
}

async function readSetUp() {
  const { openSettings } = await import('./app/settings.ts')
  const settings = openSettings(join(userData, 'settings.json'))
  const { configuredServer } = await import('./app/server-address.ts')
  return { settings, configuredServer: configuredServer(settings) }
}

/** What `serve-windows.ts` imports, in pieces: between them a press of a button is heard. */
const partsOfService = [
  () => import('../contract/desktop.ts'),
  () => import('../domain/pki/certificate.ts'),
  () => import('../protocol/http-api.ts'),
  () => import('./bid-file/handlers.ts'),
]
