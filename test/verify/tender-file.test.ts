import { expect, test } from 'vitest'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import type { Tender } from '../../src/domain/project/tender.ts'
import { recognizeFile } from '../../src/domain/verify/recognize.ts'
import { verifyTenderFile } from '../../src/domain/verify/verify-tender-file.ts'
import { makeAuthorities, makeEnterprise, today } from '../kit/authorities.ts'
import { makeBid, makeBidWorld, makePlainCopy } from '../kit/bids.ts'
import { makeTenderFile } from '../kit/tender-files.ts'
import { outline, trustIn } from '../kit/trust.ts'

const tenderer = { name: '云川市第三中学', socialCreditCode: '12339901MB2DEMD56E' }
const authorities = makeAuthorities('tender verification')
const trust = trustIn(authorities)
const holder = makeEnterprise(authorities.issuing[0], tenderer, authorities.random)
const stranger = makeEnterprise(
  authorities.issuing[0],
  { name: '别的公司', socialCreditCode: '91320100MA1ABC5678' },
  authorities.random,
)

const later = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString()
const tender: Tender = {
  format: 'bidseal-tender',
  version: 1,
  id: 'school-building',
  project: { code: 'YC2026-FJ-0118', name: '教学楼新建工程', kind: 'construction' },
  tenderer,
  tendererCertificates: [],
  sections: [{ id: 'section-1', code: '01', name: '一标段', depositAmount: '500000.00' }],
  deadlines: {
    issuedAt: today.toISOString(),
    clarificationsUntil: later(5),
    bidsUntil: later(20),
    opensAt: later(20),
    decryptMinutes: 60,
    bidValidityDays: 90,
  },
  nodes: [{ id: 'form', parent: null, title: '开标一览表', kind: 'openingForm', required: true, signNodes: [] }],
  openingForm: { columns: [{ id: 'total', title: '投标总价', required: true, kind: 'amount' }] },
  limits: { fileBytes: 1000, totalBytes: 1000 },
  authorities: ['jiangsu'],
  files: [{ path: '招标文件.pdf', title: '招标文件', kind: 'main', sizeInBytes: 11, sm3: '0'.repeat(64) }],
}

const failedIn = async (bytes: Uint8Array) => {
  const { verdict, checks } = await verifyTenderFile(sourceOfBytes(bytes), trust)
  return { verdict, failed: outline(checks.filter(({ outcome }) => outcome === 'failed')) }
}

test('a tender file signed by the tenderer is valid', async () => {
  const file = await makeTenderFile(tender, holder, authorities)
  const { verdict, claims } = await verifyTenderFile(sourceOfBytes(file), trust)
  expect({ verdict, claims }).toEqual({
    verdict: 'valid',
    claims: {
      tender: 'school-building',
      projectName: '教学楼新建工程',
      tenderer: '云川市第三中学',
      issued: today.toISOString(),
      addendum: null,
    },
  })
})

test('a tender file signed by somebody else is invalid', async () => {
  expect(await failedIn(await makeTenderFile(tender, stranger, authorities))).toEqual({
    verdict: 'invalid',
    failed: ['statement failed tender-signed-by-another'],
  })
})

test('a changed tender file is invalid', async () => {
  const file = await makeTenderFile(tender, holder, authorities)
  const at = Buffer.from(file).indexOf('%PDF tender')
  const changed = concatBytes(file.subarray(0, at), utf8Bytes('%PDF forged'), file.subarray(at + 11))
  expect(await failedIn(changed)).toEqual({ verdict: 'invalid', failed: ['files failed failure'] })
})

test('every kind of file is known by its content', async () => {
  const bid = await makeBid(makeBidWorld('kinds'))
  const files = [
    await makeTenderFile(tender, holder, authorities),
    await makePlainCopy(bid),
    bid.file,
    utf8Bytes('%PDF-1.7'),
    utf8Bytes('hello'),
    new Uint8Array(0),
  ]
  expect(await Promise.all(files.map((file) => recognizeFile(sourceOfBytes(file))))).toEqual([
    'tender-file',
    'plain-copy',
    'bid-file',
    'pdf',
    null,
    null,
  ])
})
