import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  _electron,
  type Browser,
  type ConsoleMessage,
  type ElectronApplication,
  expect,
  type Page,
} from '@playwright/test'
import { electronArguments, findElectronRuntime } from '../../scripts/electron-runtime/runtime.ts'
import { killPhone } from './kill-phone.ts'
import { hostsBeyondLoopback } from './net-log.ts'

const root = join(import.meta.dirname, '..', '..')

export interface LaunchOptions {
  /** Kept by the caller, so that the app can be started again on the same data; else a fresh folder, removed at the end. */
  userData?: string
  /** Online mode: the origin of a server that the test started. Without it the app runs its own, as a user gets it. */
  serverUrl?: string
  env?: Record<string, string>
}

export interface LaunchedApp {
  readonly electron: ElectronApplication
  readonly userData: string
  /** Error messages of every window's console, and uncaught errors. */
  readonly errors: string[]
  /** The window whose address begins with `url`, as soon as there is one. */
  window(url: string): Promise<Page>
  bidTool(): Promise<Page>
  openingHall(): Promise<Page>
  /** Ends the demo server as a power cut would: SIGKILL. */
  killServer(): Promise<void>
  /** Ends the process of the only open phone's page: SIGKILL. Answers with the page that the app brings back. */
  killPhone(): Promise<Page>
  /** Ends the app, once. Returns the hosts off this machine that Chromium tried to reach, in every window and partition. */
  close(): Promise<{ hostsBeyondLoopback: string[] }>
}

/** Starts the built app as a user gets it, in a data folder of its own. */
export async function launchApp({ userData, serverUrl, env = {} }: LaunchOptions = {}): Promise<LaunchedApp> {
  const runtime = await findElectronRuntime()
  const folder = userData ?? (await mkdtemp(join(tmpdir(), 'bidseal-')))
  const netLog = join(folder, 'net-log.json')
  // Like most computers, the one of the journeys has a camera: the simulated phone must not want it.
  const camera = '--use-fake-device-for-media-stream'
  // Nobody's eye follows: a pointer that jumps would meet menus on their way to where they belong.
  const still = '--force-prefers-reduced-motion'
  const appArguments = [`--user-data-dir=${folder}`, `--log-net-log=${netLog}`, camera, still]
  const electron = await _electron.launch({
    executablePath: runtime.executable,
    args: [...appArguments, ...electronArguments(runtime, root)],
    cwd: root,
    env: { ...inherited(), ...env, ...(serverUrl === undefined ? {} : { BIDSEAL_SERVER_URL: serverUrl }) },
  })
  const errors: string[] = []
  /** A page that asks a server which was ended on purpose, with the app or alone, is no fault. */
  let isServerEnded = false
  const report = (error: string) => {
    if (!refusal.test(error) && !(isServerEnded && brokenConnection.test(error))) errors.push(error)
  }
  for (const page of electron.windows()) recordErrors(page, report)
  electron.on('window', (page) => recordErrors(page, report))

  async function window(url: string): Promise<Page> {
    const found = () => electron.windows().find((page) => page.url().startsWith(url))
    // A window exists before its page has an address, so its appearance alone is not enough to wait for.
    await expect.poll(() => found() !== undefined, { message: `a window at ${url}`, timeout: 20_000 }).toBe(true)
    return found() as Page
  }

  let closed: ReturnType<LaunchedApp['close']> | null = null
  const connections: Browser[] = []
  return {
    electron,
    userData: folder,
    errors,
    window,
    bidTool: () => window('app://desktop/bid-tool/'),
    openingHall: () => window('app://desktop/opening-hall/'),
    killServer: async () => {
      const metrics = await electron.evaluate(({ app }) => app.getAppMetrics())
      const pid = metrics.find(({ name }) => name === 'bidseal-server')?.pid
      if (pid === undefined) throw new Error(`No server among ${JSON.stringify(metrics.map(({ name }) => name))}`)
      isServerEnded = true
      process.kill(pid, 'SIGKILL')
    },
    killPhone: async () => {
      const { page, connection } = await killPhone(electron, folder)
      connections.push(connection)
      recordErrors(page, report)
      return page
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }

  async function close() {
    isServerEnded = true
    for (const connection of connections) await connection.close()
    await electron.close()
    const hosts = hostsBeyondLoopback(await readFile(netLog, 'utf8'))
    if (userData === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    return { hostsBeyondLoopback: hosts }
  }
}

/** A refusal is an answer, which the page says in words; Chromium calls it an error all the same. */
const refusal = /the server responded with a status of 4\d\d/
const brokenConnection = /net::ERR_(CONNECTION_\w+|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/

function recordErrors(page: Page, report: (error: string) => void) {
  page.on('pageerror', (error) => report(`${page.url()} ${error.message}`))
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') report(`${page.url()} ${message.text()}`)
  })
}

function inherited(): Record<string, string> {
  const { BIDSEAL_SERVER_URL: _ours, ...rest } = process.env
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
