import { existsSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StartedBidFile } from '../../domain/bid-file/generate.ts'
import { headerBackOffset, splitHeader } from '../../domain/bid-file/header.ts'
import { type BidOutline, plainCopyEntries } from '../../domain/bid-file/pack.ts'
import { concatBytes } from '../../domain/bytes.ts'
import { BidsealError } from '../../domain/failure.ts'
import { syncFolder } from '../../node/sync-path.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { WorkerPool } from '../workers/pool.ts'
import type { GeneratingOrders } from './orders.ts'
import type { Tell } from './seal-chunks.ts'

export interface OutputFolder {
  folder: string
  /** Names without their endings; another one is taken when one of them is taken. */
  stem: string
  /** Told the paths of the half-written files before they come into being. */
  willWrite: (paths: readonly string[]) => Promise<void>
}

export interface FinishedBid {
  started: Pick<StartedBidFile, 'meta'>
  outline: BidOutline
  /** Where the bid file was made; it is gone afterwards. */
  bidPath: string
  header: Uint8Array
  trailer: Uint8Array
  signedStatement: Uint8Array
}

/**
 * The folder in which bid file and plain copy will appear, with the plain copy begun beside its final name. Whatever goes
 * wrong, `end` leaves the folder as it was. Failures: `file.disk-full`, `file.unwritable`.
 */
export async function openOutput({ folder, stem, willWrite }: OutputFolder) {
  const begun = freeNames(folder, stem)
  const [plainPart, bidPart] = [begun.plainCopyName, begun.bidFileName].map((name) => join(folder, `${name}.part`)) as [
    string,
    string,
  ]
  const ours: string[] = []

  /** What another window made under this name since is refused, and is not ours to remove. */
  async function create(part: string) {
    await (await open(part, 'wx')).close()
    ours.push(part)
  }

  async function guarded<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act()
    } catch (error) {
      throw error instanceof BidsealError ? error : folderFailure(error, folder)
    }
  }

  /**
   * Completes both files, on the disk, and gives them their names: the bid file last, so that where it is the plain copy
   * is, too. The pool is closed. Failures: `file.disk-full`, `file.unwritable`.
   */
  async function finish(pool: WorkerPool<GeneratingOrders>, bid: FinishedBid, tell: Tell) {
    const { outline, bidPath, signedStatement: statement, trailer } = bid
    const { meta } = bid.started
    const { front, back } = splitHeader(bid.header, meta)
    const behind = { bytes: concatBytes(back, trailer), at: headerBackOffset(meta) }
    const sizeInBytes = behind.at + behind.bytes.length
    const around = [{ bytes: front, at: 0 }, behind]
    const entries = plainCopyEntries(outline, statement)
    await pool.run('finish', { around, entries, statement, bidPath, plainPath: plainPart })
    if (await hasMoved(bidPath, bidPart)) ours.push(bidPart)
    else {
      await create(bidPart)
      const order = { name: begun.bidFileName, from: bidPath, to: bidPart, length: sizeInBytes }
      await pool.run('copy', order, (doneInBytes) => tell((doneInBytes / sizeInBytes) * outline.sizeInBytes))
    }
    await pool.close()
    tell(outline.sizeInBytes)
    // A name that was free may have been taken since, by somebody's copy of an earlier bid.
    const isTaken = [begun.plainCopyName, begun.bidFileName].some((name) => existsSync(join(folder, name)))
    const names = isTaken ? freeNames(folder, stem) : begun
    const plainPath = join(folder, names.plainCopyName)
    await rename(plainPart, plainPath)
    ours.push(plainPath)
    await rename(bidPart, join(folder, names.bidFileName))
    ours.length = 0
    await syncFolder(folder)
    return { ...names, sizeInBytes }
  }

  await guarded(async () => {
    await willWrite([plainPart, bidPart])
    await create(plainPart)
  })
  return {
    plainPath: plainPart,
    finish: (...parts: Parameters<typeof finish>) => guarded(() => finish(...parts)),
    /** No thread may write any more. */
    async end() {
      for (const path of ours) await rm(path, { force: true }).catch(() => undefined)
    },
  }
}

export type Output = Awaited<ReturnType<typeof openOutput>>

/**
 * Gives a file another name, which nothing may have yet, without copying it. False where that cannot be: on another disk,
 * on one whose file system knows no links, and on Windows, where a file takes the permissions of its folder along.
 */
async function hasMoved(from: string, to: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  try {
    await link(from, to)
  } catch {
    return false
  }
  await rm(from, { force: true }).catch(() => undefined)
  return true
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
