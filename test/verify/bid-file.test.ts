import { expect, test } from 'vitest'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { base64UrlOf, concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { sm3 } from '../../src/domain/sm/sm3.ts'
import { tailText } from '../../src/domain/tail-text.ts'
import { findingSentence } from '../../src/domain/verify/finding-sentences.ts'
import { recipientWords } from '../../src/domain/verify/recipients.ts'
import type { Trust } from '../../src/domain/verify/trust.ts'
import { verifyBidFile } from '../../src/domain/verify/verify-bid-file.ts'
import { verifyPlainCopy } from '../../src/domain/verify/verify-plain-copy.ts'
import { chunksAt } from '../kit/bid-bytes.ts'
import { makeBid, makeBidWorld, makePlainCopy, makePlan } from '../kit/bids.ts'
import { noTrust, outline, trustIn } from '../kit/trust.ts'

const world = makeBidWorld('verify')
const trust = trustIn(world.authorities)
const plan = await makePlan(world.bidder, { files: { '说明.txt': 'plain text', 'b.bin': 'x'.repeat(3000) } })
const bid = await makeBid(world, { plan })
const copy = await makePlainCopy(bid)

const verify = (bytes: Uint8Array, trusted: Trust = trust) => verifyBidFile(sourceOfBytes(bytes), trusted)
const summaryOf = async (bytes: Uint8Array, trusted: Trust = trust) => {
  const { verdict, checks } = await verify(bytes, trusted)
  return { verdict, against: outline(checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'unsure')) }
}

test('a good bid file is valid, and the report says that its contents were not seen', async () => {
  const report = await verify(bid.file)
  expect({ ...report, checks: outline(report.checks) }).toEqual({
    kind: 'bid-file',
    verdict: 'valid',
    claims: {
      tender: 'nj-2026-001',
      section: 'a1',
      bidder: '江苏甲建设有限公司',
      socialCreditCode: '91320100MA1XYZ1234',
      created: '2026-09-01T00:00:00Z',
    },
    checks: [
      'format passed readable',
      'statement passed statement-signed',
      'recipients passed recipients-signed',
      'integrity passed intact',
      'chain passed trusted',
      'revocation passed not-revoked',
      'algorithm passed algorithm-known',
      'time not-done own-clock',
      'contents not-done not-decrypted',
    ],
  })
})

test('the certificates that can open it are told by authority and fingerprint, since they name no person', async () => {
  const { checks } = await verify(bid.file)
  const told = checks.find(({ topic }) => topic === 'recipients')?.finding
  const tails = [world.bidder, world.colleague].map(({ encrypt }) =>
    base64UrlOf(sm3(encrypt.certificate.der)).slice(-8),
  )
  const sentence = told && findingSentence(told)
  expect(tails.map((tail) => sentence?.includes(`尾号 ${tailText(tail)} 的证书（`))).toEqual([true, true])
})

test('a recipient whose person is known is told by person and authority', () => {
  expect(recipientWords({ personName: '周明远', authorityName: '浙江CA', digest: 'x' })).toBe('周明远（浙江CA）')
})

test('a report is plain data that survives JSON', async () => {
  const report = await verify(bid.file)
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('an intact file of an unknown authority is told apart from a changed one', async () => {
  expect(await summaryOf(bid.file, noTrust)).toEqual({
    verdict: 'invalid',
    against: ['chain failed unknown-issuer'],
  })
})

test('a changed chunk is a matter of integrity, not of the signer', async () => {
  const changed = bid.file.slice()
  changed[chunksAt(bid.header) + 100]! ^= 1
  expect(await summaryOf(changed)).toEqual({
    verdict: 'invalid',
    against: ['integrity failed failure'],
  })
})

test('a certificate that was revoked before it signed makes the file invalid', async () => {
  expect(await summaryOf(bid.file, trustIn(world.authorities, world.bidder.sign))).toEqual({
    verdict: 'invalid',
    against: ['revocation failed revoked'],
  })
})

test('a missing revocation list is said but makes nothing invalid', async () => {
  const { verdict, against } = await summaryOf(bid.file, { ...trust, revocationLists: [] })
  expect({ verdict, first: against[0] }).toEqual({
    verdict: 'valid',
    first: 'revocation unsure revocation-unknown',
  })
})

test.each([
  ['cut off', bid.file.subarray(0, -1), 'invalid', 'integrity failed failure'],
  ['cut in its chunks', bid.file.subarray(0, chunksAt(bid.header) + 50), 'invalid', 'integrity failed failure'],
  ['cut in what is before its chunks', bid.file.subarray(0, 100), 'unreadable', 'format failed failure'],
  [
    'with a byte more among its chunks',
    concatBytes(bid.file.subarray(0, 300), utf8Bytes('x'), bid.file.subarray(300)),
    'invalid',
    'integrity failed failure',
  ],
  ['with bytes after its end', concatBytes(bid.file, utf8Bytes('x')), 'invalid', 'integrity failed failure'],
  [
    'of a newer version',
    concatBytes(utf8Bytes('BIDENC99'), bid.file.subarray(8)),
    'unreadable',
    'format failed failure',
  ],
])('a file %s is named', async (_, bytes, verdict, first) => {
  const summary = await summaryOf(bytes)
  expect({ verdict: summary.verdict, first: summary.against[0] }).toEqual({ verdict, first })
})

test('a good plain copy is valid', async () => {
  const report = await verifyPlainCopy(sourceOfBytes(copy), trust)
  expect({ verdict: report.verdict, checks: outline(report.checks), documents: report.documents }).toEqual({
    verdict: 'valid',
    checks: [
      'format passed readable',
      'statement passed statement-signed',
      'files passed files-listed',
      'chain passed trusted',
      'revocation passed not-revoked',
      'algorithm passed algorithm-known',
      'time not-done own-clock',
    ],
    documents: [],
  })
})

test('a plain copy with a changed file is invalid and says which', async () => {
  const changed = copy.slice()
  const at = Buffer.from(copy).indexOf('plain text')
  changed.set(utf8Bytes('PLAIN TEXT'), at)
  const { verdict, checks } = await verifyPlainCopy(sourceOfBytes(changed), trust)
  expect({ verdict, failed: checks.filter(({ outcome }) => outcome === 'failed').map(({ topic }) => topic) }).toEqual({
    verdict: 'invalid',
    failed: ['files'],
  })
})
