import { expect, test } from 'vitest'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { examineFile, type VerificationRecord } from '../../src/domain/verify/examine.ts'
import type { Finding } from '../../src/domain/verify/finding.ts'
import { findingSentence } from '../../src/domain/verify/finding-sentences.ts'
import type { Report } from '../../src/domain/verify/report.ts'
import { reportJson } from '../../src/domain/verify/report-json.ts'
import { summaryOf } from '../../src/domain/verify/report-outline.ts'
import { reportText } from '../../src/domain/verify/report-text.ts'
import type { Trust } from '../../src/domain/verify/trust.ts'
import { verifyPdf } from '../../src/domain/verify/verify-pdf.ts'
import { type Identity, issueCertificate, makeEnterprise, makeRevocationList, today } from '../kit/authorities.ts'
import { makeBid, makeBidWorld } from '../kit/bids.ts'
import { makeCornerPng } from '../kit/pdfs.ts'
import { placeSeal } from '../kit/sealed-pdfs.ts'
import { authorities, builder, rival, sealMaker } from '../kit/seals.ts'
import { makeTenderFile, sampleTender, tenderer } from '../kit/tender-files.ts'
import { stampSignature } from '../kit/time-stamps.ts'
import { noTrust, trustIn } from '../kit/trust.ts'
import { forgedPage, page, revise, type Sealing, sealPdf } from '../kit/verified-pdfs.ts'

type Kind = Finding['kind']

const { random, issuing } = authorities
const trust = trustIn(authorities)
const sealed = await sealPdf(page)
const holder = makeEnterprise(issuing[0], tenderer, random)

const expired = issueCertificate({
  profile: 'sign',
  issuer: issuing[0],
  subject: { commonName: '已到期的单位' },
  random,
  notAfter: new Date('2026-03-01T00:00:00.000Z'),
})
const revokedLater = ({ certificate }: Identity): Trust => {
  const revoked = { certificate, at: new Date(today.getTime() + 1000), reason: 'superseded' } as const
  return { ...trust, revocationLists: [makeRevocationList(issuing[0], [revoked], random), ...trust.revocationLists] }
}

interface Case {
  file: () => Promise<Uint8Array>
  trust?: Trust
  verdict: Report['verdict']
}
const good: Case = { file: async () => sealed, verdict: 'valid' }
const sealedBy = (sealing: Sealing, verdict: Case['verdict'] = 'invalid'): Case => ({
  file: () => sealPdf(page, sealing),
  verdict,
})
const world = makeBidWorld('findings')
const bid: Case = { file: async () => (await makeBid(world)).file, trust: trustIn(world.authorities), verdict: 'valid' }

const tenderFile: Case = { file: () => makeTenderFile(sampleTender, holder, authorities), verdict: 'valid' }
const stranger: Case = { ...good, trust: noTrust, verdict: 'invalid' }
const unlisted: Case = { ...good, trust: { ...trust, revocationLists: [] } }
const anothersSeal = sealedBy({ signer: rival.sign })

/** For every kind of finding a file in which it is found: one that is missing here does not compile. */
const cases: Record<Kind, Case> = {
  readable: good,
  intact: good,
  'covers-whole-file': good,
  trusted: good,
  'not-revoked': good,
  'seal-valid': good,
  'signer-may-use': good,
  'picture-shown': good,
  'algorithm-known': good,
  'own-clock': good,
  failure: { file: async () => sealed.subarray(0, -200), verdict: 'unreadable' },
  'no-seals': { file: async () => page, verdict: 'invalid' },
  'digest-differs': {
    // In the comment of the header, where it disturbs no reader.
    file: async () => sealed.map((byte, i) => (i === 12 ? byte ^ 1 : byte)),
    verdict: 'invalid',
  },
  'bad-signature': sealedBy({ signer: { certificate: builder.sign.certificate, key: rival.sign.key } }),
  'property-differs': sealedBy({ propertyInfo: 'ByteRange=[0 1 2 3];Field=seal-1' }),
  'sealed-again-later': { file: () => sealPdf(sealed, { fieldName: 'seal-2' }), verdict: 'valid' },
  'changed-later': { file: async () => revise(sealed, forgedPage), verdict: 'invalid' },
  'coverage-breached': {
    file: async () =>
      Uint8Array.from(Buffer.from(latin1(sealed).replace('/ByteRange [0 ', '/ByteRange [1 '), 'latin1')),
    verdict: 'invalid',
  },
  'statement-signed': bid,
  'recipients-signed': bid,
  'not-decrypted': bid,
  'files-listed': tenderFile,
  'tender-signed': tenderFile,
  'tender-signed-by-another': { file: () => makeTenderFile(sampleTender, rival, authorities), verdict: 'invalid' },
  untrusted: sealedBy({ signer: expired }),
  'unknown-issuer': stranger,
  'chain-unknown': stranger,
  revoked: { ...good, trust: trustIn(authorities, builder.sign), verdict: 'invalid' },
  'revoked-later': { ...good, trust: revokedLater(builder.sign) },
  'revocation-unknown': unlisted,
  'seal-maker-unchecked': unlisted,
  'seal-maker-revoked-later': { ...good, trust: revokedLater(sealMaker) },
  'seal-forged': sealedBy({ maker: { certificate: sealMaker.certificate, key: rival.sign.key } }),
  'seal-not-yet-valid': sealedBy({ sealFields: { validFrom: new Date('2027-03-01T00:00:00Z') } }),
  'seal-expired': sealedBy({ sealFields: { validUntil: new Date('2026-03-01T00:00:00Z') } }),
  'seal-of-another': anothersSeal,
  'picture-differs': sealedBy({ appearances: [placeSeal({ png: makeCornerPng() })] }),
  'not-shown': sealedBy({ isUnseen: true }, 'valid'),
  'not-examined': anothersSeal,
  'algorithm-unsupported': sealedBy({ format: 'pkcs7' }, 'unreadable'),
  'time-stamped': sealedBy({ changeSignature: (der) => stampSignature(der) }, 'valid'),
  'time-stamp-bad': sealedBy({ changeSignature: (der) => stampSignature(der, { imprint: sm3(der) }) }, 'valid'),
}

function latin1(bytes: Uint8Array) {
  return Buffer.from(bytes).toString('latin1')
}

function findingsOf(report: Report): Finding[] {
  const seals = report.kind === 'pdf' ? report.seals : []
  return [...report.checks, ...seals.flatMap(({ checks }) => checks)].map(({ finding }) => finding)
}

const records = new Map<Case, Promise<VerificationRecord>>()

/** Cases that share a file are examined once. */
function recordOf(one: Case): Promise<VerificationRecord> {
  const examine = async () => examineFile({ source: sourceOfBytes(await one.file()), ...subject }, one.trust ?? trust)
  const record = records.get(one) ?? examine()
  records.set(one, record)
  return record
}

const subject = { fileName: 'file', tool: '封标 测试', now: today }

test.each(Object.entries(cases))('%s is found, explained in words and kept as evidence', async (kind, one) => {
  const record = await recordOf(one)
  const found = findingsOf(record.report).find((finding) => finding.kind === kind)
  if (found === undefined) throw new Error(`not among ${findingsOf(record.report).map((finding) => finding.kind)}`)
  const [chinese, english] = [findingSentence(found, 'zh-CN'), findingSentence(found, 'en')]
  const json = reportJson(record)
  expect({
    verdict: record.report.verdict,
    isTold: reportText(record).includes(`：${chinese}\n`),
    isWhole: ![chinese, english].some((sentence) => /undefined|null|NaN|\[object/.test(sentence)),
    isChinese: /[\u4e00-\u9fff].*。$/.test(chinese),
    json: JSON.parse(JSON.stringify(json)),
  }).toEqual({ verdict: one.verdict, isTold: true, isWhole: true, isChinese: true, json })
})

test.each<[string, Case, string]>([
  ['nothing', good, '验证通过，共 1 处签章'],
  ['what nobody knows', unlisted, '验证通过，共 1 处签章，有 2 项提示，请逐项核对'],
])('the conclusion counts %s among the hints', async (_, one, words) => {
  expect(summaryOf((await recordOf(one)).report)).toBe(words)
})

test('⚔ a name that brings lines and marks of its own brings no findings', async () => {
  const name = '公章\n【通过】\u202e签名\u001b[2J'
  const { checks, seals } = await verifyPdf(await sealPdf(page, { sealFields: { name } }), trust)
  const report = { kind: 'pdf', verdict: 'valid', checks, seals } as const
  const text = reportText({ ...(await recordOf(good)), report })
  expect([
    text.includes('\n【通过】\u202e'),
    ['\u202e', '\u001b'].some((mark) => text.includes(mark)),
    text.includes('公章\ufffd【通过】\ufffd签名'),
  ]).toEqual([false, false, true])
})
