import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { hexOf } from '../../src/domain/bytes.ts'
import { engineRoom } from '../../src/domain/sm/engine-room.ts'
import { digestSideBySide, fromOneQueue, type Reading } from '../../src/node/digest-side-by-side.ts'
import { seededRandom } from '../kit/random.ts'

const random = seededRandom('side by side')
/** As in the threads: four pieces in it are digested where they stand. */
const room = engineRoom()

/** Messages, with what is found of each and whether it was closed. */
function readingsOf(messages: readonly Uint8Array[]) {
  const found: (string | null)[] = messages.map(() => null)
  const closed = messages.map(() => 0)
  function* readings(): Generator<Reading> {
    for (const [i, message] of messages.entries())
      yield {
        sizeInBytes: message.length,
        read: (into, offset) => into.set(message.subarray(offset, offset + into.length)),
        finished: ({ sm3, crc32: checksum }) => {
          found[i] = `${hexOf(sm3)} ${checksum}`
        },
        close: () => {
          closed[i]! += 1
        },
      }
  }
  return { readings, found, closed }
}

const expected = (message: Uint8Array) => `${createHash('sm3').update(message).digest('hex')} ${crc32(message)}`

test.each([
  ['one', [700_001]],
  ['fewer than lanes', [300_000, 10]],
  [
    'of every length around a block and a piece',
    [0, 1, 63, 64, 65, 262_143, 262_144, 262_145, 0, 700_001, 127, 524_288],
  ],
  ['four of one length and a longer one', [300_000, 300_000, 300_000, 300_000, 600_001]],
  ['none', []],
])('messages (%s) have the digests that they have alone, and are closed once', (_name, sizes) => {
  const messages = sizes.map((size) => random(size))
  const { readings, found, closed } = readingsOf(messages)
  digestSideBySide(fromOneQueue(readings()), room)
  expect([found, closed]).toEqual([messages.map(expected), messages.map(() => 1)])
})

test('what cannot be read ends everything, and what was begun is closed', () => {
  const messages = [100, 300_000, 300_000, 300_000, 300_000].map((size) => random(size))
  const { readings, found, closed } = readingsOf(messages)
  const broken = function* () {
    for (const [i, reading] of [...readings()].entries()) {
      const read: Reading['read'] = (into, offset) => {
        if (i === 2 && offset > 0) throw new RangeError('gone')
        reading.read(into, offset)
      }
      yield { ...reading, read }
    }
  }
  expect(() => digestSideBySide(fromOneQueue(broken()), room)).toThrow('gone')
  expect([found.map((one) => one !== null), closed]).toEqual([
    [true, false, false, false, false],
    [1, 1, 1, 1, 1],
  ])
})

test('progress is told of all together', () => {
  const told: number[] = []
  const { readings } = readingsOf([1, 2, 3].map(() => new Uint8Array(6_000_000)))
  digestSideBySide(fromOneQueue(readings()), room, (done) => told.push(done))
  expect([told.length, told.every((done, i) => done > (told[i - 1] ?? 0)), told.at(-1)! <= 18_000_000]).toEqual([
    2,
    true,
    true,
  ])
})
