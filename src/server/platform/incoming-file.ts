import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { BidsealError, fail } from '../../domain/failure.ts'
import { createSm3, type Sm3 } from '../../domain/sm/sm3.ts'
import { syncFolder } from '../../node/sync-path.ts'
import { writeFully } from '../../node/write-fully.ts'
import { isAnnounced } from './rules.ts'

/** What came in before a line broke is kept from here on; less is sent again sooner than it is asked for. */
const worthKeepingInBytes = 0x100000
const pieceSize = 0x100000

const partialEnding = '.part'
const keptEnding = '.kept'

/** How much of a file came in before its line broke; what is sent next may begin there. */
export function keptInBytes(path: string): number {
  return statSync(path + keptEnding, { throwIfNoEntry: false })?.size ?? 0
}

/** Removes a file that came in, and what was kept of it. */
export function removeIncoming(path: string): void {
  for (const one of [path, path + keptEnding]) rmSync(one, { force: true })
}

interface Announced {
  sizeInBytes: number
  digest: string
  /** Names the attempt: two at once must not write into one file, where each would pass its own digest. */
  attempt: string
  /** Where the source begins: 0, or what `keptInBytes` said. */
  startAt: number
}

/**
 * Writes a stream beside its place, digesting while it passes, and moves it there only when size and digest are the
 * announced ones and the bytes are on the disk. Constant memory. Fails with `upload.content-differs`, and then nothing is
 * left; or with `upload.incomplete` when the source breaks, says nothing for so long, or begins where nothing is kept:
 * what came in is kept for the next attempt.
 */
export async function receiveFile(
  source: Readable,
  path: string,
  announced: Announced,
  silenceLimitMs: number,
): Promise<void> {
  const partial = `${path}.${announced.attempt}${partialEnding}`
  if (announced.startAt > 0) await takeKept(path, partial, announced.startAt)
  const file = await open(partial, announced.startAt > 0 ? 'a+' : 'w+', 0o600)
  // A line that died without a word would otherwise stay open, and counted, for ever.
  const silence = setTimeout(() => source.destroy(new Error('silent')), silenceLimitMs)
  try {
    const sm3 = createSm3()
    let sizeInBytes = announced.startAt
    await digestFrom(file, sizeInBytes, sm3)
    silence.refresh()
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
    await rm(path + keptEnding, { force: true })
    await syncFolder(dirname(path))
  } catch (error) {
    await file.close().catch(() => undefined)
    const isBroken = !(error instanceof BidsealError) && source.errored !== null
    if (isBroken) keep(partial, path)
    await rm(partial, { force: true })
    // The sender went away in the middle: nobody is left to tell, and nothing is broken.
    if (isBroken) return fail('upload.incomplete', {}, error)
    throw error
  } finally {
    clearTimeout(silence)
  }
}

/** Makes what was kept this attempt's own, so that no other writes into it. */
async function takeKept(path: string, partial: string, startAt: number): Promise<void> {
  if (keptInBytes(path) !== startAt) fail('upload.incomplete', {})
  await rename(path + keptEnding, partial).catch((error: unknown) => fail('upload.incomplete', {}, error))
}

/** ⚔ What is kept is digested from the disk: a power cut may have left it with holes. */
async function digestFrom(file: FileHandle, sizeInBytes: number, sm3: Sm3): Promise<void> {
  const piece = new Uint8Array(Math.min(pieceSize, sizeInBytes))
  for (let at = 0; at < sizeInBytes; ) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, sizeInBytes - at), at)
    if (bytesRead === 0) fail('upload.content-differs', {})
    sm3.update(piece.subarray(0, bytesRead))
    at += bytesRead
  }
}

/** Keeps the longer one of what came in now and before. */
function keep(partial: string, path: string): void {
  const size = statSync(partial, { throwIfNoEntry: false })?.size ?? 0
  if (size >= worthKeepingInBytes && size > keptInBytes(path)) renameSync(partial, path + keptEnding)
}

/**
 * After a start, when nothing is coming in: attempts of the run before become what is kept, and what belongs to no upload
 * that is still awaited goes.
 */
export function tidyIncoming(folder: string, isAwaited: (uploadId: string) => boolean): void {
  const names = readdirSync(folder)
  for (const name of names.filter((one) => one.endsWith(partialEnding))) {
    keep(join(folder, name), join(folder, uploadIdOf(name)))
    rmSync(join(folder, name), { force: true })
  }
  for (const name of readdirSync(folder))
    if (name.endsWith(keptEnding) && !isAwaited(uploadIdOf(name))) rmSync(join(folder, name), { force: true })
}

const uploadIdOf = (name: string) => name.split('.')[0] ?? ''
