import { expect, test } from 'vitest'
import type { OpeningSection } from '../../src/protocol/opening-section.ts'
import { stepIndex, stepsOf } from '../../src/renderer/desktop/live-steps.ts'
import {
  countdownOf,
  nextStep,
  readOutColumns,
  readOutValue,
  type Stage,
  tookText,
} from '../../src/renderer/opening-hall/hall-words.ts'
import { liveText } from '../../src/renderer/opening-hall/turn-words.ts'

const hour = 3_600_000
const openingAt = Date.UTC(2026, 10, 24, 3, 59)

function section(stage: Stage, states: OpeningSection['bidders'][number]['state'][] = []): OpeningSection {
  return {
    section: { tenderCode: 'T-1', tenderName: '第三中学教学楼', sectionCode: 'T-1-01', sectionName: '一标段' },
    tendererName: '云川市第三中学',
    agencyName: '浙江明衡工程咨询有限公司',
    bidDeadline: openingAt,
    openingAt,
    decryptMinutes: 30,
    stage,
    decryptEndsAt: stage === 'decrypting' ? openingAt + hour / 2 : null,
    bidders: states.map((state, index) => ({
      bidFileId: `bid-${index}`,
      bidderName: `投标人${index}`,
      socialCreditCode: '91339901MA2DEMA10F',
      fileName: 'bid.bdtf',
      sizeInBytes: 1,
      digest: 'A'.repeat(43),
      receivedAt: 0,
      checkedInAt: state === 'not-checked-in' ? null : openingAt,
      state,
      reason: null,
    })),
  }
}

test.each([
  ['a day before', section('waiting'), openingAt - 24 * hour, '开标前一小时开始签到'],
  ['an hour before', section('waiting'), openingAt - hour, null],
  ['too early to decrypt', section('check-in'), openingAt - 1, '到开标时间才能解密'],
  ['on time to decrypt', section('check-in'), openingAt, null],
  [
    'one bid closed',
    section('decrypting', ['decrypted', 'not-decrypted']),
    openingAt,
    '还有 1 家未解密，且解密时间未到',
  ],
  ['time over', section('decrypting', ['decrypt-failed']), openingAt + hour / 2, null],
  ['all open', section('decrypting', ['decrypted', 'decrypted']), openingAt, null],
])('the next step says why it must wait: %s', (_, one, now, obstacle) => {
  expect(nextStep(one, now)?.obstacle).toBe(obstacle)
})

test('a finished opening has no next step', () => {
  expect(nextStep(section('finished'), openingAt)).toBeNull()
})

test('the step is the usual one once nobody is missing', () => {
  const usual = (states: Parameters<typeof section>[1]) => nextStep(section('check-in', states), openingAt)?.isUsual
  expect([usual(['not-decrypted', 'not-checked-in']), usual(['not-decrypted', 'not-decrypted'])]).toEqual([false, true])
})

test.each([
  ['waiting', openingAt - 1, { label: '距投标截止', until: openingAt }],
  ['check-in', openingAt, null],
  ['decrypting', openingAt, { label: '解密剩余时间', until: openingAt + hour / 2 }],
  ['reading-out', openingAt, null],
] as const)('while %s the counter runs to the right moment', (stage, now, expected) => {
  expect(countdownOf(section(stage), now)).toEqual(expected)
})

test('an amount is read out in groups of three and in words', () => {
  expect(readOutValue({ label: '投标报价（元）', value: '58951862.20' })).toEqual({
    text: '58,951,862.20',
    words: '伍仟捌佰玖拾伍万壹仟捌佰陆拾贰元贰角整',
  })
})

test('what is no amount is read out as it was filled in', () => {
  const values = [
    { label: '工期（日历天）', value: '440' },
    { label: '投标报价（元）', value: '面议' },
    { label: '备注', value: '' },
  ]
  expect(values.map(readOutValue)).toEqual([
    { text: '440', words: null },
    { text: '面议', words: null },
    { text: '—', words: null },
  ])
})

test('the read-out table has a column for every label of any bid', () => {
  const bid = (...labels: string[]) => ({
    bidFileId: labels.join(),
    bidderName: '',
    openedBy: '',
    openingForm: labels.map((label) => ({ label, value: '' })),
    files: [],
    verification: { fileName: '', verdict: 'valid' as const, summary: '', checks: [], seals: [] },
    tookMs: 0,
  })
  expect(readOutColumns([bid('报价', '工期'), bid('报价', '备注')])).toEqual(['报价', '工期', '备注'])
})

test('the time a decryption took is told to the second', () => {
  expect([400, 42_000, 185_000].map(tookText)).toEqual(['1 秒', '42 秒', '3 分 05 秒'])
})

test('the live states of a scan stand in their order', () => {
  const scanned = {
    stage: 'scanned',
    scannedBy: '周*远',
    digestTail: 'abcdefgh',
    isPushed: false,
    number: null,
  } as const
  const seen = [
    null,
    { ...scanned, step: 'reading' },
    { ...scanned, step: 'choosing-certificate' },
    { ...scanned, step: 'signing' },
    { stage: 'finishing', isPushed: false },
  ] as const
  expect(seen.map(stepIndex)).toEqual([0, 1, 2, 3, 4])
})

test('a seal that was sent to the phone in a session waits for a yes, not for a scan', () => {
  const told = { digestTail: 'abcdefgh', number: null }
  const seen = [
    { stage: 'pushed', personName: '周明远', digestTail: 'abcdefgh' },
    { stage: 'scanned', scannedBy: '周*远', step: 'confirming', isPushed: true, ...told },
    { stage: 'finishing', isPushed: true },
  ] as const
  expect(seen.map((progress) => stepsOf(progress)[stepIndex(progress)])).toEqual(['已发送', '待确认', '完成'])
})

test('after a typed code the wall shows the number to compare', () => {
  expect(liveText({ stage: 'comparing', number: '730518', digestTail: 'abcdefgh' }).number).toBe('730518')
})
