import { appendFileSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DocumentId, ProjectId } from '../../../src/contract/bid-project.ts'
import { base64UrlOf, hexOf, utf8Bytes } from '../../../src/domain/bytes.ts'
import { readSeals } from '../../../src/domain/pdf/read-seals.ts'
import { readSeal } from '../../../src/domain/seal/read-seal.ts'
import { sesSignatureDigest, sesTbs } from '../../../src/domain/seal/ses-signature.ts'
import { encodeSignature, signDigest } from '../../../src/domain/sm/sm2-sign.ts'
import { createSm3 } from '../../../src/domain/sm/sm3.ts'
import type { Desktop } from '../../../src/main/desktop.ts'
import type { StoredDocument } from '../../../src/main/project/repository.ts'
import { pdfActs } from '../../../src/main/signing/pdf-acts.ts'
import { openPdfDesk } from '../../../src/main/signing/pdf-desk.ts'
import type { PdfOrders } from '../../../src/main/signing/pdf-orders.ts'
import {
  applyAnswer,
  inRounds,
  type PreparedDocument,
  prepareDocument,
} from '../../../src/main/signing/seal-documents.ts'
import { type Signer, usableSeals } from '../../../src/main/signing/signing-desk.ts'
import { extendFile } from '../../../src/main/store/extended-file.ts'
import { type FileStore, openFileStore, type StoredFile } from '../../../src/main/store/file-store.ts'
import type { WorkerPool } from '../../../src/main/workers/pool.ts'
import { type Identity, today } from '../../kit/authorities.ts'
import { changeUnseen, touch } from '../../kit/change-unseen.ts'
import { failureOf, failureOfAsync } from '../../kit/failure-of.ts'
import { makePdf } from '../../kit/pdfs.ts'
import { seededRandom } from '../../kit/random.ts'
import { authorities, builder, makeSeal, rival } from '../../kit/seals.ts'
import { trustIn } from '../../kit/trust.ts'

const random = seededRandom('answers')
const projectId = 'project' as ProjectId
const holder = {
  certificate: builder.sign.certificate,
  authorities: [authorities.issuing[0].certificate],
  enterpriseName: '江苏某某建设集团有限公司',
  socialCreditCode: '91320000MA1ABCDE0X',
  authorityName: '江苏',
}
const seals = (...ders: Uint8Array[]) =>
  usableSeals(ders.map(base64UrlOf), { holder, trust: trustIn(authorities), at: today })
const signer: Signer = { personName: '同事乙', certificate: holder, seals: seals(makeSeal()) }
const request = (documentId: string) => ({
  documentId: documentId as DocumentId,
  sealId: signer.seals[0]!.seal.sealId,
  placements: [{ page: 1, xMm: 60, yMm: 60 }],
  crossPage: false,
})

/** The thread's work, done here. */
const threads = {
  run: (name: 'prepare', order: PdfOrders['prepare']['order']) => pdfActs[name](order, () => {}),
} as unknown as WorkerPool<PdfOrders>

let folder: string
let files: FileStore
let stored: StoredDocument
let sealed: string[]
let desktop: Desktop
let prepared: PreparedDocument

const prepare = () =>
  prepareDocument(desktop, request('letter'), {
    document: stored,
    signer,
    usable: signer.seals[0]!,
    threads,
    signal: new AbortController().signal,
    tell: () => {},
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-answers-'))
  files = openFileStore(folder)
  const file = await files.put(await makePdf())
  stored = { ...file, documentId: 'letter', projectId, name: '投标函.pdf', pageCount: 1 } as unknown as StoredDocument
  sealed = []
  desktop = {
    store: { files },
    pdfs: openPdfDesk({ workersFolder: folder, files }),
    projects: {
      document: () => stored,
      putSeal: (_: StoredDocument, __: unknown, file: StoredFile) => sealed.push(file.blob),
    },
    server: { now: () => today.getTime() },
  } as unknown as Desktop
  prepared = await prepare()
})
afterEach(async () => {
  await prepared.copy.discard()
  rmSync(folder, { recursive: true })
})

/** What a phone answers for one document. */
function signedBy(who: Identity, signedBytesDigest = prepared.prepared.digest) {
  const { propertyInfo, usable } = prepared
  const tbs = sesTbs({ seal: usable.seal.der, signedBytesDigest, signingTime: today, propertyInfo })
  const signature = signDigest(who.key.privateKey, sesSignatureDigest(tbs, who.key.publicKey), random)
  return {
    outcome: 'signed' as const,
    signingTime: today.getTime(),
    signature: base64UrlOf(encodeSignature(signature)),
  }
}
async function apply(...items: Parameters<typeof applyAnswer>[2]['answer']['items']) {
  const certificate = { leaf: base64UrlOf(builder.sign.certificate.der), authorities: [] }
  const [result] = await applyAnswer(desktop, [prepared], {
    signer,
    answer: { certificate, items },
    askTimeStamp: async () => null,
  })
  return { outcome: result?.outcome === 'failed' ? result.failure.code : result?.outcome, sealed }
}

describe('an answer to a sealing ticket', () => {
  test('seals the document that was prepared: its bytes, the update, and the name that both have together', async () => {
    const { outcome } = await apply(signedBy(builder.sign))
    const before = await files.read(stored.blob)
    const after = await files.read(sealed[0]!)
    expect([outcome, hexOf(after!.slice(0, stored.sizeInBytes)) === hexOf(before!)]).toEqual(['sealed', true])
    expect(readSeals(after!)).toMatchObject([{ coverage: { kind: 'sound', digest: prepared.prepared.digest } }])
  })

  test('that never comes leaves nothing behind', async () => {
    await prepared.copy.discard()
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test.each([
    ['signed with another key', () => [signedBy(rival.sign)], 'act.answer-invalid'],
    ['for other bytes', () => [signedBy(builder.sign, new Uint8Array(32))], 'act.answer-invalid'],
    ['that leaves the document out', () => [], 'act.answer-invalid'],
    [
      'that says why not',
      () => [{ outcome: 'failed' as const, failure: { code: 'pin.locked', details: {} } }],
      'pin.locked',
    ],
  ])('⚔ %s seals nothing', async (_, items, outcome) => {
    expect(await apply(...items())).toEqual({ outcome, sealed: [] })
  })

  test('for a document that was changed meanwhile seals nothing', async () => {
    stored = { ...stored, blob: 'changed' }
    expect(await apply(signedBy(builder.sign))).toEqual({ outcome: 'project.document-missing', sealed: [] })
  })
})

test('a stored document whose bytes have changed is not sealed', async () => {
  writeFileSync(files.pathOf(stored.blob), await makePdf({ pageCount: 2 }))
  expect(await failureOfAsync(prepare)).toEqual({
    code: 'project.document-damaged',
    details: { name: '投标函.pdf' },
  })
})

test('⚔ a seal of another enterprise is refused by its name, and one that is not in force is not offered', () => {
  const own = makeSeal({ sealId: 'own' })
  const others = makeSeal({
    sealId: 'others',
    holders: { kind: 'certificates', certificates: [rival.sign.certificate.der] },
  })
  const old = makeSeal({ sealId: 'old', validUntil: new Date('2026-03-01T00:00:00.000Z') })
  const refused = failureOf(() => seals(own, others))
  expect([refused, seals(own, old).map(({ seal }) => seal.sealId)]).toEqual([
    { code: 'seal.not-genuine', details: { name: readSeal(others).name } },
    [readSeal(own).sealId],
  ])
})

test('two seals of one document go into two rounds, and documents of a round are approved together', () => {
  const rounds = inRounds([request('letter'), request('form'), request('letter')])
  expect(rounds.map((round) => round.map(({ documentId }) => documentId))).toEqual([['letter', 'form'], ['letter']])
})

describe('a pass that is remembered', () => {
  const blobPath = (blob: string) => files.pathOf(blob)

  test('of the sealed document is what reading it gives, so that the next seal need not', async () => {
    await apply(signedBy(builder.sign))
    const blob = sealed[0]!
    expect(files.passes.of(blob)).toEqual(await pdfActs.digest({ filesFolder: folder, blob }, () => {}))
  })

  test('⚔ counts for no file that was changed, whatever it says of its size and its time', async () => {
    touch(blobPath(stored.blob))
    await (await prepare()).copy.discard()
    changeUnseen(blobPath(stored.blob))
    expect(await failureOfAsync(prepare)).toEqual({
      code: 'project.document-damaged',
      details: { name: stored.name },
    })
  })

  test('⚔ of other bytes counts for no file, even if it says it was this one', async () => {
    const pass = files.passes.of(stored.blob)!
    const digest = createSm3().update(new Uint8Array(stored.sizeInBytes)).save()
    files.passes.remember(stored.blob, { ...pass, digest })
    const again = await prepare()
    await again.copy.discard()
    expect([again.prepared.previousDigest, files.passes.of(stored.blob)]).toEqual([pass.digest, pass])
  })

  test('of a file that was only touched since counts for its copy', async () => {
    const pass = files.passes.of(stored.blob)!
    utimesSync(blobPath(stored.blob), today, today)
    const copy = extendFile(files, stored.blob, pass)
    const finished = await copy.finish({ previousLength: stored.sizeInBytes, appended: utf8Bytes('%') })
    expect((await files.read(finished!.blob))?.length).toBe(stored.sizeInBytes + 1)
  })

  test('⚔ of a file that was changed before it was copied seals nothing, and leaves nothing', async () => {
    const pass = files.passes.of(stored.blob)!
    appendFileSync(blobPath(stored.blob), ' ')
    const copy = extendFile(files, stored.blob, pass)
    const finished = await copy.finish({ previousLength: stored.sizeInBytes + 1, appended: new Uint8Array(1) })
    await Promise.all([copy.discard(), prepared.copy.discard()])
    expect([finished, readdirSync(folder).filter((name) => name.endsWith('.part'))]).toEqual([null, []])
  })
})
