import { expect, test } from 'vitest'
import { base64UrlOf } from '../../../src/domain/bytes.ts'
import type { SealFields } from '../../../src/domain/seal/seal-fields.ts'
import { usableSeals } from '../../../src/main/signing/signing-desk.ts'
import { today } from '../../kit/authorities.ts'
import { authorities, builder, makeSeal } from '../../kit/seals.ts'
import { trustIn } from '../../kit/trust.ts'

const trust = trustIn(authorities)
const holder = {
  certificate: builder.sign.certificate,
  authorities: [],
  enterpriseName: '江苏某某建设集团有限公司',
  socialCreditCode: '91320000MA1ABCDE0X',
  authorityName: '',
}

test.each<[string, Partial<SealFields>, number]>([
  ['of a trusted maker is offered', {}, 1],
  ['that is no longer valid is not', { validUntil: new Date(today.getTime() - 1000) }, 0],
])('a seal %s', (_, changed, count) => {
  const seal = base64UrlOf(makeSeal(changed))
  expect(usableSeals([seal], { holder, trust, at: today })).toHaveLength(count)
})
