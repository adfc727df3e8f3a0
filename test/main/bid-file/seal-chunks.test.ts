import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSm3, sm3 } from '../../../src/domain/sm/sm3.ts'
import { crc32 } from '../../../src/domain/zip/crc32.ts'
import type { GeneratingOrders } from '../../../src/main/bid-file/orders.ts'
import { dealt, measureFiles } from '../../../src/main/bid-file/seal-chunks.ts'
import { openPool } from '../../../src/main/workers/pool.ts'
import { identityOf } from '../../../src/node/file-identity.ts'
import { seededRandom } from '../../kit/random.ts'

const program = join(import.meta.dirname, '../../../src/main/workers/bid.worker.ts')
const random = seededRandom('measure')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bidseal-measure-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('files that are measured side by side are told of to their last byte, however small they are', async () => {
  const files = [0, 1, 64, 300_000, 1_000_001, 5].map((sizeInBytes, i) => {
    const [name, bytes] = [`${i}.pdf`, random(sizeInBytes)]
    writeFileSync(join(folder, name), bytes)
    return { name, path: join(folder, name), sizeInBytes, bytes }
  })
  const told: number[] = []
  const pool = openPool<GeneratingOrders>({ program, signal: new AbortController().signal, threads: 2 })
  const measured = await measureFiles(pool, files, (doneInBytes) => told.push(doneInBytes)).finally(() => pool.close())
  expect([measured, told.at(-1)]).toEqual([
    files.map(({ name, path, sizeInBytes, bytes }) => ({
      name,
      sizeInBytes,
      crc32: crc32(bytes),
      sm3: sm3(bytes),
      pass: {
        identity: identityOf(statSync(path, { bigint: true })),
        digest: createSm3().update(bytes).save(),
        crc32: crc32(bytes),
      },
    })),
    1_300_071,
  ])
})

const mebibytes = (...sizes: number[]) => sizes.map((size) => ({ sizeInBytes: size << 20 }))
test.each([
  ['no more files than threads go one by one', mebibytes(1, 9), 2, [mebibytes(9), mebibytes(1)]],
  ['the largest go four together', mebibytes(2, 9, 3, 8, 7), 2, [mebibytes(9, 8, 7, 3), mebibytes(2)]],
  [
    'small ones go along until there is enough to do',
    mebibytes(1, 1, 0, 0, 2, 0),
    2,
    [mebibytes(2, 1, 1, 0), mebibytes(0, 0)],
  ],
  ['no files are no work', [], 2, []],
])('%s', (_, files, threads, hands) => {
  expect([...dealt(files, threads)]).toEqual(hands)
})
