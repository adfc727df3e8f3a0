import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentId, ProjectId } from '../../src/contract/bid-project.ts'
import type { AvailableSeal } from '../../src/contract/signing.ts'
import { scanningLimitMs } from '../../src/protocol/ticket-states.ts'
import { touch } from '../kit/change-unseen.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startReadyPhone, startSealingWorld } from '../kit/sample-bid.ts'
import { documentOf, startTestDesktop } from '../kit/test-desktop.ts'

let world: Awaited<ReturnType<typeof startSealingWorld>>
let projectId: ProjectId
let documentId: DocumentId
let official: AvailableSeal

beforeAll(async () => {
  world = await startSealingWorld()
  ;({ projectId, official } = world)
  documentId = documentOf(world.project, '投标函').documentId
})
afterEach(() => {
  world.proxy.mend()
  expect(world.desktop.bugs).toEqual([])
})
afterAll(() => world.stop())

const request = (id = documentId) => ({
  documentId: id,
  sealId: official.sealId,
  placements: [{ page: 1, xMm: 20, yMm: 20 }],
  crossPage: false,
})
const revision = () => world.desktop.desktop.projects.document(documentId)!.revision
const codeOf = async (act: () => Promise<unknown>) => (await failureOfAsync(act))?.code ?? 'done'
const unfinishedWork = () => readdirSync(join(world.desktop.folder, 'store', 'unfinished'))

describe('cancelling', () => {
  test.each(['showing', 'scanned'])('an act while it is %s changes nothing', async (stage) => {
    const stop = new AbortController()
    const before = revision()
    const code = await codeOf(() =>
      world.desktop.run(
        'signing.seal',
        { projectId, items: [request()] },
        {
          signal: stop.signal,
          onProgress: (progress) => {
            if (progress.stage === 'showing' && stage === 'scanned')
              void world.phone.scan(world.desktop.tickets.at(-1)!)
            if (progress.stage === stage) stop.abort()
          },
        },
      ),
    )
    const late = await codeOf(() => world.phone.answer(world.desktop.tickets.at(-1)!))
    expect([code, late, revision()]).toEqual(['task.cancelled', 'ticket.closed', before])
  })

  test.each(['packing', 'encrypting', 'showing'])('生成标书 while it is %s leaves no file', async (stage) => {
    // What nobody touched is not read again while it is packed.
    const { store, projects } = world.desktop.desktop
    touch(store.files.pathOf(projects.documents(projectId)[0]!.blob))
    const stop = new AbortController()
    const code = await codeOf(() =>
      world.desktop.run(
        'bidFile.generate',
        { projectId },
        {
          signal: stop.signal,
          onProgress: (progress) => {
            if ((progress.stage === 'working' ? progress.step : progress.stage) === stage) stop.abort()
          },
        },
      ),
    )
    expect([code, readdirSync(world.desktop.output)]).toEqual(['task.cancelled', []])
    await expect.poll(unfinishedWork).toEqual([])
  })
})

test('a code that nobody scans is replaced by a fresh one, and the fresh one counts', async () => {
  const shown: string[] = []
  const stages = world.desktop.scannedBy(world.phone)
  const done = world.desktop.run(
    'identity.authenticate',
    { projectId },
    {
      onProgress: (progress) => {
        if (progress.stage !== 'showing') return
        shown.push(progress.content)
        if (shown.length === 1) world.server.clock.at += scanningLimitMs + 1
        else stages.onProgress(progress)
      },
    },
  )
  await done
  expect(new Set(shown).size).toBe(2)
})

describe('a phone', () => {
  test('that types a wrong PIN and then the right one has lost nothing', async () => {
    world.phone.typePin('000000')
    let wrong = 'accepted'
    const { bidder } = await world.desktop.run(
      'identity.authenticate',
      { projectId },
      {
        onProgress: async (progress) => {
          if (progress.stage !== 'showing') return
          const ticketId = world.desktop.tickets.at(-1)!
          wrong = await codeOf(() => world.phone.answer(ticketId))
          world.phone.typePin(world.phone.person.pin)
          await world.phone.answer(ticketId)
        },
      },
    )
    expect([wrong, bidder?.personName]).toEqual(['pin.wrong', '周明远'])
  })

  test('that is locked after five wrong PINs refuses, and the desktop says who', async () => {
    const locked = await startReadyPhone(world.server, 'bidder-a-4')
    locked.typePin('000000')
    const tries: string[] = []
    const failure = await failureOfAsync(() =>
      world.desktop.run(
        'creditLibrary.sync',
        { projectId },
        {
          onProgress: async (progress) => {
            if (progress.stage !== 'showing') return
            const ticketId = world.desktop.tickets.at(-1)!
            for (let i = 0; i < 5; i++) tries.push(await codeOf(() => locked.answer(ticketId)))
            await locked.refuse(ticketId, 'declined')
          },
        },
      ),
    )
    expect([tries, failure]).toEqual([
      [...Array(4).fill('pin.wrong'), 'pin.locked'],
      { code: 'act.refused', details: { reason: 'declined', scannedBy: expect.stringContaining('*') } },
    ])
  })
})

describe('the connection', () => {
  test('that breaks while a phone is waited for is waited for, too', async () => {
    const { results } = await world.desktop.run(
      'signing.seal',
      { projectId, items: [request()] },
      {
        onProgress: async (progress) => {
          if (progress.stage !== 'showing') return
          const ticketId = world.desktop.tickets.at(-1)!
          world.proxy.cut()
          await world.phone.answer(ticketId)
          world.proxy.mend()
        },
      },
    )
    await world.desktop.call('signing.undo', { projectId, documentId })
    expect(results).toEqual([{ documentId, outcome: 'sealed' }])
  })

  test('that ends in the middle of an answer costs nothing', async () => {
    world.proxy.cutAnswerOf(/^\/api\/tickets\/[^/]+\/state$/)
    expect(
      await codeOf(() =>
        world.desktop.run('identity.authenticate', { projectId }, world.desktop.scannedBy(world.phone)),
      ),
    ).toBe('done')
  })

  test('that ends in the middle of a file is told as that', async () => {
    world.proxy.cutAnswerOf(/^\/api\/tenders\/.+\/file$/)
    expect(await codeOf(() => world.desktop.run('project.openSample', {}))).toBe('server.unreachable')
  })

  test('that is not there at all is told as that', async () => {
    world.proxy.cut()
    expect(await codeOf(() => world.desktop.run('identity.authenticate', { projectId }))).toBe('server.unreachable')
  })
})

test("a computer whose clock is wrong works by the server's clock", async () => {
  const desktop = await startTestDesktop({ ...world.server, origin: world.proxy.origin }, { knowsTime: false })
  try {
    const { projectId: other } = await desktop.run('project.openSample', {})
    const { bidder } = await desktop.run('identity.authenticate', { projectId: other }, desktop.scannedBy(world.phone))
    expect(bidder?.personName).toBe('周明远')
  } finally {
    desktop.stop()
  }
})

test('one document that cannot be sealed does not keep the others from it', async () => {
  const missing = crypto.randomUUID() as DocumentId
  const outside = { ...request(), placements: [{ page: 99, xMm: 20, yMm: 20 }] }
  const { results } = await world.desktop.run(
    'signing.seal',
    { projectId, items: [request(missing), outside, request()] },
    world.desktop.scannedBy(world.phone),
  )
  await world.desktop.call('signing.undo', { projectId, documentId })
  const outcomes = results.map((one) => (one.outcome === 'failed' ? one.failure.code : one.outcome))
  expect(outcomes.sort()).toEqual(['pdf.no-such-page', 'project.document-missing', 'sealed'])
})
