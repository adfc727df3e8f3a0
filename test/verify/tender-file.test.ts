import { expect, test } from 'vitest'
import { sourceOfBytes } from '../../src/domain/byte-source.ts'
import { concatBytes, utf8Bytes } from '../../src/domain/bytes.ts'
import { recognizeFile } from '../../src/domain/verify/recognize.ts'
import { verifyTenderFile } from '../../src/domain/verify/verify-tender-file.ts'
import { makeAuthorities, makeEnterprise, today } from '../kit/authorities.ts'
import { makeBid, makeBidWorld, makePlainCopy } from '../kit/bids.ts'
import { makeTenderFile, sampleTender as tender, tenderer } from '../kit/tender-files.ts'
import { outline, trustIn } from '../kit/trust.ts'

const authorities = makeAuthorities('tender verification')
const trust = trustIn(authorities)
const holder = makeEnterprise(authorities.issuing[0], tenderer, authorities.random)
const stranger = makeEnterprise(
  authorities.issuing[0],
  { name: '别的公司', socialCreditCode: '91320100MA1ABC5678' },
  authorities.random,
)

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
