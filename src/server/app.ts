import { join } from 'node:path'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { RandomBytes } from '../domain/random.ts'
import { createAccounts } from './accounts/repository.ts'
import { serveAccounts } from './accounts/routes.ts'
import { createDemoInbox, noOperator } from './accounts/send-message.ts'
import { createClock } from './demo/clock.ts'
import { serveDemo } from './demo/routes.ts'
import { readDemoPeople, settleDemoPeople } from './demo/world.ts'
import { createCallers } from './http/callers.ts'
import { answerFailures } from './http/failures.ts'
import { readJsonBodies } from './http/json-body.ts'
import { guardAddresses } from './http/loopback.ts'
import { createRateLimits } from './http/rate-limits.ts'
import { createServe } from './http/serve.ts'
import type { Parts } from './parts.ts'
import { createPushes } from './pushes.ts'
import { createSessions } from './sessions/repository.ts'
import { serveSessions } from './sessions/routes.ts'
import { createSettings } from './settings.ts'
import { openDatabase } from './store/database.ts'
import { createVault, readMasterKey } from './store/vault.ts'
import { serveStreams } from './streams.ts'
import { createComparisons } from './tickets/comparisons.ts'
import { serveTicketsToDesktops } from './tickets/desktop-routes.ts'
import { serveTicketsToPhones } from './tickets/phone-routes.ts'
import { createProgress } from './tickets/progress.ts'
import { createTickets } from './tickets/repository.ts'

export interface ServerOptions {
  /** Holds the database, the key file and the uploaded files. */
  dataFolder: string
  /** The operating system's clock, milliseconds since 1970. */
  clock: () => number
  random: RandomBytes
  /** Host and port, as QR codes and certificates name this server. */
  host: string
  /** Other accepted Host headers, and the accepted Origins of pages. */
  otherHosts?: readonly string[]
  origins?: readonly string[]
  /** Present in demo mode: where the demo world lies, and the secret of the process that started this one. */
  demo?: { folder: string; secret: Uint8Array }
  logger?: FastifyServerOptions['logger']
}

export interface Server {
  app: FastifyInstance
  /** The pinned roots of this installation, DER in base64. */
  roots: string[]
  close(): Promise<void>
}

/** Builds the whole service without listening, so that tests can inject requests. */
export async function buildServer(options: ServerOptions): Promise<Server> {
  const { dataFolder, random, host, demo } = options
  const db = openDatabase(join(dataFolder, 'server.sqlite'))
  const settings = createSettings(db)
  const clock = createClock(options.clock, settings, demo !== undefined)
  const vault = createVault(readMasterKey(join(dataFolder, 'server.key'), random), random)
  const limits = createRateLimits(db, clock.now)
  const pushes = createPushes(db, clock.now)
  const isDemo = demo !== undefined
  const parts: Parts = { db, now: clock.now, random, vault, limits, pushes, isDemo, dataFolder, host }

  const accounts = createAccounts(db)
  const tickets = createTickets(db, vault)
  const sessions = createSessions(db)
  const inbox = createDemoInbox(db)
  const progress = createProgress(parts, tickets, accounts, () => undefined)
  const ticketParts = { parts, tickets, progress, comparisons: createComparisons() }

  if (settings.number('started-at') === null)
    db.transaction(() => {
      settings.setNumber('started-at', clock.now())
      if (demo !== undefined) settleDemoPeople(readDemoPeople(demo.folder), accounts)
    })

  const app = Fastify({ logger: options.logger ?? false, bodyLimit: 262_144, routerOptions: { maxParamLength: 200 } })
  answerFailures(app, random)
  readJsonBodies(app)
  await guardAddresses(app, {
    hosts: [host, ...(options.otherHosts ?? [])],
    origins: options.origins ?? ['app://phone'],
  })
  const callers = createCallers(parts, { accounts, tickets, sessions, demoSecret: demo?.secret ?? null })
  const serve = createServe(app, callers)

  serveAccounts(serve, parts, accounts, isDemo ? inbox.send : noOperator)
  serveTicketsToDesktops(serve, ticketParts)
  serveTicketsToPhones(serve, ticketParts)
  serveSessions(serve, { parts, sessions, tickets, progress })
  serveStreams(app, parts, callers)
  if (isDemo) serveDemo(serve, parts, clock, inbox)

  return {
    app,
    roots: [],
    async close() {
      await app.close()
      db.close()
    },
  }
}
