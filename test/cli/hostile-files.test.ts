import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { verifyFile } from '../../src/cli/verify.ts'
import { BidsealError } from '../../src/domain/failure.ts'
import { makeBid, makeBidWorld, makePlainCopy, makePlan } from '../kit/bids.ts'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

const world = makeBidWorld('hostile')
const bid = await makeBid(world, { plan: await makePlan(world.bidder, { files: { '说明.txt': 'text' } }) })
const copy = await makePlainCopy(bid)

function put(name: string, bytes: Uint8Array | string, sizeInBytes?: number) {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  if (sizeInBytes !== undefined) truncateSync(path, sizeInBytes)
  return path
}

/** Four bytes at each place claim 4 GiB, in either byte order. */
function claiming(file: Uint8Array, ...places: number[]) {
  const bytes = Uint8Array.from(file)
  for (const place of places) bytes.fill(0xff, place, place + 4)
  return bytes
}

/** Places near both ends, where lengths stand. */
const lies = (file: Uint8Array) => [4, 8, 12, 16, file.length - 4, file.length - 12, file.length - 22]

/** With a heap and an address space in which no gigabyte finds room. */
function bidseal(...args: string[]): Promise<{ exitCode: number; stderr: string; hasStack: boolean }> {
  return new Promise((resolve) => {
    const options = ['--max-old-space-size=128', 'src/cli/index.ts', ...args]
    execFile('node_modules/.bin/node', options, { timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({
        exitCode: error === null ? 0 : Number(error.code ?? -1),
        stderr,
        hasStack: `${stdout}${stderr}`.includes('    at '),
      }),
    )
  })
}

function pipe() {
  execFileSync('mkfifo', [join(folder, 'pipe')])
  return join(folder, 'pipe')
}

const cases: [string, () => string][] = [
  ['a folder', () => folder],
  ['a named pipe that nobody writes into', pipe],
  ['an empty file', () => put('empty', '')],
  ['a device without end', () => '/dev/zero'],
  ['a PDF of ten gibibytes', () => put('huge.pdf', '%PDF-1.7\n', 10 * 1024 ** 3)],
]

test.each(cases)('%s ends with 2 and a sentence', async (_, path) => {
  const { exitCode, stderr, hasStack } = await bidseal('verify', path())
  expect({ exitCode, hasStack, isChinese: stderr === '' || /[\u4e00-\u9fff]/.test(stderr) }).toEqual({
    exitCode: 2,
    hasStack: false,
    isChinese: true,
  })
})

test('lengths of four gigabytes in a bid file or a plain copy are never believed', async () => {
  const ends = []
  for (const [kind, file] of [
    ['bdtf', bid.file],
    ['nbdtf', copy],
  ] as const)
    for (const place of lies(file)) {
      const before = process.memoryUsage().arrayBuffers
      const path = put(`${place}.${kind}`, claiming(file, place))
      const end = await verifyFile(path, null).catch((error: unknown) => {
        if (error instanceof BidsealError) return { exitCode: 2 }
        throw error
      })
      const grownInBytes = process.memoryUsage().arrayBuffers - before
      ends.push({ isRefused: end.exitCode > 0, isBounded: grownInBytes < 64 * 1024 ** 2 })
    }
  expect(ends).toEqual(ends.map(() => ({ isRefused: true, isBounded: true })))
})

test('a revocation list that cannot be read is not passed over', async () => {
  const trust = join(folder, 'trust')
  mkdirSync(join(trust, 'roots'), { recursive: true })
  mkdirSync(join(trust, 'list.crl'))
  const good = put('good.bdtf', bid.file)
  const unreadable = await bidseal('verify', good, '--trust', trust)
  rmSync(join(trust, 'list.crl'), { recursive: true })
  writeFileSync(join(trust, 'list.crl'), '')
  truncateSync(join(trust, 'list.crl'), 17 * 1024 * 1024)
  const tooLarge = await bidseal('verify', good, '--trust', trust)
  expect([unreadable, tooLarge].map(({ exitCode, stderr }) => [exitCode, stderr.includes('list.crl')])).toEqual([
    [2, true],
    [2, true],
  ])
})
