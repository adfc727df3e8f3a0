import { join } from 'node:path'
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
 * The window comes first, and what it can ask for is loaded while its page starts (decision 108): up to `openDesktop`
 * nothing is loaded but what a window needs, and whoever asks earlier waits.
 */
async function start() {
  watchCrashes(app, log)
  lockNavigation(app)
  await app.whenReady()

  const settings = loadSettings()
  const pages: Omit<AppProtocolOptions, 'host'> = {
    bundleFolder: join(app.getAppPath(), 'out', 'renderer'),
    serverOrigin: async () => (await served).serverOrigin,
    file: async (name) => (await served).file(name),
    devServer,
  }
  const delivery = serveAppProtocol(session.defaultSession, { ...pages, host: 'desktop' })
  closeSession(session.defaultSession)

  const senders = trustedSenders()
  let droppedFile: string | null = null
  const windows = createWindows({
    settings,
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
  const served = delivery.pageDelivered().then(async () => {
    const { serveWindows } = await import('./serve-windows.ts')
    return serveWindows({ userData, log, windows, senders, settings: await settings, droppedFile: () => droppedFile })
  })
  ipcMain.handle(channel, async (event, message: unknown) => {
    const { receive } = await served
    const sender = senders.identify(event)
    if (sender === null) throw new Error('Refused')
    return receive(message, sender)
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

async function loadSettings() {
  const { openSettings } = await import('./app/settings.ts')
  return openSettings(join(userData, 'settings.json'))
}
