import { existsSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { headerBackOffset, splitHeader } from '../../domain/bid-file/header.ts'
import type { BidFileMeta } from '../../domain/bid-file/meta.ts'
import { type BidOutline, plainCopyEntries } from '../../domain/bid-file/pack.ts'
import { concatBytes } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { contentStateOf } from '../../node/file-identity.ts'
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
  meta: BidFileMeta
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
  const held: { name: string; path: string; state: string | null }[] = []

  /** What another window made under this name since is refused, and is not ours to remove. */
  async function create(part: string) {
    await (await open(part, 'wx')).close()
    ours.push(part)
  }

  /** ⚔ They lay there while the phone was asked. */
  async function requireUntouched() {
    for (const { name, path, state } of held)
      if (state === null || (await stateOf(path)) !== state) fail('zip.source-changed', { name })
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
   * is, too. The pool is closed. Failures: `zip.source-changed`, `file.disk-full`, `file.unwritable`.
   */
  async function finish(pool: WorkerPool<GeneratingOrders>, bid: FinishedBid, tell: Tell) {
    const { meta, outline, bidPath, signedStatement: statement, trailer } = bid
    const { front, back } = splitHeader(bid.header, meta)
    const behind = { bytes: concatBytes(back, trailer), at: headerBackOffset(meta) }
    const sizeInBytes = behind.at + behind.bytes.length
    const around = [{ bytes: front, at: 0 }, behind]
    const entries = plainCopyEntries(outline, statement)
    await requireUntouched()
    await pool.run('finish', { around, entries, statement, bidPath, plainPath: plainPart })
    await create(bidPart)
    if (!(await hasMoved(bidPath, bidPart, plainPart))) {
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
    /** All chunks are there: nobody else has business in both files from now on. */
    async hold(bidPath: string) {
      for (const [name, path] of [
        [begun.plainCopyName, plainPart],
        [begun.bidFileName, bidPath],
      ] as const)
        held.push({ name, path, state: await stateOf(path) })
    },
    finish: (...parts: Parameters<typeof finish>) => guarded(() => finish(...parts)),
    /** No thread may write any more. Answers with what could not be removed, such as from a stick that is gone. */
    async end(): Promise<string[]> {
      const left: string[] = []
      for (const path of ours) {
        const isGone = await rm(path, { force: true, maxRetries: 5 }).then(
          () => existsSync(folder),
          () => false,
        )
        if (!isGone && path.endsWith('.part')) left.push(path)
      }
      return left
    },
  }
}

export type Output = Awaited<ReturnType<typeof openOutput>>

/** Null when the file is gone. */
async function stateOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  return found && contentStateOf(found)
}

/**
 * Puts a file in the place of a new and empty one without copying it. False where that cannot be: on another disk, where
 * files that are made in that folder, as `alike` was, belong to others or may be read by others, and on Windows, where nobody
 * can tell that and a file takes the permissions of its folder along.
 */
async function hasMoved(from: string, to: string, alike: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  const [ours, theirs] = await Promise.all([from, alike].map((path) => stat(path)))
  if (ours!.uid !== theirs!.uid || ours!.gid !== theirs!.gid || ours!.mode !== theirs!.mode) return false
  return rename(from, to).then(
    () => true,
    () => false,
  )
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
