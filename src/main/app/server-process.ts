import { createServer } from 'node:net'
import { join } from 'node:path'
import { app, type UtilityProcess, utilityProcess } from 'electron'
import { z } from 'zod'
import type { ServerState } from '../../contract/desktop.ts'
import { bytesOfBase64 } from '../../domain/bytes.ts'
import { type Certificate, readCertificate } from '../../domain/pki/certificate.ts'
import type { Log } from './log.ts'
import type { SettingsFile } from './settings.ts'

const Ready = z.object({
  ready: z.literal(true),
  origin: z.url(),
  /** DER in base64. */
  roots: z.array(z.base64()).default([]),
  demoSecret: z.string().nullable().default(null),
})
const longestPauseMs = 10_000
const steadyAfterMs = 30_000

export interface Server {
  /** Known before the server answers, because the pages' security policy names it. */
  readonly origin: string
  state(): ServerState
  /** Roots of the authorities. Our own server hands them over with its first message; none are known before it. */
  roots(): readonly Certificate[]
  /** Opens what exists in demo mode only; changes whenever the demo server starts again. */
  demoSecret(): string | null
  /** Resolves once asking makes sense: our own server has answered, or has failed, for the first time. */
  readonly begun: Promise<void>
  /** Begins with the server, where it is our own. */
  start(): void
  onChange(listener: (state: ServerState) => void): void
  stop(): void
}

/** The server this app talks to: the configured one, else our own in offline demo mode. */
export async function connectServer(configured: string | null, settings: SettingsFile, log: Log): Promise<Server> {
  return configured === null ? demoServer(await chosenPort(settings), log) : onlineServer(configured, settings)
}

/** A server in a data centre. Its roots are pinned by whoever sets this computer up; what it says of itself is not asked. */
function onlineServer(origin: string, settings: SettingsFile): Server {
  const roots = (settings.get().pinnedRoots ?? []).map(certificateOfBase64)
  return {
    origin,
    begun: Promise.resolve(),
    state: () => ({ mode: 'online', state: 'ready', origin }),
    roots: () => roots,
    demoSecret: () => null,
    start: () => undefined,
    onChange: () => undefined,
    stop: () => undefined,
  }
}

/** Once begun, a server in its own process that starts again whenever it dies, with growing pauses. */
function demoServer(port: number, log: Log): Server {
  const origin = `http://127.0.0.1:${port}`
  const listeners: ((state: ServerState) => void)[] = []
  let current: ServerState = { mode: 'offline-demo', state: 'starting', origin }
  let roots: readonly Certificate[] = []
  let demoSecret: string | null = null
  let child: UtilityProcess | null = null
  let isStopping = false
  let pauseMs = 250

  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })

  function change(state: ServerState['state']) {
    current = { ...current, state }
    begin()
    for (const listener of listeners) listener(current)
  }

  function start() {
    if (isStopping) return
    const startedAt = Date.now()
    const args = ['--demo', '--port', String(port), '--data', join(app.getPath('userData'), 'server')]
    child = utilityProcess.fork(join(app.getAppPath(), 'out', 'server', 'index.cjs'), args, {
      serviceName: 'bidseal-server',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr?.on('data', (chunk: Buffer) =>
      log.write('server stderr', { text: chunk.toString('utf8').slice(0, 2000) }),
    )
    child.on('message', (message: unknown) => {
      const ready = Ready.safeParse(message)
      if (!ready.success) return
      roots = ready.data.roots.map(certificateOfBase64)
      demoSecret = ready.data.demoSecret
      change('ready')
    })
    child.once('exit', (code) => {
      child = null
      if (isStopping) return
      log.write('server exited', { code })
      change('down')
      if (Date.now() - startedAt > steadyAfterMs) pauseMs = 250
      setTimeout(start, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }

  return {
    origin,
    begun,
    start,
    state: () => current,
    roots: () => roots,
    demoSecret: () => demoSecret,
    onChange: (listener) => listeners.push(listener),
    stop: () => {
      isStopping = true
      child?.kill()
    },
  }
}

function certificateOfBase64(encoded: string): Certificate {
  return readCertificate(bytesOfBase64(encoded) ?? new Uint8Array())
}

/** The port of the last run if it is still free, else a new one, remembered: certificates and QR codes may name it. */
async function chosenPort(settings: SettingsFile): Promise<number> {
  const remembered = settings.get().serverPort
  if (remembered !== undefined && (await freePort(remembered)) !== null) return remembered
  const port = await freePort(0)
  if (port === null) throw new Error('No loopback port is free')
  settings.change({ serverPort: port })
  return port
}

function freePort(wanted: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null))
    })
  })
}
