import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BidOutline, plainCopyEntries, statementName } from '../../domain/bid-file/pack.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { zipSize } from '../../domain/zip/zip-records.ts'
import { syncFile, syncFolder } from '../../node/sync-path.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { WorkerPool } from '../workers/pool.ts'
import type { Content, GeneratingOrders } from './orders.ts'
import { advancing, changedName, type Tell } from './seal-chunks.ts'

export interface BidToWrite {
  folder: string
  /** Names without their endings; another one is taken when one of them is taken. */
  stem: string
  outline: BidOutline
  contents: readonly Content[]
  chunksPath: string
  chunksSizeInBytes: number
  header: Uint8Array
  trailer: Uint8Array
  signedStatement: Uint8Array
  /** Told the paths of the half-written files before they come into being. */
  willWrite: (paths: readonly string[]) => Promise<void>
}

/**
 * Writes bid file and plain copy beside their final names, and renames when both are on the disk: the bid file last, so
 * that where it is the plain copy is, too. When one fails, none stays, and what was in the folder is untouched. The pool is
 * closed. Failures: `file.disk-full`, `file.unwritable`, `zip.source-changed`.
 */
export async function writeBid(pool: WorkerPool<GeneratingOrders>, bid: BidToWrite, tell: Tell) {
  const { folder } = bid
  const names = freeNames(folder, bid.stem)
  const paths = [names.plainCopyName, names.bidFileName].map((name) => join(folder, name))
  const parts = paths.map((path) => `${path}.part`) as [string, string]
  const ours: string[] = []
  try {
    await bid.willWrite(parts)
    for (const part of parts) {
      // What another window made under this name since is refused here, and is not ours to remove.
      await (await open(part, 'wx')).close()
      ours.push(part)
    }
    const sizeInBytes = await writeParts(pool, bid, parts, { name: names.bidFileName, tell })
    await pool.close()
    // A name that was free may have been taken since, by somebody's copy of an earlier bid.
    const isTaken = paths.some((path) => existsSync(path))
    const final = isTaken ? freeNames(folder, bid.stem) : names
    for (const [i, name] of [final.plainCopyName, final.bidFileName].entries()) {
      await rename(parts[i]!, join(folder, name))
      ours.push(join(folder, name))
    }
    await syncFolder(folder)
    return { ...final, sizeInBytes }
  } catch (error) {
    // Threads that still write would bring the files back.
    await pool.close()
    for (const path of ours) await rm(path, { force: true }).catch(() => undefined)
    throw error instanceof BidsealError ? error : folderFailure(error, folder)
  }
}

function freeNames(folder: string, stem: string) {
  for (let i = 1; ; i++) {
    const numbered = i === 1 ? stem : `${stem}（${i}）`
    const names = { bidFileName: `${numbered}.bdtf`, plainCopyName: `${numbered}（非加密）.nbdtf` }
    const isTaken = Object.values(names).some(
      (name) => existsSync(join(folder, name)) || existsSync(join(folder, `${name}.part`)),
    )
    if (!isTaken) return names
  }
}

async function writeParts(
  pool: WorkerPool<GeneratingOrders>,
  { outline, contents, chunksPath, chunksSizeInBytes, header, trailer, signedStatement }: BidToWrite,
  [plainPart, bidPart]: [string, string],
  { name, tell }: { name: string; tell: Tell },
): Promise<number> {
  const entries = plainCopyEntries(outline, signedStatement)
  const archive = { entries, contents: [...contents, { name: statementName, bytes: signedStatement }] }
  const plainSize = zipSize(entries)
  const sizeInBytes = header.length + chunksSizeInBytes + trailer.length
  const tellBoth = advancing((doneInBytes) =>
    tell((doneInBytes / (chunksSizeInBytes + plainSize)) * outline.sizeInBytes),
  )

  // A thread for each file: two that write into one file wait for each other.
  async function writeBidFile() {
    const order = { name, from: chunksPath, to: bidPart, length: chunksSizeInBytes, shift: header.length }
    await pool.run('copy', order, (doneInBytes) => tellBoth(header, doneInBytes))
    tellBoth(header, chunksSizeInBytes)
    await writeAround(bidPart, { header, trailer, trailerAt: header.length + chunksSizeInBytes })
    await syncFile(bidPart)
  }
  async function writePlainCopy() {
    const isSame = await pool.run('pack', { archive, to: plainPart }, (doneInBytes) => tellBoth(archive, doneInBytes))
    tellBoth(archive, plainSize)
    // What was sealed was right; the copy of it must not be another bid.
    if (!isSame) fail('zip.source-changed', { name: await changedName(pool, archive) })
    await syncFile(plainPart)
  }
  const both = [writeBidFile(), writePlainCopy()]
  try {
    await Promise.all(both)
  } catch (error) {
    await pool.close()
    await Promise.allSettled(both)
    throw error
  }
  return sizeInBytes
}

async function writeAround(
  path: string,
  { header, trailer, trailerAt }: { header: Uint8Array; trailer: Uint8Array; trailerAt: number },
) {
  const file = await open(path, 'r+')
  try {
    for (const [bytes, position] of [
      [header, 0],
      [trailer, trailerAt],
    ] as const) {
      const { bytesWritten } = await file.write(bytes, 0, bytes.length, position)
      // The disk is full and took a part: whoever wrote on would hear it, so this says it in the same words.
      if (bytesWritten < bytes.length) throw Object.assign(new Error('half written'), { code: 'ENOSPC' })
    }
  } finally {
    await file.close()
  }
}
