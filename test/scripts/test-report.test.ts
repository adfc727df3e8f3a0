import { expect, test } from 'vitest'
import { addTotals, closingLine, hasPassed, readPlaywrightReport, readVitestReport } from '../../scripts/test-report.ts'

const vitest = { success: true, numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
const playwright = { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] }

test('both reports are summed into one line', () => {
  const totals = addTotals([readVitestReport(vitest), readPlaywrightReport(playwright)])
  expect([closingLine(totals), hasPassed(totals)]).toEqual(['7 passed, 0 failed', true])
})

test('skipped tests are told', () => {
  expect(closingLine(readVitestReport({ ...vitest, numPendingTests: 2, numTodoTests: 1 }))).toBe(
    '5 passed, 0 failed, 3 skipped',
  )
})

test.each([
  ['no report', readVitestReport(null)],
  ['a report of no tests', readVitestReport({ ...vitest, numPassedTests: 0 })],
  ['a file that does not load', readVitestReport({ ...vitest, success: false })],
  ['no journeys report', readPlaywrightReport(undefined)],
  ['an error outside the journeys', readPlaywrightReport({ ...playwright, errors: [{}] })],
  [
    'a journey that passed on its second try',
    readPlaywrightReport({ ...playwright, stats: { ...playwright.stats, flaky: 1 } }),
  ],
])('%s counts as a failure', (_name, totals) => {
  expect([totals.failed, hasPassed(totals)]).toEqual([1, false])
})
