import { rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildAll } from './build.ts'
import { withDisplay } from './display.ts'
import { describeRuntime, findElectronRuntime } from './electron-runtime/runtime.ts'
import { ensureLinuxPackages } from './linux-setup/packages.ts'
import { run } from './run.ts'
import { addTotals, closingLine, hasPassed, readPlaywrightReport, readVitestReport } from './test-report.ts'

const results = join(import.meta.dirname, '..', 'test-results')
const vitestReport = join(results, 'vitest.json')
const journeysReport = join(results, 'journeys.json')

// Reports of an earlier run must never be counted.
rmSync(results, { recursive: true, force: true })
ensureLinuxPackages('tests')
console.log(describeRuntime(await findElectronRuntime()))
await buildAll()

const vitest = await run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${vitestReport}`])
const journeys = await withDisplay(() => run('playwright', ['test', '-c', 'test/journeys/playwright.config.ts']))

const totals = addTotals([
  readVitestReport(await report(vitestReport)),
  readPlaywrightReport(await report(journeysReport)),
])
console.log(closingLine(totals))
process.exitCode = vitest === 0 && journeys === 0 && hasPassed(totals) ? 0 : 1

/** A runner that died before its report still counts: as one failure. */
async function report(path: string): Promise<unknown> {
  return readFile(path, 'utf8').then(JSON.parse, () => null)
}
