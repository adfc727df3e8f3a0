import { readdirSync, rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { BidsealError, fail } from '../../domain/failure.ts'
import { createSm3 } from '../../domain/sm/sm3.ts'
import { writeFully } from '../../node/write-fully.ts'
import { isAnnounced } from './rules.ts'

/**
 * Writes a stream beside its place, digesting while it passes, and moves it there only when size and digest are the
 * announced ones and the bytes are on the disk. Constant memory. Fails with `upload.content-differs`, or with
 * `upload.incomplete` when the source breaks or says nothing for so long; then nothing is left.
 */
export async function receiveFile(
  source: Readable,
  path: string,
  announced: { sizeInBytes: number; digest: string; attempt: string },
  silenceLimitMs: number,
): Promise<void> {
  // Two attempts at once must not write into one file: each would pass its own digest.
  const partial = `${path}.${announced.attempt}.part`
  const file = await open(partial, 'w', 0o600)
  // A line that died without a word would otherwise stay open, and counted, for ever.
  const silence = setTimeout(() => source.destroy(new Error('silent')), silenceLimitMs)
  try {
    const sm3 = createSm3()
    let sizeInBytes = 0
    for await (const piece of source as AsyncIterable<Uint8Array>) {
      sizeInBytes += piece.length
      // Refused at the first byte too many: an announced megabyte must not fill the disk.
      if (sizeInBytes > announced.sizeInBytes) fail('upload.content-differs', {})
      sm3.update(piece)
      await writeFully(file, piece)
      silence.refresh()
    }
    if (!isAnnounced(announced, { sizeInBytes, digest: sm3.digest() })) fail('upload.content-differs', {})
    await file.sync()
    await file.close()
    await rename(partial, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(partial, { force: true })
    // The sender went away in the middle: nobody is left to tell, and nothing is broken.
    if (!(error instanceof BidsealError) && source.errored !== null) return fail('upload.incomplete', {}, error)
    throw error
  } finally {
    clearTimeout(silence)
  }
}

/** Removes what interrupted attempts of an earlier run left. */
export function removePartials(folder: string): void {
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name))
}

/** A rename is durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
