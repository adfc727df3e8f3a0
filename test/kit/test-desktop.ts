import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BidProject } from '../../src/contract/bid-project.ts'
import type { Client } from '../../src/contract/define.ts'
import { type DesktopContract, desktopContract } from '../../src/contract/desktop.ts'
import type { Wire } from '../../src/contract/wire.ts'
import { BidsealError } from '../../src/domain/failure.ts'
import { readCertificate } from '../../src/domain/pki/certificate.ts'
import { bidFileHandlers } from '../../src/main/bid-file/handlers.ts'
import { creditLibraryHandlers } from '../../src/main/credit-library/handlers.ts'
import { createDesktop, type Desktop } from '../../src/main/desktop.ts'
import { identityHandlers } from '../../src/main/identity/handlers.ts'
import { serve } from '../../src/main/ipc/serve.ts'
import { openingHandlers } from '../../src/main/opening/handlers.ts'
import { projectHandlers } from '../../src/main/project/handlers.ts'
import { signingHandlers } from '../../src/main/signing/handlers.ts'
import { createSigningDesk } from '../../src/main/signing/signing-desk.ts'
import { openStore } from '../../src/main/store/store.ts'
import { openDesktopKey } from '../../src/main/tickets/desktop-key.ts'
import { connectToServer, type ServerConnection } from '../../src/main/tickets/server-connection.ts'
import { verificationHandlers } from '../../src/main/verification/handlers.ts'
import { verificationActs } from '../../src/main/verification/verification-acts.ts'
import { platformRoutes } from '../../src/protocol/http-api.ts'
import { TicketId } from '../../src/protocol/tickets.ts'
import { connect } from '../../src/renderer/desktop/client.ts'
import type { Choices, VirtualPhone } from './virtual-phone.ts'

const resourcesFolder = join(import.meta.dirname, '../../resources')
const workerSources = {
  'bid.cjs': '../../src/main/workers/bid.worker.ts',
  'pdf.cjs': '../../src/main/workers/pdf.worker.ts',
}

/** A Linux desktop without a key ring. */
export const noSecureStorage: Parameters<typeof openDesktopKey>[1] = {
  isEncryptionAvailable: () => false,
  encryptString: () => Buffer.alloc(0),
  decryptString: () => '',
}

type Progress = { stage: string }

export interface TestDesktop extends Client<DesktopContract> {
  desktop: Desktop
  folder: string
  /** Where bid files are written unless `answers` says otherwise. */
  output: string
  /** What the next dialogs answer. */
  answers: { files: readonly string[]; folder: string | null }
  /** Errors that nobody expected; a test ends with none. */
  bugs: readonly unknown[]
  /** Every ticket that was opened or pushed, oldest first. */
  tickets: readonly TicketId[]
  /** Hands each code that is shown, or pushed, to a phone. When the phone cannot answer, the act is cancelled. */
  scannedBy(
    phone: VirtualPhone,
    choices?: Choices,
  ): { errors: unknown[]; signal: AbortSignal; onProgress(progress: Progress): void }
  /** Writes a file into the desktop's folder; returns its path. */
  put(name: string, bytes: Uint8Array | string): string
  stop(): void
}

/** The main process without Electron: its real handlers behind its real contract, and what dialogs would have answered. */
export async function startTestDesktop(
  server: { origin: string; roots: readonly string[]; demoSecret: string },
  { knowsTime = true }: { knowsTime?: boolean } = {},
): Promise<TestDesktop> {
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-desktop-'))
  const output = join(folder, 'output')
  const workersFolder = join(folder, 'workers')
  for (const name of [output, workersFolder]) mkdirSync(name)
  for (const [name, source] of Object.entries(workerSources)) {
    const { href } = pathToFileURL(join(import.meta.dirname, source))
    writeFileSync(join(workersFolder, name), `import(${JSON.stringify(href)})`)
  }
  const answers = { files: [] as readonly string[], folder: output as string | null }
  const bugs: unknown[] = []
  const tickets: TicketId[] = []

  const desktopKey = openDesktopKey(join(folder, 'desktop.key'), noSecureStorage)
  const plain = connectToServer(server.origin, desktopKey, { isDemo: true })
  const connection: ServerConnection = {
    ...plain,
    async call(route, input) {
      const reply = await plain.call(route, input)
      const ticketId = TicketId.safeParse((reply as { ticketId?: unknown }).ticketId)
      if (ticketId.success) tickets.push(ticketId.data)
      return reply
    },
  }
  if (knowsTime) connection.learnTime((await connection.call(platformRoutes.time, { body: {} })).serverTime)
  const store = openStore(join(folder, 'store'))
  const roots = server.roots.map((text) => readCertificate(new Uint8Array(Buffer.from(text, 'base64'))))
  const desktop = createDesktop(store, { server: connection, roots: () => roots, announce: () => {}, workersFolder })
  const desk = createSigningDesk()
  const chooseFiles = async () => answers.files
  const noWindows = () => {
    throw new Error('There are no windows here')
  }
  const main = serve<DesktopContract>({
    handlers: {
      'app.about': noWindows,
      'app.openWindow': noWindows,
      'server.state': noWindows,
      'clock.now': noWindows,
      'demo.people': noWindows,
      'demo.inbox': noWindows,
      'phoneFrame.state': noWindows,
      'phoneFrame.switchTo': noWindows,
      ...projectHandlers(desktop, { resourcesFolder, chooseFiles }),
      ...identityHandlers(desktop),
      ...creditLibraryHandlers(desktop),
      ...signingHandlers(desktop, desk),
      ...bidFileHandlers(desktop, {
        toolVersion: 'Bidseal test',
        workersFolder,
        secureStorage: noSecureStorage,
        chooseBidFile: async () => answers.files[0] ?? null,
        chooseFolder: async () => answers.folder,
        showInFolder: noWindows,
        printToPdf: async (html) => new TextEncoder().encode(html),
      }),
      ...openingHandlers(desktop, { workersFolder, demoSecret: () => server.demoSecret }),
      ...verificationHandlers(desktop, {
        tool: '封标 测试',
        fontPath: join(resourcesFolder, 'fonts/NotoSansSC-Regular.ttf'),
        chooseFile: async () => answers.files[0] ?? null,
        droppedFile: () => answers.files[0] ?? null,
        chooseSavePath: async (_, fileName) => join(output, fileName),
        work: async (name, order, { tell }) => verificationActs[name](order, tell),
      }),
    },
    reportBug: (error) => `bug-${bugs.push(error)}`,
    wait: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
  })
  const listeners = new Map<string, (payload: unknown) => void>()
  const caller = {
    windowId: 1,
    contract: desktopContract,
    send: (name: string, payload: unknown) => listeners.get(name)?.(structuredClone(payload)),
  }
  const wire: Wire = {
    invoke: async (name, callId, input) =>
      structuredClone(await main.receive(structuredClone({ verb: 'invoke', name, callId, input }), caller)),
    cancel: (callId) => void main.receive({ verb: 'cancel', callId }, caller),
    listen: (name, listener) => {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  }
  const client = connect(async () => desktopContract, wire)

  return {
    ...client,
    desktop,
    folder,
    output,
    answers,
    bugs,
    tickets,
    scannedBy(phone, choices) {
      const errors: unknown[] = []
      const giveUp = new AbortController()
      const seen = new Set<TicketId>()
      return {
        errors,
        signal: giveUp.signal,
        onProgress: ({ stage }) => {
          const ticketId = tickets.at(-1)
          if ((stage !== 'showing' && stage !== 'pushed') || ticketId === undefined || seen.has(ticketId)) return
          seen.add(ticketId)
          phone.answer(ticketId, choices).catch(async (error: unknown) => {
            errors.push(error)
            const isNotChosen = error instanceof BidsealError && error.failure.code === 'bid-file.not-a-recipient'
            if (isNotChosen) await phone.refuse(ticketId, 'not-recipient')
            else giveUp.abort()
          })
        },
      }
    },
    put(name, bytes) {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    },
    stop() {
      store.database.close()
      void desktop.pdfs.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The document of a node by its title. */
export function documentOf(project: BidProject, title: string) {
  return project.nodes.flatMap(({ documents }) => documents).find(({ name }) => name === title)!
}
