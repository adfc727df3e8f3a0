import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { DocumentId, ProjectId } from '../../src/contract/bid-project.ts'
import type { AvailableSeal } from '../../src/contract/signing.ts'
import { ticketRoutes } from '../../src/protocol/http-api.ts'
import type { PublishedTender } from '../../src/protocol/published-tender.ts'
import type {
  GenerateAnswer,
  PickSealAnswer,
  PresenceAnswer,
  RehearseAnswer,
  RewrapAnswer,
  SealAnswer,
} from '../../src/protocol/ticket-answers.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { startReadyPhone, startSealingWorld } from '../kit/sample-bid.ts'
import { testOrigin } from '../kit/server.ts'
import { documentOf } from '../kit/test-desktop.ts'
import type { VirtualPhone } from '../kit/virtual-phone.ts'

// A server that lies between the phone's answer and the desktop: each lie must be told by the desktop alone.

let world: Awaited<ReturnType<typeof startSealingWorld>>
let rival: VirtualPhone
let colleague: VirtualPhone
let projectId: ProjectId
let documentId: DocumentId
let official: AvailableSeal

beforeAll(async () => {
  world = await startSealingWorld()
  rival = await startReadyPhone(world.server, 'bidder-b-1')
  colleague = await startReadyPhone(world.server, 'bidder-a-2')
  ;({ projectId, official } = world)
  documentId = documentOf(world.project, '投标函').documentId
})
afterEach(() => {
  world.proxy.tell(null)
  expect(world.desktop.bugs).toEqual([])
})
afterAll(() => world.stop())

/** Changes the phone's answer on its way back to the desktop. */
function changeAnswer<A>(change: (answer: A) => A) {
  world.proxy.tell((path, bytes) => {
    if (!/^\/api\/tickets\/[^/]+\/state$/.test(path)) return undefined
    const view = JSON.parse(bytes.toString()) as { answer?: A }
    return view.answer === undefined ? undefined : { ...view, answer: change(view.answer) }
  })
}

const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
const rivalPair = async () => (await rival.pairs())[0]!
const recipientOf = async (phone: VirtualPhone) => {
  const { personName, authorityName, encryption } = (await phone.pairs())[0]!
  return { personName, authorityName, certificate: encryption }
}
const scanned = () => world.desktop.scannedBy(world.phone)
const failureOf = async (act: () => Promise<unknown>) =>
  (await failureOfAsync(act)) ?? { code: 'accepted', details: {} }

describe('CA 认证', () => {
  const authenticate = () => failureOf(() => world.desktop.run('identity.authenticate', { projectId }, scanned()))

  test("with a rival's certificate in the answer is refused", async () => {
    const { signing } = await rivalPair()
    changeAnswer<z.infer<typeof PresenceAnswer>>((answer) => ({ ...answer, certificate: signing }))
    expect((await authenticate()).code).toBe('act.answer-invalid')
  })

  test('with another signature is refused', async () => {
    changeAnswer<z.infer<typeof PresenceAnswer>>((answer) => ({ ...answer, signature: flipped(answer.signature) }))
    expect((await authenticate()).code).toBe('act.answer-invalid')
  })

  test('with an answer of another shape is refused', async () => {
    changeAnswer<unknown>(() => ({ certificate: null }))
    expect((await authenticate()).code).toBe('act.answer-invalid')
  })
})

describe('the first scan of sealing', () => {
  const pick = () =>
    failureOf(() => world.desktop.run('signing.pickSeal', { projectId, offerSession: false }, scanned()))

  test("with a rival's seal beside the certificate is refused with the seal's name", async () => {
    const seals = await rival.sealsOf(await rivalPair())
    changeAnswer<z.infer<typeof PickSealAnswer>>((answer) => ({ ...answer, seals }))
    expect(await pick()).toMatchObject({ code: 'seal.not-genuine', details: { name: expect.stringContaining('章') } })
  })

  test('with another picture in the seal is refused', async () => {
    changeAnswer<z.infer<typeof PickSealAnswer>>((answer) => {
      const [first, ...rest] = answer.seals.map((seal) => Buffer.from(seal, 'base64url'))
      const at = first!.indexOf('IDAT') + 40
      first![at] = first![at]! ^ 1
      return { ...answer, seals: [first!, ...rest].map((seal) => seal.toString('base64url')) }
    })
    expect((await pick()).code).toBe('seal.not-genuine')
  })

  test("with a rival's certificate is refused by its name", async () => {
    const { signing, enterpriseName } = await rivalPair()
    changeAnswer<z.infer<typeof PickSealAnswer>>((answer) => ({ ...answer, certificate: signing }))
    expect(await pick()).toEqual({ code: 'certificate.wrong-holder', details: { name: enterpriseName } })
  })
})

describe('a seal', () => {
  const sealOnce = () =>
    world.desktop.run(
      'signing.seal',
      {
        projectId,
        items: [{ documentId, sealId: official.sealId, placements: [{ page: 1, xMm: 20, yMm: 20 }], crossPage: false }],
      },
      scanned(),
    )
  const revision = () => world.desktop.desktop.projects.document(documentId)!.revision

  test('with another signature changes no document', async () => {
    const before = revision()
    changeAnswer<z.infer<typeof SealAnswer>>((answer) => ({
      ...answer,
      items: answer.items.map((item) =>
        item.outcome === 'signed' ? { ...item, signature: flipped(item.signature) } : item,
      ),
    }))
    const { results } = await sealOnce()
    expect([results, revision()]).toEqual([
      [{ documentId, outcome: 'failed', failure: { code: 'act.answer-invalid', details: {} } }],
      before,
    ])
  })

  test('⚔ that was damaged on the way does not undo the others of its list', async () => {
    const items = ['投标函', '授权委托书'].map((title) => ({
      documentId: documentOf(world.project, title).documentId,
      sealId: official.sealId,
      placements: [{ page: 1, xMm: 20, yMm: 20 }],
      crossPage: false,
    }))
    changeAnswer<z.infer<typeof SealAnswer>>((answer) => ({
      ...answer,
      items: answer.items.map((item, place) => (place === 0 ? { ...item, signature: '?' } : item)),
    }))
    const { results } = await world.desktop.run('signing.seal', { projectId, items }, scanned())
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'sealed'])
  })

  test('with another time of signing changes no document', async () => {
    const before = revision()
    changeAnswer<z.infer<typeof SealAnswer>>((answer) => ({
      ...answer,
      items: answer.items.map((item) =>
        item.outcome === 'signed' ? { ...item, signingTime: item.signingTime + 1000 } : item,
      ),
    }))
    const { results } = await sealOnce()
    expect([results.map(({ outcome }) => outcome), revision()]).toEqual([['failed'], before])
  })

  test('by fewer signatures than documents leaves the rest unsealed', async () => {
    changeAnswer<z.infer<typeof SealAnswer>>((answer) => ({ ...answer, items: [] }))
    expect((await sealOnce()).results.map(({ outcome }) => outcome)).toEqual(['failed'])
  })
})

describe('生成标书', () => {
  const generate = () => failureOf(() => world.desktop.run('bidFile.generate', { projectId }, scanned()))

  test("with a rival's certificate among the recipients is refused by its name, and nothing is written", async () => {
    const added = await recipientOf(rival)
    changeAnswer<z.infer<typeof GenerateAnswer>>((answer) => ({ ...answer, recipients: [...answer.recipients, added] }))
    expect([await generate(), readdirSync(world.desktop.output)]).toEqual([
      { code: 'bid-file.recipient-of-another', details: { name: (await rivalPair()).enterpriseName } },
      [],
    ])
  })

  test('with a colleague added whom nobody chose is refused', async () => {
    const added = await recipientOf(colleague)
    changeAnswer<z.infer<typeof GenerateAnswer>>((answer) => ({ ...answer, recipients: [...answer.recipients, added] }))
    expect([(await generate()).code, readdirSync(world.desktop.output)]).toEqual(['bid-file.statement-invalid', []])
  })

  test('with another signature or time is refused', async () => {
    changeAnswer<z.infer<typeof GenerateAnswer>>((answer) => ({ ...answer, signature: flipped(answer.signature) }))
    const signature = await generate()
    changeAnswer<z.infer<typeof GenerateAnswer>>((answer) => ({ ...answer, createdAt: answer.createdAt + 1000 }))
    expect([signature.code, (await generate()).code, readdirSync(world.desktop.output)]).toEqual([
      'bid-file.statement-invalid',
      'bid-file.statement-invalid',
      [],
    ])
  })
})

describe('a finished bid file', () => {
  let bidFileId: string
  beforeAll(async () => {
    bidFileId = (await world.desktop.run('bidFile.generate', { projectId }, scanned()))!.bidFileId
  })

  async function addColleague() {
    const recipients = await colleague.pairs()
    const choices = world.desktop.scannedBy(world.phone, { recipients })
    const failure = await failureOf(() => world.desktop.run('bidFile.rewrap', { bidFileId }, choices))
    return [failure.code, readdirSync(world.desktop.output).length]
  }

  type Rewrapped = z.infer<typeof RewrapAnswer>
  test.each<[string, string, () => Promise<(answer: Rewrapped) => Partial<Rewrapped>>]>([
    [
      'with another header',
      'act.answer-invalid',
      async () =>
        ({ header }) => ({ header: flipped(header) }),
    ],
    [
      'with another colleague in the place of the added one',
      'bid-file.statement-invalid',
      async () => {
        const recipients = [await recipientOf(await startReadyPhone(world.server, 'bidder-a-3'))]
        return () => ({ recipients })
      },
    ],
    [
      "with a rival's certificate beside the added one",
      'bid-file.recipient-of-another',
      async () => {
        const added = await recipientOf(rival)
        return ({ recipients }) => ({ recipients: [...recipients, added] })
      },
    ],
    [
      "under a colleague's signing certificate",
      'bid-file.signer-mismatch',
      async () => {
        const certificate = (await colleague.pairs())[0]!.signing
        return () => ({ certificate })
      },
    ],
  ])('⚔ is given no recipient %s, and nothing is written', async (_, code, change) => {
    const lie = await change()
    changeAnswer<Rewrapped>((answer) => ({ ...answer, ...lie(answer) }))
    expect(await addColleague()).toEqual([code, 2])
  })

  test('⚔ has no rehearsal whose outcome or certificate was changed on the way', async () => {
    const rehearse = () => failureOf(() => world.desktop.run('bidFile.rehearse', { bidFileId }, scanned()))
    changeAnswer<z.infer<typeof RehearseAnswer>>((answer) => ({ ...answer, outcome: 'damaged' }))
    const failures = [(await rehearse()).code]
    changeAnswer<z.infer<typeof RehearseAnswer>>((answer) => ({ ...answer, openedWith: flipped(answer.openedWith) }))
    failures.push((await rehearse()).code)
    const { bidFiles } = await world.desktop.call('bidFile.list', { projectId })
    expect([failures, bidFiles[0]?.recipients[0]?.rehearsal]).toEqual([
      ['act.answer-invalid', 'act.answer-invalid'],
      null,
    ])
  })
})

describe('files of the server', () => {
  const flipByteOf = (pattern: RegExp, at: (length: number) => number) =>
    world.proxy.tell((path, bytes) => {
      if (!pattern.test(path)) return undefined
      const changed = Buffer.from(bytes)
      const place = at(bytes.length)
      changed[place] = changed[place]! ^ 1
      return changed
    })
  const projects = async () => (await world.desktop.call('project.list', {})).projects.length

  test('a tender that was changed on the way makes no project', async () => {
    const before = await projects()
    flipByteOf(/^\/api\/tenders\/.+\/file$/, (length) => Math.floor(length / 2))
    const { code } = await failureOf(() => world.desktop.run('project.openSample', {}))
    expect([code, await projects()]).toEqual(['download.differs', before])
  })

  describe('a published tender', () => {
    const fileOf = (tenderId: string) => `/api/tenders/${tenderId}/file`
    const [listed, other] = ['school-building', 'classroom-equipment']
    const otherFile = async () =>
      Buffer.from(await (await world.server.fetch(testOrigin + fileOf(other))).arrayBuffer())
    const download = () => failureOf(() => world.desktop.run('tender.download', { tenderId: listed }))
    const entryOf = (tenders: PublishedTender[], tenderId: string) => tenders.find((one) => one.tenderId === tenderId)!
    /** The list with the other tender's size and digest under the listed names. */
    const swapped = (bytes: Buffer) => {
      const { tenders } = JSON.parse(bytes.toString()) as { tenders: PublishedTender[] }
      const { fileSizeInBytes, fileDigest } = entryOf(tenders, other)
      return { tenders: [{ ...entryOf(tenders, listed), fileSizeInBytes, fileDigest }] }
    }
    const refused = (before: number) => [{ code: 'download.differs', details: {} }, before]

    test('⚔ in whose place the server hands out another, signed as well, makes no project', async () => {
      const [before, file] = [await projects(), await otherFile()]
      await world.desktop.call('tender.published', {})
      world.proxy.tell((path) => (path === fileOf(listed) ? file : undefined))
      expect([await download(), await projects()]).toEqual(refused(before))
    })

    test('⚔ whose list names the digest of another makes no project', async () => {
      const [before, file] = [await projects(), await otherFile()]
      world.proxy.tell((path, bytes) =>
        path === fileOf(listed) ? file : path === '/api/tenders' ? swapped(bytes) : undefined,
      )
      await world.desktop.call('tender.published', {})
      expect([await download(), await projects()]).toEqual(refused(before))
    })

    test('⚔ that does not end is cut off at its announced size', async () => {
      const before = await projects()
      world.proxy.tell((path, bytes) =>
        path === fileOf(listed) ? Buffer.concat([bytes, Buffer.alloc(5_000_000)]) : undefined,
      )
      await world.desktop.call('tender.published', {})
      expect([await download(), await projects()]).toEqual(refused(before))
    })
  })

  test('another credit attachment is refused, and the library stays as it was', async () => {
    const before = await world.desktop.call('creditLibrary.list', { projectId })
    flipByteOf(/^\/api\/credit-library\/attachments\//, () => 20)
    const { code } = await failureOf(() => world.desktop.run('creditLibrary.sync', { projectId }, scanned()))
    expect([code, await world.desktop.call('creditLibrary.list', { projectId })]).toEqual(['download.differs', before])
  })

  test('an attachment that does not end is cut off at its announced size', async () => {
    world.proxy.tell((path, bytes) =>
      path.startsWith('/api/credit-library/attachments/') ? Buffer.concat([bytes, Buffer.alloc(5_000_000)]) : undefined,
    )
    const { code } = await failureOf(() => world.desktop.run('creditLibrary.sync', { projectId }, scanned()))
    expect(code).toBe('download.differs')
  })
})

test('a ticket that the server renames is not waited for', async () => {
  const open = ticketRoutes.open.path
  world.proxy.tell((path, bytes) =>
    path === open ? { ...(JSON.parse(bytes.toString()) as object), ticketId: 'A'.repeat(43) } : undefined,
  )
  const { code } = await failureOf(() => world.desktop.run('identity.authenticate', { projectId }, scanned()))
  expect(code).not.toBe('accepted')
})
