import { join } from 'node:path'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { base64Of } from '../domain/bytes.ts'
import type { RandomBytes } from '../domain/random.ts'
import { openDatabase } from '../node/database.ts'
import { createAccounts } from './accounts/repository.ts'
import { serveAccounts } from './accounts/routes.ts'
import { createDemoInbox, noOperator } from './accounts/send-message.ts'
import { createAuthorities } from './certificates/authorities.ts'
import { createCertificates } from './certificates/repository.ts'
import { serveCertificates } from './certificates/routes.ts'
import { createDocuments } from './cosign/documents.ts'
import { createCosignRecords } from './cosign/repository.ts'
import { createCosigning } from './cosign/routes.ts'
import { createClock } from './demo/clock.ts'
import { serveDemo } from './demo/routes.ts'
import { readDemoSeals } from './demo/world.ts'
import { completeFirstStart } from './first-start.ts'
import { createCallers } from './http/callers.ts'
import { answerFailures } from './http/failures.ts'
import { readJsonBodies } from './http/json-body.ts'
import { guardAddresses } from './http/loopback.ts'
import { createRateLimits } from './http/rate-limits.ts'
import { createServe } from './http/serve.ts'
import { createOpeningRecords } from './opening/repository.ts'
import { serveOpening } from './opening/routes.ts'
import type { Parts } from './parts.ts'
import { createDemoCreditLibraries, noCreditLibraries } from './platform/credit-libraries.ts'
import { createPlatform } from './platform/repository.ts'
import { servePlatform } from './platform/routes.ts'
import { createPresenceOf, serveTokens } from './platform/token-routes.ts'
import { serveUploads } from './platform/upload-routes.ts'
import { createPushes } from './pushes.ts'
import { createSealMaker } from './seals/seal-maker.ts'
import { serveTimeStamps } from './seals/time-stamps.ts'
import { createSessions } from './sessions/repository.ts'
import { createEndSessions, serveSessions } from './sessions/routes.ts'
import { createSettings } from './settings.ts'
import { migrations } from './store/migrations/all.ts'
import { createVault, readMasterKey } from './store/vault.ts'
import { serveStreams } from './streams.ts'
import { createAdmit } from './tickets/admit.ts'
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
  const db = openDatabase(join(dataFolder, 'server.sqlite'), migrations)
  const settings = createSettings(db)
  const clock = createClock(options.clock, settings, demo !== undefined)
  const { now } = clock
  const hasLocked = db.get('SELECT 1 FROM authorities') !== null
  const vault = createVault(readMasterKey(join(dataFolder, 'server.key'), { random, hasLocked }), random)
  const limits = createRateLimits(db, now)
  const pushes = createPushes(db, now)
  const isDemo = demo !== undefined
  const parts: Parts = { db, now, random, vault, limits, pushes, isDemo, dataFolder, host }

  const accounts = createAccounts(db)
  const authorities = createAuthorities(parts)
  const certificates = createCertificates(db, authorities)
  const platform = createPlatform(db)
  const opening = createOpeningRecords(db)
  const tickets = createTickets(db, vault)
  const sessions = createSessions(db)
  const keys = createCosignRecords(db)
  const inbox = createDemoInbox(db)
  const demoFolder = demo?.folder ?? null
  const startedAt = await completeFirstStart({
    parts,
    settings,
    accounts,
    authorities,
    certificates,
    platform,
    demoFolder,
  })

  const sealMaker = createSealMaker(parts, authorities, demo === undefined ? () => [] : readDemoSeals(demo.folder))
  const openingAtOf = (sectionCode: string) => {
    const opensAt = platform.section(sectionCode)?.tender.deadlines.opensAt
    return opensAt === undefined ? null : Date.parse(opensAt)
  }
  const documents = createDocuments({ parts, tickets, certificates, sealMaker, openingAtOf })
  const cosigning = createCosigning(parts, keys, documents)
  const endSessions = createEndSessions(parts, sessions)
  const progress = createProgress(parts, tickets, accounts, createAdmit(accounts, certificates))
  const presenceOf = createPresenceOf(parts, authorities)
  const libraries = demo === undefined ? noCreditLibraries : createDemoCreditLibraries(demo.folder, startedAt)
  const ticketParts = { parts, tickets, progress, comparisons: createComparisons() }

  const app = Fastify({
    // In a data centre requests come through a proxy on this computer, which names where they come from.
    trustProxy: 'loopback',
    logger: options.logger ?? false,
    bodyLimit: 262_144,
    routerOptions: { maxParamLength: 200 },
  })
  answerFailures(app, random)
  readJsonBodies(app)
  const hosts = [host, ...(options.otherHosts ?? [])]
  await guardAddresses(app, { hosts, origins: options.origins ?? ['app://phone'] })
  const callers = createCallers(parts, { accounts, tickets, sessions, demoSecret: demo?.secret ?? null })
  const serve = createServe(app, callers)

  serveAccounts(serve, parts, accounts, { sendMessage: isDemo ? inbox.send : noOperator, ...cosigning.devices })
  serveCertificates(app, serve, { parts, accounts, authorities, certificates, keys, sealMaker, endSessions })
  cosigning.serve(serve)
  serveTimeStamps(serve, parts, authorities)
  serveTicketsToDesktops(serve, ticketParts)
  serveTicketsToPhones(serve, ticketParts)
  serveSessions(serve, { parts, sessions, tickets, progress, endSessions })
  serveStreams(app, parts, callers)
  servePlatform(app, serve, { parts, platform, accounts, libraries, callers })
  serveTokens(serve, parts, tickets, presenceOf)
  serveUploads(app, serve, { parts, platform, opening, authorities, callers })
  serveOpening(app, serve, { parts, platform, opening, tickets, certificates, callers, presenceOf })
  if (isDemo) serveDemo(serve, parts, clock, inbox)

  return {
    app,
    roots: authorities.roots().map(({ der }) => base64Of(der)),
    async close() {
      await app.close()
      db.close()
    },
  }
}
