import { open, stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { createSm3 } from '../domain/sm/sm3.ts'
import { writeFully } from './write-fully.ts'

export interface Written {
  /** SM3, 32 bytes. */
  sm3: Uint8Array
  /** The same as `Sm3.save` gives it. */
  savedSm3: Uint8Array
  crc32: number
  sizeInBytes: number
  /** When the last byte was written, by the file system's clock. */
  mtimeNs: bigint
}

/**
 * Writes a file piece by piece; it is on the disk when this resolves, so that a name in a database never leads to half a
 * file after a power cut. `flags` as of `fs.open`: wx refuses a file that is there.
 */
export async function writeDigested(
  path: string,
  flags: 'w' | 'wx',
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Written> {
  const digest = createSm3()
  let [sizeInBytes, checksum] = [0, 0]
  const file = await open(path, flags)
  try {
    for await (const piece of pieces) {
      digest.update(piece)
      checksum = crc32(piece, checksum)
      sizeInBytes += piece.length
      await writeFully(file, piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  // Some systems know the time only once the file is closed.
  const { mtimeNs } = await stat(path, { bigint: true })
  return { sm3: digest.digest(), savedSm3: digest.save(), crc32: checksum, sizeInBytes, mtimeNs }
}
