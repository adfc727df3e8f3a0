import { randomFillSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { base64UrlOf } from '../domain/bytes.ts'
import { buildServer } from './app.ts'
import { choosePort } from './choose-port.ts'

/** Electron gives its utility processes a way to speak to their parent; plain Node has none. */
type MaybeUtilityProcess = NodeJS.Process & { parentPort?: { postMessage(message: unknown): void } }

const { values } = parseArgs({
  options: {
    /** Chosen once and kept in the data folder unless given. */
    port: { type: 'string' },
    data: { type: 'string', default: process.env.BIDSEAL_SERVER_DATA ?? 'out/server-data' },
    demo: { type: 'boolean', default: process.env.BIDSEAL_DEMO === '1' },
    /** Where the demo world lies; both the source and the built file stand two folders below the root. */
    'demo-folder': { type: 'string', default: join(import.meta.dirname, '../../resources/demo') },
    /** Further origins of pages, such as the development server's. */
    origin: { type: 'string', multiple: true, default: [] },
  },
})

void listen()

// A function, not a top-level await: Electron's copy of this file is CommonJS.
async function listen() {
  const random = (length: number) => randomFillSync(new Uint8Array(length))
  const demoSecret = random(32)
  mkdirSync(values.data, { recursive: true, mode: 0o700 })
  const port = await choosePort(values.data, values.port)
  const server = await buildServer({
    dataFolder: values.data,
    clock: Date.now,
    random,
    host: `127.0.0.1:${port}`,
    otherHosts: [`localhost:${port}`],
    origins: ['app://phone', ...values.origin],
    ...(values.demo ? { demo: { folder: values['demo-folder'], secret: demoSecret } } : {}),
    logger: { level: 'warn', stream: process.stderr },
  })
  const origin = await server.app.listen({ host: '127.0.0.1', port })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())

  const { parentPort } = process as MaybeUtilityProcess
  const secret = values.demo ? base64UrlOf(demoSecret) : null
  if (parentPort === undefined)
    console.log(JSON.stringify({ ready: true, origin, roots: server.roots, demoSecret: secret }))
  else parentPort.postMessage({ ready: true, origin, roots: server.roots, demoSecret: secret })
}
