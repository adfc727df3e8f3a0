import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const runFile = promisify(execFile)
const script = (name: string) => [process.execPath, join(import.meta.dirname, name)]

const checks: Record<string, string[]> = {
  types: ['tsc', '-b'],
  lint: ['biome', 'check', '--error-on-warnings'],
  boundaries: script('boundaries.ts'),
  'dead code': ['knip', '--no-progress'],
  'file sizes': script('file-sizes.ts'),
}

/** Runs one check; what it printed is shown only when it failed. */
async function check(name: string, [command = '', ...args]: string[]): Promise<boolean> {
  const startedAt = performance.now()
  const result = await runFile(command, args, { maxBuffer: 64 << 20 }).then(
    () => null,
    (error: { stdout?: string; stderr?: string }) => `${error.stdout ?? ''}${error.stderr ?? ''}` || String(error),
  )
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${result === null ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (result !== null) console.error(result)
  return result === null
}

const outcomes = await Promise.all(Object.entries(checks).map(([name, command]) => check(name, command)))
process.exitCode = outcomes.every(Boolean) ? 0 : 1
