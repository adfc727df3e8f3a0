import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { accountRoutes, certificateRoutes, demoRoutes, platformRoutes } from '../../src/protocol/http-api.ts'
import { createHttpClient } from '../../src/protocol/http-route.ts'
import { generateDeviceKey, phoneAuthorize, signInBody } from '../kit/proofs.ts'

const Ready = z.object({ ready: z.literal(true), origin: z.url(), roots: z.array(z.string()), demoSecret: z.string() })
const program = join(import.meta.dirname, '../../src/server/index.ts')

let dataFolder: string
let child: ChildProcess

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'bidseal-process-'))
})
afterEach(async () => {
  await kill()
  rmSync(dataFolder, { recursive: true })
})

async function start(): Promise<z.infer<typeof Ready>> {
  child = spawn(process.execPath, [program, '--demo', '--data', dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return Ready.parse(JSON.parse(line))
}

/** No time to say goodbye. */
async function kill(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a killed server starts again on its data folder with the same port, roots, tenders and signed-in phones', async () => {
  const first = await start()
  const anybody = createHttpClient(first.origin, fetch, () => null)
  const parent = createHttpClient(first.origin, fetch, async () => ({ authorization: `Bearer ${first.demoSecret}` }))
  const phoneNumber = '19900000101'
  await anybody.call(accountRoutes.sendCode, { body: { phoneNumber } })
  const { messages } = await parent.call(demoRoutes.inbox, { body: {} })
  const deviceKey = generateDeviceKey()
  const { token } = await anybody.call(accountRoutes.signIn, {
    body: signInBody(deviceKey, { phoneNumber, code: messages[0]!.code }),
  })
  const tenders = await anybody.call(platformRoutes.tenders, { body: {} })
  await kill()

  const second = await start()
  const phone = createHttpClient(second.origin, fetch, phoneAuthorize(token, deviceKey, Date.now))
  const { account } = await phone.call(accountRoutes.me, { body: {} })
  const { ready } = await phone.call(certificateRoutes.list, { body: {} })
  expect({
    origin: second.origin,
    roots: second.roots,
    tenders: await phone.call(platformRoutes.tenders, { body: {} }),
    personName: account.personName,
    ready: ready.length,
    keyFileMode: statSync(join(dataFolder, 'server.key')).mode & 0o777,
    isSecretNew: second.demoSecret !== first.demoSecret,
  }).toEqual({
    origin: first.origin,
    roots: first.roots,
    tenders,
    personName: '周明远',
    ready: 1,
    keyFileMode: 0o600,
    isSecretNew: true,
  })
})
