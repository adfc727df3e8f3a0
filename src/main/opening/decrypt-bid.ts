import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import type { BidFileHeader } from '../../domain/bid-file/header.ts'
import { requireSignedPayload } from '../../domain/bid-file/open.ts'
import { createPayloadDigest } from '../../domain/bid-file/payload-digest.ts'
import type { SignedStatement } from '../../domain/bid-file/trailer.ts'
import { fail } from '../../domain/failure.ts'
import { verdictOf } from '../../domain/verify/report.ts'
import { syncFile } from '../../node/sync-path.ts'
import { advancing, dealt, sizeOfAll, spansOf, type Tell } from '../bid-file/seal-chunks.ts'
import type { FileStore } from '../store/file-store.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { BidOrders } from '../workers/bid-orders.ts'
import { openPool, type WorkerPool } from '../workers/pool.ts'
import type { QuarantinedFile, TrustDer } from './orders.ts'
import type { OpenedFile } from './repository.ts'
import type { OpenedReport } from './verify-opened.ts'

export interface BidToDecrypt {
  /** The built worker of bids. */
  program: string
  path: string
  header: BidFileHeader
  signed: SignedStatement
  /** 32 bytes; overwritten before this settles. */
  fileKey: Uint8Array
  /** A folder for the plaintext that counts for nothing yet. */
  folder: string
  store: FileStore
  trust: TrustDer
}

interface Watch {
  signal: AbortSignal
  report: (progress: WorkProgress) => void
}

/**
 * Opens a bid in threads: chunks into quarantine, then the archive and every file of it, then the seals. What was
 * decrypted stays only when all of it is what was signed. Failures: those of the bid file and its archive,
 * `file.disk-full`, `file.unwritable`, `file.unreadable` when the bid file was taken away, `task.cancelled`.
 */
export async function decryptBid(bid: BidToDecrypt, { signal, report }: Watch) {
  try {
    return await decryptInPool(openPool({ program: bid.program, signal }), bid, report)
  } finally {
    bid.fileKey.fill(0)
  }
}

async function decryptInPool(pool: WorkerPool<BidOrders>, bid: BidToDecrypt, report: Watch['report']) {
  const quarantinePath = join(bid.folder, `quarantine-${randomUUID()}`)
  const takenOut: { part: string; blob: string }[] = []
  try {
    await openChunksInPool(pool, bid, quarantinePath, report)
    const { path, trust, store } = bid
    const { manifest, entries } = await pool.run('contents', { path, quarantinePath })
    const located = new Map(entries.map((entry) => [entry.name, entry]))
    const files = manifest.files.map((listed): QuarantinedFile & { to: string; path: string; trust: TrustDer } => {
      const entry = located.get(listed.path) ?? fail('zip.entry-missing', { name: listed.path })
      const to = store.partPath()
      takenOut.push({ part: to, blob: listed.sm3 })
      return { sizeInBytes: listed.sizeInBytes, quarantinePath, entry, listed, to, path, trust }
    })
    const pdfs = files.filter(({ listed }) => listed.path.toLowerCase().endsWith('.pdf'))
    const verified = advancing(progressOf('verifying', sizeOfAll(files) + sizeOfAll(pdfs), report))
    await pool.each(
      'takeOut',
      dealt(files, pool.threads),
      async (_, taken) => {
        verified(taken, sizeOfAll(taken))
        // While threads take out the next ones.
        for (const { to } of taken)
          await syncFile(to).catch((error: unknown) => {
            throw folderFailure(error, dirname(to))
          })
      },
      (doneInBytes, hand) => verified(hand, doneInBytes),
    )
    const documents: OpenedReport['documents'] = []
    const judged = new Map<string, OpenedReport['documents'][number]>()
    await pool.each('judgePdf', pdfs, (pdf, judgedFile) => {
      const { listed, sizeInBytes } = judgedFile
      if (pdf !== null) judged.set(listed.path, { path: listed.path, report: pdf })
      verified(judgedFile, sizeInBytes)
    })
    for (const { path: name } of manifest.files) documents.push(...(judged.has(name) ? [judged.get(name)!] : []))
    const checks = await pool.run('judgeBid', { path, fileCount: files.length, trust })
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
    for (const { part } of takenOut) await rm(part, { force: true })
    await rm(quarantinePath, { force: true })
  }
}

async function openChunksInPool(
  pool: WorkerPool<BidOrders>,
  { path, header, signed, fileKey }: BidToDecrypt,
  quarantinePath: string,
  report: Watch['report'],
): Promise<void> {
  const { meta, salt } = header
  const quarantine = await open(quarantinePath, 'wx', 0o600).catch((error: unknown) => {
    throw folderFailure(error, dirname(quarantinePath))
  })
  await quarantine.close()
  await pool.everywhere('prepareOpening', { path, fileKey, quarantinePath })
  const decrypted = advancing(progressOf('decrypting', meta.plaintextLength, report))
  const digest = createPayloadDigest(salt)
  // Spans finish in any order, and are digested in theirs.
  const early = new Map<number, Uint8Array>()
  let next = 0
  await pool.each('open', spansOf(meta), (digests, span) => {
    const { first, count } = span
    early.set(first, digests)
    for (let ready = early.get(next); ready !== undefined; ready = early.get(next)) {
      early.delete(next)
      digest.add(ready)
      next += ready.length / 32
    }
    decrypted(span, count * meta.chunkSize)
  })
  await pool.everywhere('forgetOpening', null)
  requireSignedPayload(digest.digest(), signed)
}

/** Reports what is done, from now on: a last chunk that is shorter counts as a whole one. */
function progressOf(step: WorkProgress['step'], totalInBytes: number, report: Watch['report']): Tell {
  const tell: Tell = (done) =>
    report({ stage: 'working', step, doneInBytes: Math.min(totalInBytes, done), totalInBytes })
  tell(0)
  return tell
}
