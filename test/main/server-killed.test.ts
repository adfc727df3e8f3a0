import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { DocumentId, ProjectId } from '../../src/contract/bid-project.ts'
import { demoRoutes } from '../../src/protocol/http-api.ts'
import { createHttpClient } from '../../src/protocol/http-route.ts'
import { systemRandom } from '../kit/random.ts'
import { pickSeals, prepareSample, startReadyPhone } from '../kit/sample-bid.ts'
import type { PhoneServer } from '../kit/sign-in.ts'
import { documentOf, startTestDesktop, type TestDesktop } from '../kit/test-desktop.ts'
import type { VirtualPhone } from '../kit/virtual-phone.ts'

// A server process of its own, killed without a word and started again while a phone is waited for.

const Ready = z.object({ origin: z.url(), roots: z.array(z.string()), demoSecret: z.string() })
const program = join(import.meta.dirname, '../../src/server/index.ts')
const dataFolder = mkdtempSync(join(tmpdir(), 'bidseal-killed-'))
let child: ChildProcess
let ready: z.infer<typeof Ready>
let desktop: TestDesktop
let phone: VirtualPhone
let projectId: ProjectId
let documentId: DocumentId

async function start() {
  child = spawn(process.execPath, [program, '--demo', '--data', dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  ready = Ready.parse(JSON.parse(line))
}

async function kill() {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

beforeAll(async () => {
  await start()
  const client: PhoneServer['client'] = (authorize = () => null) => createHttpClient(ready.origin, fetch, authorize)
  const server: PhoneServer = {
    client,
    random: systemRandom,
    now: Date.now,
    async smsCode(phoneNumber) {
      const parent = client(async () => ({ authorization: `Bearer ${ready.demoSecret}` }))
      const { messages } = await parent.call(demoRoutes.inbox, { body: {} })
      return messages.find((message) => message.phoneNumber === phoneNumber)!.code
    },
  }
  desktop = await startTestDesktop(ready)
  phone = await startReadyPhone(server, 'bidder-a-1')
  const project = await prepareSample(desktop, phone)
  projectId = project.projectId
  documentId = documentOf(project, '投标函').documentId
  // This tender shall ask for no seals, so that bids can be generated at once.
  desktop.desktop.views.findings = () => []
})
afterAll(async () => {
  desktop.stop()
  await kill()
  rmSync(dataFolder, { recursive: true })
})

/** Kills the server while the code is shown, starts it again, then lets the phone scan that same code. */
function killedMeanwhile() {
  const errors: unknown[] = []
  let isDone = false
  return {
    errors,
    onProgress: async ({ stage }: { stage: string }) => {
      if (stage !== 'showing' || isDone) return
      isDone = true
      const ticketId = desktop.tickets.at(-1)!
      await kill()
      await start()
      await phone.answer(ticketId).catch((error: unknown) => errors.push(error))
    },
  }
}

test('a seal is put although the server was killed between code and scan', async () => {
  const { official } = await pickSeals(desktop, { projectId, phone })
  const items = [{ documentId, sealId: official!.sealId, placements: [{ page: 1, xMm: 20, yMm: 20 }], crossPage: true }]
  const killed = killedMeanwhile()
  const { results } = await desktop.run('signing.seal', { projectId, items }, killed)
  expect([results, killed.errors]).toEqual([[{ documentId, outcome: 'sealed' }], []])
})

test('a bid is generated although the server was killed between code and scan', async () => {
  const killed = killedMeanwhile()
  const bid = await desktop.run('bidFile.generate', { projectId }, killed)
  expect([readdirSync(desktop.output).sort(), killed.errors, desktop.bugs]).toEqual([
    [bid!.bidFileName, bid!.plainCopyName].sort(),
    [],
    [],
  ])
})
