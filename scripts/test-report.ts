import { z } from 'zod'

export type Totals = { passed: number; failed: number; skipped: number }

const count = z.number().int().nonnegative()
const Vitest = z.object({
  success: z.boolean(),
  numPassedTests: count,
  numFailedTests: count,
  numPendingTests: count,
  numTodoTests: count,
})
const Playwright = z.object({
  stats: z.object({ expected: count, unexpected: count, flaky: count, skipped: count }),
  errors: z.array(z.unknown()),
})

// A suite that says nothing, or fails outside its tests (a file that does not load), is a failure of its own.
const silent: Totals = { passed: 0, failed: 1, skipped: 0 }

/** Totals of vitest's JSON report. */
export function readVitestReport(report: unknown): Totals {
  const parsed = Vitest.safeParse(report)
  if (!parsed.success) return silent
  const { success, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = parsed.data
  const failed = numFailedTests === 0 && !success ? 1 : numFailedTests
  return orSilent({ passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests })
}

/** Totals of Playwright's JSON report. A journey that passed only on a second try did not pass. */
export function readPlaywrightReport(report: unknown): Totals {
  const parsed = Playwright.safeParse(report)
  if (!parsed.success) return silent
  const { expected, unexpected, flaky, skipped } = parsed.data.stats
  return orSilent({ passed: expected, failed: unexpected + flaky + parsed.data.errors.length, skipped })
}

const orSilent = (totals: Totals) => (totals.passed + totals.failed === 0 ? silent : totals)

export function addTotals(totals: Totals[]): Totals {
  const sum = (key: keyof Totals) => totals.reduce((total, one) => total + one[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

export function hasPassed({ passed, failed }: Totals): boolean {
  return passed > 0 && failed === 0
}

/** The line that a machine reads at the end of `npm test`. */
export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
