import { expect, test } from 'vitest'
import { createHallDesk, reasonOf } from '../../../src/main/opening/hall-desk.ts'
import { openingRoutes } from '../../../src/protocol/http-api.ts'
import type { OpeningSection } from '../../../src/protocol/opening-section.ts'
import { failureOf } from '../../kit/failure-of.ts'

const section: OpeningSection = {
  section: { tenderCode: 'T-1', tenderName: '教学楼', sectionCode: 'T-1-01', sectionName: '一标段' },
  tendererName: '云川市第三中学',
  agencyName: '浙江明衡工程咨询有限公司',
  bidDeadline: 0,
  openingAt: 0,
  decryptMinutes: 30,
  stage: 'waiting',
  decryptEndsAt: null,
  bidders: [],
}
const operatorOf = (enterpriseName: string) => ({
  view: {
    enterpriseName,
    socialCreditCode: '91339901MA2DEMC3XN',
    personName: '叶知秋',
    authorityName: '钱塘演示CA',
    certificateNotAfter: 0,
  },
  token: 'token',
  expiresAt: 1000,
})

test('nobody operates the hall before signing in', () => {
  const desk = createHallDesk(() => 0)
  expect(failureOf(() => desk.requireFor(section))).toEqual({ code: 'opening.operator-missing', details: {} })
})

test('agency and tenderer may operate a section, a bidder may not', () => {
  const desk = createHallDesk(() => 0)
  const outcomes = []
  for (const name of [section.agencyName, section.tendererName, '江苏衡筑建工集团有限公司']) {
    desk.signIn(operatorOf(name))
    outcomes.push(failureOf(() => desk.requireFor(section)))
  }
  expect(outcomes).toEqual([
    null,
    null,
    { code: 'opening.not-operator', details: { name: '江苏衡筑建工集团有限公司' } },
  ])
})

test('a sign-in ends with its token', () => {
  let now = 999
  const desk = createHallDesk(() => now)
  desk.signIn(operatorOf(section.agencyName))
  const before = desk.operator() !== null
  now = 1000
  expect([before, desk.operator()]).toEqual([true, null])
})

test.each([
  ['that turns the direction of writing', '某公司\u202e'],
  ['of two lines', '某公司\n已解密'],
  ['that would be cut in the middle of a character', '𠮷'.repeat(300)],
])('⚔ a bid whose signer has a name %s is reported with a reason that the platform takes', (_, name) => {
  const reason = reasonOf({ code: 'certificate.unknown-issuer', details: { name } })
  expect(openingRoutes.report.body.safeParse({ outcome: 'decrypt-failed', reason }).success).toBe(true)
})
