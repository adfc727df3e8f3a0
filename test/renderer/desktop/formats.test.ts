import { describe, expect, it } from 'vitest'
import {
  codeText,
  countdownText,
  digestText,
  leftText,
  minuteText,
  sizeText,
} from '../../../src/renderer/desktop/formats.ts'
import { paceOf, paceStart } from '../../../src/renderer/desktop/pace.ts'
import { serverTimeAt } from '../../../src/renderer/desktop/server-clock.ts'

describe('times', () => {
  it('are China’s wherever the computer is', () => {
    expect(minuteText(Date.UTC(2026, 10, 21, 23, 30))).toBe('2026-11-22 07:30')
  })

  it('count down in days, then to the second, and stop at nothing', () => {
    expect([183_165_000, 11_565_000, 400, -5000].map(countdownText)).toEqual([
      '2 天 02:52:45',
      '03:12:45',
      '00:00:01',
      '00:00:00',
    ])
  })

  it('go on from the server’s clock, not from this computer’s', () => {
    expect(serverTimeAt({ serverTime: 1_000_000, readAt: 50 }, 2050)).toBe(1_002_000)
  })
})

describe('numbers', () => {
  it('have the unit that suits them', () => {
    expect([0, 1536, 5_452_595, 2_684_354_560].map(sizeText)).toEqual(['0 字节', '1.5 KB', '5.2 MB', '2.5 GB'])
  })

  it('of time left are as rough as they are known', () => {
    expect([3000, 150_000, 5_400_000].map(leftText)).toEqual(['约 3 秒', '约 3 分钟', '约 1 小时 30 分钟'])
  })

  it('of codes and digests are grouped to be read aloud', () => {
    expect([codeText('482913'), digestText('0487336235bca737')]).toEqual(['482 913', '04873362 35BCA737'])
  })
})

describe('the pace of work', () => {
  const working = (doneInBytes: number) =>
    ({ stage: 'working', step: 'encrypting', doneInBytes, totalInBytes: 1000 }) as const

  it('is told from where the present step began', () => {
    const start = paceStart(null, working(100), 0)
    expect(paceOf(working(600), start, 1000)).toEqual({ percent: 60, bytesPerSecond: 500, leftMs: 800 })
  })

  it('is not guessed at once', () => {
    const start = paceStart(null, working(0), 0)
    expect(paceOf(working(600), start, 100)).toEqual({ percent: 60, bytesPerSecond: null, leftMs: null })
  })

  it('begins anew after a person was waited for', () => {
    const start = paceStart(null, working(0), 0)
    expect(paceStart(start, { stage: 'finishing', isPushed: false }, 10)).toBeNull()
  })
})
