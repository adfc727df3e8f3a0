import { join } from 'node:path'
import { app, ipcMain, Menu, safeStorage, session, shell } from 'electron'
import { desktopContract } from '../contract/desktop.ts'
import type { Channel } from '../contract/wire.ts'
import { type AppProtocolOptions, registerAppScheme, serveAppProtocol } from './app/app-protocol.ts'
import { refuseToStart, watchCrashes } from './app/crashes.ts'
import { chooseFiles, chooseFolder, chooseSavePath } from './app/dialogs.ts'
import { servedFiles } from './app/files.ts'
import { closeSession, lendDesktopPixels, lockNavigation } from './app/guards.ts'
import { appHandlers } from './app/handlers.ts'
import { openLog } from './app/log.ts'
import { buildMenu } from './app/menu.ts'
import { printToPdf } from './app/print.ts'
import { connectServer } from './app/server-process.ts'
import { openSettings } from './app/settings.ts'
import { createWindows } from './app/windows.ts'
import { bidFileHandlers } from './bid-file/handlers.ts'
import { creditLibraryHandlers } from './credit-library/handlers.ts'
import { openDemoWorld } from './demo/people.ts'
import { setUpPhones } from './demo/set-up-phones.ts'
import { createDesktop } from './desktop.ts'
import { identityHandlers } from './identity/handlers.ts'
import { announceTo } from './ipc/announce.ts'
import { trustedSenders } from './ipc/senders.ts'
import { serve } from './ipc/serve.ts'
import { openingHandlers } from './opening/handlers.ts'
import { projectHandlers } from './project/handlers.ts'
import { signingHandlers } from './signing/handlers.ts'
import { createSigningDesk } from './signing/signing-desk.ts'
import { openStore } from './store/store.ts'
import { openDesktopKey } from './tickets/desktop-key.ts'
import { connectToServer } from './tickets/server-connection.ts'
import { verificationHandlers } from './verification/handlers.ts'
import { verificationInThread } from './verification/verification-work.ts'

const channel: Channel = 'bidseal'
const devServer = app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null)

// Together with --no-sandbox, which the root user needs, Electron crashes in a loop.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerAppScheme()

const userData = app.getPath('userData')
const log = openLog(join(userData, 'logs', 'main.log'), () => new Date())
if (app.requestSingleInstanceLock()) start().catch((error: unknown) => refuseToStart(app, log, error))
else app.quit()

async function start() {
  watchCrashes(app, log)
  lockNavigation(app)
  await app.whenReady()
  log.write('started', { version: app.getVersion(), electron: process.versions.electron })

  const resourcesFolder = join(app.getAppPath(), 'resources')
  const settings = openSettings(join(userData, 'settings.json'))
  const server = await connectServer(settings, log)
  const isOfflineDemo = server.state().mode === 'offline-demo'
  const desktopKey = openDesktopKey(join(userData, 'desktop.key'), safeStorage)
  const connection = connectToServer(server.origin, desktopKey, { isDemo: isOfflineDemo })
  const world = openDemoWorld(isOfflineDemo ? join(resourcesFolder, 'demo') : null, settings)

  const senders = trustedSenders()
  const announce = announceTo(desktopContract, senders.all)
  const workersFolder = join(app.getAppPath(), 'out', 'workers')
  const desktop = createDesktop(openStore(join(userData, 'store')), {
    server: connection,
    roots: server.roots,
    announce,
    workersFolder,
  })
  const desk = createSigningDesk()

  const pages: Omit<AppProtocolOptions, 'host'> = {
    bundleFolder: join(app.getAppPath(), 'out', 'renderer'),
    serverOrigin: () => server.origin,
    file: servedFiles(desktop, desk),
    devServer,
  }
  serveAppProtocol(session.defaultSession, { ...pages, host: 'desktop' })
  closeSession(session.defaultSession)

  let droppedFile: string | null = null
  const windows = createWindows({
    settings,
    onDesktopWindow: (kind, window) => senders.trust(kind, window.webContents, (id) => ipc.abortTasksOf(id)),
    preparePhoneSession: (phone) => {
      serveAppProtocol(phone, { ...pages, host: 'phone' })
      closeSession(phone)
      lendDesktopPixels(phone, () => windows.lastFocusedDesktop()?.webContents.mainFrame ?? null)
    },
    onFileDropped: (path) => {
      droppedFile = path
      announce('verification.wanted', { from: 'drop' })
    },
    onPhoneSwitch: () => announce('phoneFrame.changed', {}),
  })

  const ipc = serve({
    handlers: {
      ...appHandlers({ windows, server, connection, world }),
      ...projectHandlers(desktop, { resourcesFolder, chooseFiles }),
      ...identityHandlers(desktop),
      ...creditLibraryHandlers(desktop),
      ...signingHandlers(desktop, desk),
      ...bidFileHandlers(desktop, {
        toolVersion: `Bidseal ${app.getVersion()}`,
        workersFolder,
        secureStorage: safeStorage,
        chooseBidFile: async (windowId) => {
          const [path] = await chooseFiles(windowId, {
            title: '选择要增加证书的投标文件',
            kind: 'bidFile',
            many: false,
          })
          return path ?? null
        },
        chooseFolder: (windowId) => chooseFolder(windowId, '选择投标文件的保存位置'),
        showInFolder: shell.showItemInFolder,
        printToPdf,
      }),
      ...openingHandlers(desktop, { workersFolder, demoSecret: server.demoSecret }),
      ...verificationHandlers(desktop, {
        tool: `封标 ${app.getVersion()}`,
        fontPath: join(resourcesFolder, 'fonts', 'NotoSansSC-Regular.ttf'),
        chooseFile: async (windowId) => {
          const [path] = await chooseFiles(windowId, { title: '打开并验证', kind: 'sealed', many: false })
          return path ?? null
        },
        droppedFile: () => droppedFile,
        chooseSavePath,
        work: verificationInThread(join(workersFolder, 'verify.cjs')),
      }),
    },
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

  server.onChange((state) => announce('server.changed', state))

  const verify = () => {
    windows.openDesktop('bid-tool')
    announce('verification.wanted', { from: 'dialog' })
  }
  Menu.setApplicationMenu(buildMenu({ windows, log, isDevelopment: devServer !== null, verify }))
  app.on('second-instance', () => windows.openDesktop('bid-tool'))
  app.on('activate', () => windows.openDesktop('bid-tool'))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', () => server.stop())
  windows.openDesktop('bid-tool')

  const quitting = new AbortController()
  app.once('before-quit', () => quitting.abort())
  const { demoSecret } = server
  const onReady = () => {
    announce('demo.changed', {})
    announce('phoneFrame.changed', {})
  }
  // Not awaited: the app has started, and what fails from here on is a bug of the phones alone.
  void setUpPhones({ world, windows, server: connection, demoSecret, log, onReady }, quitting.signal)
}
