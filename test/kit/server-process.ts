import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { demoRoutes } from '../../src/protocol/http-api.ts'
import { type Authorize, createHttpClient, type HttpClient } from '../../src/protocol/http-route.ts'

const Ready = z.object({ ready: z.literal(true), origin: z.url(), roots: z.array(z.string()), demoSecret: z.string() })
const program = join(import.meta.dirname, '../../src/server/index.ts')

export interface ServerProcess {
  origin: string
  /** The pinned roots of this installation, DER in base64. */
  roots: readonly string[]
  client(authorize?: Authorize): HttpClient
  /** The newest SMS code of a number. */
  smsCode(phoneNumber: string): Promise<string>
  stop(): Promise<void>
}

/** The server as `npm run server` starts it, in demo mode and on a fresh data folder; `origins` are pages it listens to. */
export async function startServerProcess(
  origins: readonly string[],
  fetcher: (url: string, init: RequestInit) => Promise<Response> = fetch,
): Promise<ServerProcess> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bidseal-server-'))
  const named = origins.flatMap((origin) => ['--origin', origin])
  const child = spawn(process.execPath, [program, '--demo', '--data', dataFolder, ...named], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const { origin, roots, demoSecret } = Ready.parse(JSON.parse(line))
  const client = (authorize: Authorize = () => null) => createHttpClient(origin, fetcher, authorize)
  return {
    origin,
    roots,
    client,
    async smsCode(phoneNumber) {
      const parent = client(async () => ({ authorization: `Bearer ${demoSecret}` }))
      const { messages } = await parent.call(demoRoutes.inbox, { body: {} })
      const message = messages.find((one) => one.phoneNumber === phoneNumber)
      if (message === undefined) throw new Error(`No message for ${phoneNumber}`)
      return message.code
    },
    async stop() {
      await end(child)
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
