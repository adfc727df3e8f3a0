import { describe, expect, test } from 'vitest'
import { base64UrlOf } from '../../../src/domain/bytes.ts'
import { trustedCertificate } from '../../../src/main/tickets/trust.ts'
import {
  type Identity,
  issueCertificate,
  makeAuthorities,
  makeEnterprise,
  makePerson,
  makeRevocationList,
  makeRoot,
  today,
} from '../../kit/authorities.ts'
import { failureOf } from '../../kit/failure-of.ts'

const authorities = makeAuthorities('desktop trust')
const { random } = authorities
const [issuer] = authorities.issuing
const socialCreditCode = '91320000MA1ABCDE0X'
const own = makeEnterprise(issuer, { name: '江苏某某建设集团有限公司', socialCreditCode }, random)
const rival = makeEnterprise(issuer, { name: '安徽另一建设有限公司', socialCreditCode: '91340000MA2FGHJK1Y' }, random)

const strangeRoot = makeRoot('陌生根', random)
const strangeIssuer = issueCertificate({
  profile: 'authority',
  issuer: strangeRoot,
  subject: { country: 'CN', organization: '陌生机构', commonName: '陌生机构' },
  random,
})
const forged = makeEnterprise(strangeIssuer, { name: '江苏某某建设集团有限公司', socialCreditCode }, random)

const chainOf = (leaf: Identity, above: Identity = issuer) => ({
  leaf: base64UrlOf(leaf.certificate.der),
  authorities: [base64UrlOf(above.certificate.der)],
})
const question = {
  trust: {
    roots: [authorities.root.certificate],
    intermediates: [],
    revocationLists: [makeRevocationList(authorities.root, [], random), makeRevocationList(issuer, [], random)],
  },
  at: today.getTime(),
  socialCreditCode,
}

describe('a certificate in a phone’s answer', () => {
  test('of the bidder is taken with what it says', () => {
    const { certificate, ...rest } = trustedCertificate(chainOf(own.encrypt), { ...question, usage: 'encrypt' })
    expect([certificate.der, rest.enterpriseName, rest.socialCreditCode]).toEqual([
      own.encrypt.certificate.der,
      '江苏某某建设集团有限公司',
      socialCreditCode,
    ])
  })

  test.each([
    ['of another enterprise', chainOf(rival.encrypt), 'certificate.wrong-holder'],
    ['of a person', chainOf(makePerson(issuer, '同事乙', random).encrypt), 'certificate.wrong-holder'],
    ['below a root that is not pinned', chainOf(forged.encrypt, strangeIssuer), 'certificate.unknown-issuer'],
    ['for signing', chainOf(own.sign), 'certificate.wrong-key-usage'],
  ])('⚔ %s is not taken as a recipient', (_, chain, code) => {
    expect(failureOf(() => trustedCertificate(chain, { ...question, usage: 'encrypt' }))?.code).toBe(code)
  })

  test('⚔ whose revocation nobody can tell is not taken', () => {
    const trust = { ...question.trust, revocationLists: [] }
    expect(failureOf(() => trustedCertificate(chainOf(own.sign), { ...question, trust, usage: 'sign' }))?.code).toBe(
      'certificate.revocation-unknown',
    )
  })
})
