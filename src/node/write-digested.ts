import { open } from 'node:fs/promises'
import { createSm3 } from '../domain/sm/sm3.ts'
import { writeFully } from './write-fully.ts'

export interface Written {
  /** SM3, 32 bytes. */
  digest: Uint8Array
  /** The same as `Sm3.save` gives it. */
  savedDigest: Uint8Array
  sizeInBytes: number
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
  let sizeInBytes = 0
  const file = await open(path, flags)
  try {
    for await (const piece of pieces) {
      digest.update(piece)
      sizeInBytes += piece.length
      await writeFully(file, piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { digest: digest.digest(), savedDigest: digest.save(), sizeInBytes }
}
