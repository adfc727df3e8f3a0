import { parseArgs } from 'node:util'
import { buildApp } from './app.ts'

/** Electron gives its utility processes a way to speak to their parent; plain Node has none. */
type MaybeUtilityProcess = NodeJS.Process & { parentPort?: { postMessage(message: unknown): void } }

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8686' },
    data: { type: 'string', default: 'out/server' },
    demo: { type: 'boolean', default: false },
  },
})

void listen()

// A function, not a top-level await: Electron's copy of this file is CommonJS.
async function listen() {
  const origin = await buildApp().listen({ host: '127.0.0.1', port: Number(values.port) })
  const { parentPort } = process as MaybeUtilityProcess
  if (parentPort === undefined) console.log(`封标 server: ${origin}`)
  else parentPort.postMessage({ ready: true, origin })
}
