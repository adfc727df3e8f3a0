import { expect, test } from 'vitest'
import { base64UrlOf } from '../../../src/domain/bytes.ts'
import type { SealFields } from '../../../src/domain/seal/seal-fields.ts'
import { usableSeals } from '../../../src/main/signing/signing-desk.ts'
import { type Identity, makeAuthorities, makeEnterprise, today } from '../../kit/authorities.ts'
import { authorities, builder, makeSeal } from '../../kit/seals.ts'
import { trustIn } from '../../kit/trust.ts'

const { random } = authorities
const trust = trustIn(authorities)
const holder = {
  certificate: builder.sign.certificate,
  authorities: [],
  enterpriseName: '江苏某某建设集团有限公司',
  socialCreditCode: '91320000MA1ABCDE0X',
  authorityName: '',
}
const strangers = makeAuthorities('strangers')
const stranger = makeEnterprise(strangers.issuing[0], { name: '私刻', socialCreditCode: '91320000MA1ABCDE0X' }, random)

test.each<[string, Partial<SealFields>, Identity | undefined, number]>([
  ['of a trusted maker is offered', {}, undefined, 1],
  ['⚔ of a maker outside the pinned roots is not', {}, stranger.sign, 0],
  ['of another certificate is not', { holders: { kind: 'digests', digests: [new Uint8Array(32)] } }, undefined, 0],
  ['that is no longer valid is not', { validUntil: new Date(today.getTime() - 1000) }, undefined, 0],
])('a seal %s', (_, changed, maker, count) => {
  const seal = base64UrlOf(makeSeal(changed, maker))
  expect(usableSeals([seal], { holder, trust, at: today })).toHaveLength(count)
})
