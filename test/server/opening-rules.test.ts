import { describe, expect, test } from 'vitest'
import { refusalToAdvance, type Stage, type StageFacts } from '../../src/server/opening/rules.ts'

const openingAt = 100_000_000
const minute = 60_000

const facts = (stage: Stage, at: number, closedBidCount = 0): StageFacts => ({
  stage,
  openingAt,
  decryptEndsAt: stage === 'decrypting' ? openingAt + 30 * minute : null,
  closedBidCount,
  at,
})

describe('a section moves', () => {
  test.each<[StageFacts, Stage, string | null]>([
    [facts('waiting', openingAt - 61 * minute), 'check-in', 'opening.too-early'],
    [facts('waiting', openingAt - 60 * minute), 'check-in', null],
    [facts('waiting', openingAt), 'decrypting', 'opening.wrong-stage'],
    [facts('check-in', openingAt - 1), 'decrypting', 'opening.too-early'],
    [facts('check-in', openingAt), 'decrypting', null],
    [facts('check-in', openingAt), 'check-in', null],
    [facts('decrypting', openingAt + minute, 1), 'reading-out', 'opening.decrypting-goes-on'],
    [facts('decrypting', openingAt + minute, 0), 'reading-out', null],
    [facts('decrypting', openingAt + 30 * minute, 1), 'reading-out', null],
    [facts('decrypting', openingAt), 'check-in', 'opening.wrong-stage'],
    [facts('reading-out', openingAt), 'finished', null],
    [facts('finished', openingAt), 'reading-out', 'opening.wrong-stage'],
  ])('%# as the table says', (given, to, refusal) => {
    expect(refusalToAdvance(given, to)?.code ?? null).toBe(refusal)
  })
})
