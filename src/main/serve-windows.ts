import { join } from 'node:path'
import { app, safeStorage, shell } from 'electron'
import { contractOfWindow, desktopContract } from '../contract/desktop.ts'
import { chooseFiles, chooseFolder, chooseSavePath } from './app/dialogs.ts'
import { servedFiles } from './app/files.ts'
import { appHandlers } from './app/handlers.ts'
import type { Log } from './app/log.ts'
import { printToPdf } from './app/print.ts'
import { connectServer } from './app/server-process.ts'
import type { SettingsFile } from './app/settings.ts'
import type { Windows } from './app/windows.ts'
import { bidFileHandlers } from './bid-file/handlers.ts'
import { creditLibraryHandlers } from './credit-library/handlers.ts'
import { openDemoWorld } from './demo/people.ts'
import { setUpPhones } from './demo/set-up-phones.ts'
import { createDesktop } from './desktop.ts'
import { identityHandlers } from './identity/handlers.ts'
import { announceTo } from './ipc/announce.ts'
import type { Sender, Senders } from './ipc/senders.ts'
import { type Caller, serve } from './ipc/serve.ts'
import { openingHandlers } from './opening/handlers.ts'
import { projectHandlers } from './project/handlers.ts'
import { signingHandlers } from './signing/handlers.ts'
import { createSigningDesk } from './signing/signing-desk.ts'
import { openStore } from './store/store.ts'
import { openDesktopKey } from './tickets/desktop-key.ts'
import { connectToServer } from './tickets/server-connection.ts'
import { verificationHandlers } from './verification/handlers.ts'
import { verificationInThread } from './verification/verification-work.ts'

const serverAfterMs = 200

interface Started {
  userData: string
  log: Log
  settings: SettingsFile
  /** Origin of the server in a data centre; null for our own. */
  configuredServer: string | null
  windows: Windows
  senders: Senders
  /** What was dropped onto the bid tool last. */
  droppedFile: () => string | null
}

/** Everything that windows ask of main: the store, the server, one handler a call. */
export async function serveWindows({
  userData,
  log,
  settings,
  configuredServer,
  windows,
  senders,
  droppedFile,
}: Started) {
  const server = await connectServer(configuredServer, settings, log)
  log.write('started', { version: app.getVersion(), electron: process.versions.electron })
  const resourcesFolder = join(app.getAppPath(), 'resources')
  const isOfflineDemo = server.state().mode === 'offline-demo'
  const desktopKey = openDesktopKey(join(userData, 'desktop.key'), safeStorage)
  const connection = connectToServer(server.origin, desktopKey, { isDemo: isOfflineDemo, begun: server.begun })
  const world = openDemoWorld(isOfflineDemo ? join(resourcesFolder, 'demo') : null, settings)

  const callerOf = (sender: Sender): Caller => ({ ...sender, contract: contractOfWindow[sender.window] })
  const announce = announceTo(desktopContract, () => senders.all().map(callerOf))
  const workersFolder = join(app.getAppPath(), 'out', 'workers')
  const desktop = createDesktop(openStore(join(userData, 'store')), {
    server: connection,
    roots: server.roots,
    announce,
    workersFolder,
  })
  const desk = createSigningDesk()

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
        droppedFile,
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
  server.onChange((state) => announce('server.changed', state))
  app.on('will-quit', () => server.stop())
  // It keeps a core busy for a while, which the first window's first answers need more.
  setTimeout(server.start, serverAfterMs)

  const quitting = new AbortController()
  app.once('before-quit', () => quitting.abort())
  const { demoSecret } = server
  const onReady = () => {
    announce('demo.changed', {})
    announce('phoneFrame.changed', {})
  }
  // Not awaited: the app has started, and what fails from here on is a bug of the phones alone.
  void setUpPhones({ world, windows, server: connection, demoSecret, log, onReady }, quitting.signal)

  return {
    receive: (message: unknown, sender: Sender) => ipc.receive(message, callerOf(sender)),
    abortTasksOf: ipc.abortTasksOf,
    announce,
    server,
    file: servedFiles(desktop, desk),
  }
}
