import { rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { fail } from '../../domain/failure.ts'
import { verdictOf } from '../../domain/verify/report.ts'
import { lanes } from '../../node/digest-side-by-side.ts'
import { fileIdentity } from '../../node/file-identity.ts'
import { syncFile } from '../../node/sync-path.ts'
import { advancing, dealt, sizeOfAll, type Tell } from '../bid-file/seal-chunks.ts'
import type { FileStore } from '../store/file-store.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { BidOrders } from '../workers/bid-orders.ts'
import { openPool, type WorkerPool } from '../workers/pool.ts'
import type { FileToTakeOut, RunOfFiles, TrustDer } from './orders.ts'
import type { OpenedFile } from './repository.ts'
import type { OpenedReport } from './verify-opened.ts'

export interface BidToDecrypt {
  /** The built worker of bids. */
  program: string
  path: string
  /** `fileIdentity` of the file before its chunks were found to be the signed ones. */
  identity: string
  /** 32 bytes; overwritten before this settles. */
  fileKey: Uint8Array
  store: FileStore
  trust: TrustDer
}

interface Watch {
  signal: AbortSignal
  report: (progress: WorkProgress) => void
}

/**
 * Opens a bid in threads, in one pass: chunk by chunk, and what is in it straight into the files, which have no names yet;
 * then the seals. What was decrypted gets its name only when all of it is what was signed. Failures: those of the bid file
 * and its archive, `file.disk-full`, `file.unwritable`, `file.changed`, `file.unreadable` when the bid file was taken away,
 * `task.cancelled`.
 */
export async function decryptBid(bid: BidToDecrypt, { signal, report }: Watch) {
  try {
    return await decryptInPool(openPool({ program: bid.program, signal }), bid, report)
  } finally {
    bid.fileKey.fill(0)
  }
}

async function decryptInPool(pool: WorkerPool<BidOrders>, bid: BidToDecrypt, report: Watch['report']) {
  const { path, fileKey, trust, store } = bid
  const takenOut: { part: string; blob: string }[] = []
  try {
    await pool.everywhere('prepareOpening', { path, fileKey })
    const { manifest, entries } = await pool.run('contents', null)
    const listedAs = new Map(manifest.files.map((listed) => [listed.path, listed]))
    const files = entries.flatMap((entry): FileToTakeOut[] => {
      const listed = listedAs.get(entry.name)
      return listed === undefined ? [] : [{ entry, listed, to: store.partPath() }]
    })
    for (const { listed, to } of files) takenOut.push({ part: to, blob: listed.sm3 })
    const opened = advancing(progressOf('decrypting', sizeOfAll(manifest.files), report))
    await pool.each(
      'takeOut',
      dealt([...runsOf(files, pool.threads)], pool.threads),
      async (_, hand) => {
        opened(hand, sizeOfAll(hand))
        // While threads take out the next ones.
        for (const { to } of hand.flatMap((run) => run.files))
          await syncFile(to).catch((error: unknown) => {
            throw folderFailure(error, dirname(to))
          })
      },
      (doneInBytes, hand) => opened(hand, doneInBytes),
    )
    await pool.everywhere('forgetOpening', null)
    const judged = await judgePdfs(pool, { path, trust, files }, report)
    const documents = manifest.files.flatMap(({ path: name }) => judged.get(name) ?? [])
    const checks = await pool.run('judgeBid', { path, fileCount: files.length, trust })
    if ((await fileIdentity(path)) !== bid.identity) fail('file.changed', { fileName: basename(path) })
    await pool.close()
    for (const { part, blob } of takenOut)
      await store.adopt(part, blob).catch((error: unknown) => {
        throw folderFailure(error, store.folder)
      })
    const sealed = documents.flatMap((one) => one.report.seals.flatMap((seal) => seal.checks))
    return {
      openingForm: manifest.openingForm.map(({ title, value }) => ({ label: title, value })),
      files: manifest.files.map(({ path: name, sm3: blob, sizeInBytes }): OpenedFile => ({ name, blob, sizeInBytes })),
      report: { verdict: verdictOf([...checks, ...sealed]), checks, documents } satisfies OpenedReport,
    }
  } finally {
    // A thread that still writes would bring plaintext back.
    await pool.close()
    for (const { part } of takenOut) await rm(part, { force: true, maxRetries: 5 }).catch(() => undefined)
  }
}

const runInBytes = 0x1000000

/** Files that stand behind one another, so that a chunk with the end of one and the beginning of the next is opened once. */
function* runsOf(files: readonly FileToTakeOut[], threads: number): Generator<RunOfFiles> {
  const totalInBytes = files.reduce((sum, { entry }) => sum + entry.sizeInBytes, 0)
  const enough = Math.min(runInBytes, totalInBytes / (threads * lanes))
  let run: RunOfFiles = { sizeInBytes: 0, files: [] }
  for (const file of files) {
    run.files.push(file)
    run.sizeInBytes += file.entry.sizeInBytes
    if (run.sizeInBytes < enough) continue
    yield run
    run = { sizeInBytes: 0, files: [] }
  }
  if (run.files.length > 0) yield run
}

/** What the verifier says of every PDF with a seal in it, by name. */
async function judgePdfs(
  pool: WorkerPool<BidOrders>,
  { path, trust, files }: { path: string; trust: TrustDer; files: readonly FileToTakeOut[] },
  report: Watch['report'],
): Promise<Map<string, OpenedReport['documents'][number]>> {
  const pdfs = files
    .filter(({ listed }) => listed.path.toLowerCase().endsWith('.pdf'))
    .map((file) => ({ ...file, path, trust }))
  const judged = new Map<string, OpenedReport['documents'][number]>()
  if (pdfs.length === 0) return judged
  const verified = advancing(progressOf('verifying', sizeOfAll(pdfs.map(({ listed }) => listed)), report))
  await pool.each('judgePdf', pdfs, (pdf, order) => {
    const { path: name, sizeInBytes } = order.listed
    if (pdf !== null) judged.set(name, { path: name, report: pdf })
    verified(order, sizeInBytes)
  })
  return judged
}

/** Reports what is done, from now on. */
function progressOf(step: WorkProgress['step'], totalInBytes: number, report: Watch['report']): Tell {
  const tell: Tell = (doneInBytes) => report({ stage: 'working', step, doneInBytes, totalInBytes })
  tell(0)
  return tell
}
