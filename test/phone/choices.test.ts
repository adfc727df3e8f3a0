import { describe, expect, test } from 'vitest'
import {
  certificateCandidates,
  certificateDigestOf,
  noCandidateFailure,
  presetPairId,
} from '../../src/renderer/phone/tickets/certificate-choice.ts'
import { recipientChoices, recipientWarnings } from '../../src/renderer/phone/tickets/recipient-choice.ts'
import { bytes, day, enterprise, identifyBody, now, openBody, pair, sealBody } from './kit.ts'

const a = pair('a')
const b = pair('b')
const other = pair('other', { socialCreditCode: '91329901MA2DEMB25H' })
const held = new Set(['sign-a', 'encrypt-a', 'sign-b', 'encrypt-b', 'sign-other', 'encrypt-other'])
const usual = { heldKeyIds: held, now, recipientDigests: null }
const problems = (...args: Parameters<typeof certificateCandidates>) =>
  certificateCandidates(...args).map(({ pair: { pairId }, problem }) => [pairId, problem])

describe('certificates a ticket may be answered with', () => {
  const sealByA = { ...sealBody, certificateDigest: certificateDigestOf(a.signing.leaf) }
  test.each([
    [
      'any of the person identifies',
      identifyBody,
      [a, other],
      usual,
      [
        ['a', null],
        ['other', null],
      ],
    ],
    ['only those of the enterprise open', openBody, [a, other], usual, [['a', null]]],
    ['only the one of the first scan seals', sealByA, [a, b], usual, [['a', null]]],
    [
      'an expired one is shown last with its reason',
      identifyBody,
      [pair('a', { notAfter: now }), b],
      usual,
      [
        ['b', null],
        ['a', 'expired'],
      ],
    ],
    ['a revoked one says so', identifyBody, [pair('a', { state: 'revoked' })], usual, [['a', 'revoked']]],
    [
      'one downloaded elsewhere says so',
      identifyBody,
      [a],
      { ...usual, heldKeyIds: new Set(['sign-b']) },
      [['a', 'on-another-phone']],
    ],
    [
      'one that was not chosen cannot open',
      openBody,
      [a, b],
      { ...usual, recipientDigests: new Set([certificateDigestOf(b.encryption.leaf)]) },
      [
        ['b', null],
        ['a', 'not-recipient'],
      ],
    ],
    [
      'an expired one still opens what was encrypted to it',
      openBody,
      [pair('a', { state: 'expired', notAfter: now - day })],
      { ...usual, recipientDigests: new Set([certificateDigestOf(a.encryption.leaf)]) },
      [['a', null]],
    ],
  ] as const)('%s', (_, body, pairs, circumstances, expected) => {
    expect(problems(body, pairs, circumstances)).toEqual(expected)
  })

  test.each([
    ['none at all', identifyBody, [], 'phone.certificate-missing'],
    ['an expired one only', identifyBody, [pair('a', { notAfter: now })], 'phone.certificate-expired'],
    ['none of the first scan', sealBody, [a], 'phone.seal-certificate-missing'],
    ['one that fits', identifyBody, [a], undefined],
  ] as const)('%s', (_, body, pairs, code) => {
    expect(noCandidateFailure(body, certificateCandidates(body, pairs, usual))?.code).toBe(code)
  })

  test('a person who was not chosen as recipient is told who must scan', () => {
    const candidates = certificateCandidates(openBody, [a], { ...usual, recipientDigests: new Set() })
    expect(noCandidateFailure(openBody, candidates)).toEqual({ code: 'phone.not-recipient', details: {} })
  })

  test('a rehearsal is not offered to an expired certificate, which could sign no result', () => {
    const { purpose: _, ...common } = openBody
    const expired = [pair('a', { state: 'expired', notAfter: now - day })]
    const recipientDigests = new Set([certificateDigestOf(a.encryption.leaf)])
    expect(problems({ ...common, kind: 'rehearse' }, expired, { ...usual, recipientDigests })).toEqual([
      ['a', 'expired'],
    ])
  })

  test('who signed a bid without choosing the own certificate is told that it must be generated again', () => {
    const { headerDigest: _, purpose: __, ...common } = openBody
    const digest = bytes(32, 1)
    const body = {
      ...common,
      kind: 'rewrap' as const,
      certificateDigest: certificateDigestOf(a.signing.leaf),
      endsDigest: digest,
      manifestDigest: digest,
      payloadDigest: digest,
      sizeInBytes: 1,
    }
    const candidates = certificateCandidates(body, [a, b], { ...usual, recipientDigests: new Set() })
    expect([candidates.length, noCandidateFailure(body, candidates)?.code]).toEqual([1, 'phone.signer-not-recipient'])
  })

  test('the only usable one is chosen beforehand, one of several is not', () => {
    const only = certificateCandidates(identifyBody, [a, pair('b', { notAfter: now })], usual)
    const several = certificateCandidates(identifyBody, [a, b], usual)
    expect([presetPairId(only), presetPairId(several)]).toEqual(['a', null])
  })

  test('即将过期 begins one month ahead', () => {
    const candidates = certificateCandidates(
      identifyBody,
      [pair('a', { notAfter: now + 29 * day }), pair('b', { notAfter: now + 31 * day })],
      usual,
    )
    expect(candidates.map(({ expiresSoon }) => expiresSoon)).toEqual([true, false])
  })
})

describe('recipients of a bid', () => {
  test('the own certificate comes first; expired, revoked and repeated ones are left out', () => {
    const colleagues = [b, pair('c', { state: 'revoked' }), pair('d', { notAfter: now }), a, b]
    expect(recipientChoices(colleagues, 'a', now).map(({ pairId }) => pairId)).toEqual(['a', 'b'])
  })

  test('two persons whose certificates outlast the opening raise no warning', () => {
    expect(recipientWarnings([a, b], now + day)).toEqual([])
  })

  test('two certificates of one person lie on one phone and are warned of', () => {
    const twice = [a, pair('a2', { personName: a.personName, socialCreditCode: enterprise })]
    expect(recipientWarnings(twice, now + day)).toEqual([{ name: 'single-person' }])
  })

  test('a certificate that ends before the opening is named', () => {
    const early = pair('c', { notAfter: now + day })
    expect(recipientWarnings([a, b, early], now + 2 * day)).toEqual([
      { name: 'expires-before-opening', personName: '人员c', notAfter: now + day },
    ])
  })
})
