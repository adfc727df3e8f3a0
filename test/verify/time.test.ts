import { expect, test } from 'vitest'
import type { RevocationReason } from '../../src/domain/pki/revocation-entries.ts'
import { isRevocationListOf } from '../../src/domain/pki/revocation-list.ts'
import { verifyPdf } from '../../src/domain/verify/verify-pdf.ts'
import { type Identity, issueCertificate, makeRevocationList, today } from '../kit/authorities.ts'
import { makeCornerPng } from '../kit/pdfs.ts'
import { placeSeal } from '../kit/sealed-pdfs.ts'
import { authorities, builder } from '../kit/seals.ts'
import { stampAuthority, stampSignature } from '../kit/time-stamps.ts'
import { outline, trustIn } from '../kit/trust.ts'
import { page, type Sealing, sealPdf } from '../kit/verified-pdfs.ts'

const { issuing, random } = authorities
const trust = trustIn(authorities)
const inSeconds = (seconds: number) => new Date(today.getTime() + 1000 * seconds)
const changeSignature = (der: Uint8Array) => stampSignature(der)
const stamped = await sealPdf(page, { changeSignature })

/** Trust with a newer list, on which one of the first authority's certificates was revoked a second after `today`. */
const revokedLater = ({ certificate }: Identity, reason: RevocationReason) => ({
  ...trust,
  revocationLists: [
    makeRevocationList(issuing[0], [{ certificate, at: inSeconds(1), reason }], random),
    ...trust.revocationLists,
  ],
})

/** The verdict and the checks of some topics in the only seal. */
async function summaryOf(pdf: Uint8Array, trusted = trust, topics = ['revocation', 'time']) {
  const { verdict, seals } = await verifyPdf(pdf, trusted)
  return [verdict, ...outline(seals[0]!.checks.filter(({ topic }) => topics.includes(topic)))]
}

test('what was revoked after the time stamp had signed before, and nobody doubts when', async () => {
  expect(await summaryOf(stamped, revokedLater(builder.sign, 'keyCompromise'))).toEqual([
    'valid',
    'revocation passed not-revoked',
    'time passed time-stamped',
  ])
})

test('⚔ a time stamp of an authority that nobody can ask about leaves the doubt', async () => {
  const foreign = issueCertificate({
    profile: 'timeStamp',
    issuer: issuing[1],
    subject: { country: 'CN', commonName: '另一时间戳' },
    random,
  })
  const pdf = await sealPdf(page, { changeSignature: (der) => stampSignature(der, {}, foreign) })
  const { revocationLists, ...rest } = revokedLater(builder.sign, 'keyCompromise')
  const ofOthers = revocationLists.filter((list) => !isRevocationListOf(list, issuing[1].certificate))
  expect(await summaryOf(pdf, { ...rest, revocationLists: ofOthers })).toEqual([
    'valid',
    'revocation unsure revoked-later',
    'time unsure time-stamped',
  ])
})

test.each<[RevocationReason, string]>([
  ['keyCompromise', 'time unsure time-stamp-bad'],
  ['unspecified', 'time unsure time-stamp-bad'],
  ['superseded', 'time passed time-stamped'],
])('⚔ the stamps of an authority that was revoked later (%s) hold only when no key was lost', async (reason, time) => {
  expect(await summaryOf(stamped, revokedLater(stampAuthority, reason), ['time'])).toEqual(['valid', time])
})

const justBegun: Sealing = { sealFields: { validFrom: inSeconds(-1) }, signingTime: inSeconds(-60) }

test.each<[string, Sealing, string[]]>([
  ['its own picture', {}, ['valid', 'appearance passed picture-shown']],
  [
    'another picture',
    { appearances: [placeSeal({ png: makeCornerPng() })] },
    ['invalid', 'appearance failed picture-differs'],
  ],
])(
  '⚔ a seal that was not yet in force at the claimed time, but at the stamped one, with %s',
  async (_, more, expected) => {
    const pdf = await sealPdf(page, { ...justBegun, ...more, changeSignature })
    expect(await summaryOf(pdf, trust, ['appearance'])).toEqual(expected)
  },
)

test('⚔ a seal whose maker was revoked, and ran out later, is not in force', async () => {
  const maker = issueCertificate({
    profile: 'sign',
    issuer: issuing[0],
    subject: { country: 'CN', commonName: '到期制章中心' },
    random,
    policy: '1.2.3',
    notAfter: inSeconds(-10),
  })
  const list = makeRevocationList(
    issuing[0],
    [{ certificate: maker.certificate, at: inSeconds(-20), reason: 'keyCompromise' }],
    random,
  )
  const pdf = await sealPdf(page, { maker })
  expect([
    await summaryOf(pdf, trust, ['seal']),
    await summaryOf(pdf, { ...trust, revocationLists: [list, ...trust.revocationLists] }, ['seal']),
  ]).toEqual([
    ['valid', 'seal passed seal-valid'],
    ['invalid', 'seal failed untrusted'],
  ])
})

test.each([
  [5, 'revocation passed not-revoked'],
  [20, 'revocation unsure revocation-unknown'],
])('⚔ a list of %s seconds later clears a certificate that runs out after ten: %s', async (later, expected) => {
  const signer = issueCertificate({
    profile: 'sign',
    issuer: issuing[0],
    subject: { country: 'CN', commonName: '快到期的单位' },
    random,
    notAfter: inSeconds(10),
  })
  const list = makeRevocationList(issuing[0], [], random, {
    thisUpdate: inSeconds(later),
    nextUpdate: inSeconds(60),
  })
  const ofOthers = trust.revocationLists.filter((one) => !isRevocationListOf(one, issuing[0].certificate))
  const pdf = await sealPdf(page, { signer })
  expect((await summaryOf(pdf, { ...trust, revocationLists: [list, ...ofOthers] }, ['revocation']))[1]).toBe(expected)
})
