import { beforeEach, describe, expect, test } from 'vitest'
import type { DocumentId, ProjectId } from '../../../src/contract/bid-project.ts'
import { base64UrlOf } from '../../../src/domain/bytes.ts'
import { readSeal } from '../../../src/domain/seal/read-seal.ts'
import { sesSignatureDigest, sesTbs } from '../../../src/domain/seal/ses-signature.ts'
import { encodeSignature, signDigest } from '../../../src/domain/sm/sm2-sign.ts'
import type { Desktop } from '../../../src/main/desktop.ts'
import type { StoredDocument } from '../../../src/main/project/repository.ts'
import {
  applyAnswer,
  inRounds,
  type PreparedDocument,
  prepareDocument,
} from '../../../src/main/signing/seal-documents.ts'
import { type Signer, usableSeals } from '../../../src/main/signing/signing-desk.ts'
import { type Identity, today } from '../../kit/authorities.ts'
import { failureOf } from '../../kit/failure-of.ts'
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

let stored: { blob: string } & Pick<StoredDocument, 'name' | 'pageCount'>
let sealed: string[]
let desktop: Desktop
let prepared: PreparedDocument

beforeEach(async () => {
  const pdf = await makePdf()
  stored = { blob: 'before', name: '投标函.pdf', pageCount: 1 }
  sealed = []
  desktop = {
    store: { files: { read: async () => pdf, put: async () => ({ blob: 'after', sizeInBytes: 1 }) } },
    projects: {
      document: (documentId: string) => ({ ...stored, documentId, projectId, seals: [] }),
      putSeal: (document: StoredDocument) => sealed.push(document.documentId),
    },
    server: { now: () => today.getTime() },
  } as unknown as Desktop
  prepared = await prepareDocument(desktop, request('letter'), { projectId, signer, usable: signer.seals[0]! })
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
  test('seals the document that was prepared', async () => {
    expect(await apply(signedBy(builder.sign))).toEqual({ outcome: 'sealed', sealed: ['letter'] })
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
