import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'write-fully-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes 10,000 bytes where at most 4,096 have room, and says how that ended. */
const program = `
  import { open } from 'node:fs/promises'
  import { writeFully } from ${JSON.stringify(resolve('src/node/write-fully.ts'))}
  const file = await open(${JSON.stringify(join(folder, 'full'))}, 'w')
  console.log(await writeFully(file, new Uint8Array(10_000)).then(() => 'written', (error) => error.code))
`

test('a write that finds too little room fails instead of leaving a shorter file', async () => {
  const node = resolve('node_modules/.bin/node')
  const limited = ['-c', 'ulimit -f 4 && exec "$0" --input-type=module -e "$1"', node, program]
  const { stdout } = await promisify(execFile)('sh', limited)
  expect(stdout.trim()).toBe('EFBIG')
})
