import { crc32 } from 'node:zlib'
import { createSm3, updateEach } from '../domain/sm/sm3.ts'

/** Something that is read from its beginning to its end, once. */
export interface Reading {
  sizeInBytes: number
  /** Fills `into` with the bytes from `offset` on. */
  read(into: Uint8Array, offset: number): void
  /** After the last byte: SM3 (32 bytes, and as `Sm3.save` gives it) and CRC-32 of all of them. */
  finished(found: { sm3: Uint8Array; savedSm3: Uint8Array; crc32: number }): void
  /** In the end, whether it was read or not. */
  close(): void
}

/** A processor digests so many messages at once. */
export const lanes = 4
const mostPieceSize = 0x40000
const blockSize = 64
const tellEvery = 0x800000

/** Four lanes that take what is next in one order: begun in it, finished in any. */
export const fromOneQueue = (readings: Iterator<Reading>): Iterator<Reading>[] => Array(lanes).fill(readings)

/**
 * Reads and digests everything, four at a time. For worker threads. `queues` has what each lane reads, one after another.
 * `room` is overwritten: at least 256 bytes, at most a mebibyte is used, best of `engineRoom`. `tell` hears how many bytes are
 * done, of all together.
 */
export function digestSideBySide(
  queues: readonly Iterator<Reading>[],
  room: Uint8Array,
  tell: (doneInBytes: number) => void = () => {},
): void {
  const open: (Lane | null)[] = queues.map(() => null)
  const share = Math.min(mostPieceSize, room.length / lanes)
  const pieceSize = share - (share % blockSize)
  let [done, told] = [0, 0]
  try {
    for (;;) {
      for (const [i, lane] of open.entries()) {
        if (lane !== null) continue
        const next = queues[i]!.next()
        if (next.done === true) continue
        open[i] = startLane(next.value, room.subarray(i * pieceSize, (i + 1) * pieceSize))
      }
      const busy = open.filter((lane) => lane !== null)
      if (busy.length === 0) return
      const least = Math.min(...busy.map(restOf), pieceSize)
      // Whole blocks together; what is left of a message in the end goes alone.
      const together = least - (least % blockSize)
      const moving = together > 0 ? busy : busy.filter((lane) => restOf(lane) < blockSize)
      const pieces = moving.map((lane) => readOn(lane, Math.min(restOf(lane), together || blockSize)))
      updateEach(
        moving.map(({ digest }) => digest),
        pieces,
      )
      done += pieces.reduce((sum, piece) => sum + piece.length, 0)
      if (done - told >= tellEvery) {
        told = done
        tell(done)
      }
      for (const lane of busy.filter((one) => restOf(one) === 0)) {
        const { reading, digest, checksum } = lane
        reading.finished({ sm3: digest.digest(), savedSm3: digest.save(), crc32: checksum })
        reading.close()
        open[open.indexOf(lane)] = null
      }
    }
  } finally {
    for (const lane of open) lane?.reading.close()
  }
}

interface Lane {
  reading: Reading
  digest: ReturnType<typeof createSm3>
  checksum: number
  at: number
  room: Uint8Array
}

const startLane = (reading: Reading, room: Uint8Array): Lane => ({
  reading,
  digest: createSm3(),
  checksum: 0,
  at: 0,
  room,
})

const restOf = ({ reading, at }: Lane) => reading.sizeInBytes - at

function readOn(lane: Lane, length: number): Uint8Array {
  const piece = lane.room.subarray(0, length)
  lane.reading.read(piece, lane.at)
  lane.checksum = crc32(piece, lane.checksum)
  lane.at += length
  return piece
}
