import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Job } from '../../contract/define.ts'
import type { ActProgress } from '../../contract/ticket-progress.ts'
import { hexOf } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { contentStateOf } from '../../node/file-identity.ts'
import { orCancelled } from '../../node/or-cancelled.ts'
import type { Desktop } from '../desktop.ts'
import type { BidOrders } from '../workers/bid-orders.ts'
import { openPool, type WorkerPool } from '../workers/pool.ts'
import type { BidFileRepository, StoredBidFile } from './repository.ts'

type Watch = Pick<Job<ActProgress>, 'signal' | 'report'>

/** SM3 of a file, 32 bytes, by a thread. Failures: `file.unreadable`, `file.changed`, `task.cancelled`. */
export const digestOf = (path: string, program: string, watch: Watch): Promise<Uint8Array> =>
  inThread(path, program, watch, digestBy)

/** By a thread: that a bid file holds what was signed; SM3 of its header and trailer. Failures: `task.cancelled`, those of the order. */
export const requireWhole = (path: string, program: string, watch: Watch): Promise<Uint8Array> =>
  inThread(path, program, watch, requireWholeBy)

interface FileInThread {
  pool: WorkerPool<BidOrders>
  path: string
  name: string
  sizeInBytes: number
  tell: (doneInBytes: number) => void
}

async function inThread<T>(
  path: string,
  program: string,
  { signal, report }: Watch,
  act: (file: FileInThread) => Promise<T>,
): Promise<T> {
  const name = basename(path)
  const { size: sizeInBytes } = await stat(path).catch((error: unknown) =>
    fail('file.unreadable', { fileName: name }, error),
  )
  const pool = openPool<BidOrders>({ program, signal, threads: 1 })
  const tell = (doneInBytes: number) =>
    report({ stage: 'working', step: 'checking', doneInBytes, totalInBytes: sizeInBytes })
  return act({ pool, path, name, sizeInBytes, tell }).finally(pool.close)
}

async function digestBy({ pool, path, name, sizeInBytes, tell }: FileInThread): Promise<Uint8Array> {
  const [measured] = await pool.run('measure', [{ name, path, sizeInBytes }], tell).catch((error: unknown) => {
    const isChanged = error instanceof BidsealError && error.failure.code === 'zip.source-changed'
    return isChanged ? fail('file.changed', { fileName: name }, error) : Promise.reject(error)
  })
  return measured!.sm3
}

function requireWholeBy({ pool, path, tell }: FileInThread): Promise<Uint8Array> {
  return pool.run('requireWhole', { path }, tell)
}

/**
 * That a bid file is still as large as it was; returns its `contentStateOf`. Failures: `file.unreadable`, `file.changed`.
 */
export async function requireUnchanged(path: string, sizeInBytes: number): Promise<string> {
  const fileName = basename(path)
  const found = await stat(path).catch((error: unknown) => fail('file.unreadable', { fileName }, error))
  if (found.size !== sizeInBytes) fail('file.changed', { fileName })
  return contentStateOf(found)
}

export type DigestedBid = StoredBidFile & { digest: string }

/**
 * 哈希码值 of bid files. SM3 of gigabytes keeps one processor busy for as long as everything else in generating together,
 * so it is taken, of a file that is found to hold what was signed, when that stands in its place and its maker already
 * looks at it; whoever needs it sooner waits. Begun again by whoever asks after a restart.
 */
export function openBidDigests(
  { bidFiles, announce }: { bidFiles: Pick<BidFileRepository, 'get' | 'setDigest'>; announce: Desktop['announce'] },
  program: string,
) {
  const making = new Map<string, { digest: Promise<string>; watching: Set<Watch['report']> }>()
  /** Looking at a list must not read gigabytes again and again that are known to be others. */
  const changed = new Set<string>()

  const waiting = new Set<string>()
  let inTurn = Promise.resolve()

  function begin(bid: StoredBidFile) {
    const watching = new Set<Watch['report']>()
    const report: Watch['report'] = (progress) => {
      for (const one of watching) one(progress)
    }
    const digest = take(bid, { signal: new AbortController().signal, report }).finally(() => {
      making.delete(bid.bidFileId)
    })
    // Whoever asks for it hears why it failed; until then it is only missing.
    digest.catch((error: unknown) => {
      if (!(error instanceof BidsealError) || error.failure.code !== 'file.changed') return
      changed.add(bid.bidFileId)
      announce('project.changed', { projectId: bid.projectId })
    })
    making.set(bid.bidFileId, { digest, watching })
    return { digest, watching }
  }

  async function take(bid: StoredBidFile, watch: Watch) {
    const { bidFileId, folder, bidFileName: fileName, sizeInBytes, projectId, endsDigest } = bid
    const path = join(folder, fileName)
    const written = await requireUnchanged(path, sizeInBytes)
    const digest = await inThread(path, program, watch, async (file) => {
      const half = (doneInBytes: number) => file.tell(doneInBytes / 2)
      const bytes = await digestBy({ ...file, tell: half })
      // A file that another program has changed meanwhile must not become the one that counts.
      const reading = { ...file, tell: (done: number) => half(file.sizeInBytes + done) }
      const ends = await requireWholeBy(reading).catch((error: unknown) => {
        const isOther = error instanceof BidsealError && error.failure.code !== 'task.cancelled'
        return isOther ? fail('file.changed', { fileName }, error) : Promise.reject(error)
      })
      if (endsDigest !== null && hexOf(ends) !== endsDigest) fail('file.changed', { fileName })
      return hexOf(bytes)
    })
    if ((await requireUnchanged(path, sizeInBytes)) !== written) fail('file.changed', { fileName })
    bidFiles.setDigest(bidFileId, digest)
    announce('project.changed', { projectId })
    return digest
  }

  return {
    isChanged: ({ bidFileId, digest }: StoredBidFile): boolean => digest === null && changed.has(bidFileId),
    /** Has it taken, if it is not yet and the file is not known to be another. */
    prepare(bid: StoredBidFile): void {
      const { bidFileId } = bid
      if (bid.digest !== null || changed.has(bidFileId) || waiting.has(bidFileId)) return
      waiting.add(bidFileId)
      // One after another: nobody waits for these, and people want their processors.
      inTurn = inTurn.then(async () => {
        waiting.delete(bidFileId)
        if (bidFiles.get(bidFileId)?.digest !== null) return
        const { digest } = making.get(bidFileId) ?? begin(bid)
        await digest.catch(() => undefined)
      })
    },
    /** The bid file with its digest. Failures: those of `requireUnchanged` and `digestOf`. */
    async of(bid: StoredBidFile, { signal, report }: Watch): Promise<DigestedBid> {
      const known = bid.digest ?? bidFiles.get(bid.bidFileId)?.digest ?? null
      if (known !== null) return { ...bid, digest: known }
      const { digest, watching } = making.get(bid.bidFileId) ?? begin(bid)
      watching.add(report)
      try {
        return { ...bid, digest: await orCancelled(digest, signal) }
      } finally {
        watching.delete(report)
      }
    },
  }
}

export type BidDigests = ReturnType<typeof openBidDigests>
