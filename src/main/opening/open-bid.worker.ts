import { open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { readHeader } from '../../domain/bid-file/header.ts'
import { openBid, requireBid } from '../../domain/bid-file/open.ts'
import { readSignedStatement, readTrailer } from '../../domain/bid-file/trailer.ts'
import { piecesOf } from '../../domain/byte-source.ts'
import { base64UrlOf } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { createSm3 } from '../../domain/sm/sm3.ts'
import { readTrust } from '../../domain/verify/trust.ts'
import { contentOf } from '../../domain/zip/read-zip.ts'
import { openFileSource } from '../../node/file-source.ts'
import { writeFully } from '../../node/write-fully.ts'
import { openFileStore } from '../store/file-store.ts'
import { folderFailure } from '../store/folder-failure.ts'
import type { OpenedFile, WorkerAnswer, WorkerOrder } from './bid-worker.ts'
import { verifyOpened } from './verify-opened.ts'

// Decrypting and digesting gigabytes takes a processor for itself: the windows go on working meanwhile. The thread is
// ended when the act is cancelled; what it has written lies in quarantine and counts for nothing.

const port = parentPort
if (port === null) throw new Error('This file is a worker')
const say = (answer: WorkerAnswer) => port.postMessage(answer)

work(workerData as WorkerOrder).then(say, (error: unknown) => {
  if (!(error instanceof BidsealError)) throw error
  say({ kind: 'failed', failure: error.failure })
})

async function work(order: WorkerOrder): Promise<WorkerAnswer> {
  return order.kind === 'digest' ? digestFile(order) : openFile(order)
}

async function digestFile({ path }: Extract<WorkerOrder, { kind: 'digest' }>): Promise<WorkerAnswer> {
  const source = await openFileSource(path)
  try {
    const digest = createSm3()
    let done = 0
    for await (const piece of piecesOf(source)) {
      digest.update(piece)
      done += piece.length
      say({ kind: 'progress', step: 'checking', done, total: source.sizeInBytes })
    }
    return { kind: 'digested', digest: base64UrlOf(digest.digest()) }
  } finally {
    await source.close()
  }
}

async function openFile(order: Extract<WorkerOrder, { kind: 'open' }>): Promise<WorkerAnswer> {
  const source = await openFileSource(order.path)
  try {
    const header = await readHeader(source)
    const signed = readSignedStatement(await readTrailer(source, header))
    const total = header.meta.plaintextLength
    const unwritable = (error: unknown) => {
      throw folderFailure(error, dirname(order.quarantinePath))
    }
    const quarantine = await open(order.quarantinePath, 'wx', 0o600).catch(unwritable)
    try {
      const onProgress = (done: number) => say({ kind: 'progress', step: 'decrypting', done, total })
      for await (const piece of openBid({ source, header, signed }, order.fileKey, { onProgress }))
        await writeFully(quarantine, piece).catch(unwritable)
    } finally {
      order.fileKey.fill(0)
      await quarantine.close()
    }
    return await examine(order, signed)
  } finally {
    await source.close()
    // Nothing decrypted stays behind but the files that were verified.
    await rm(order.quarantinePath, { force: true })
  }
}

async function examine(
  { quarantinePath, filesFolder, trust }: Extract<WorkerOrder, { kind: 'open' }>,
  signed: ReturnType<typeof readSignedStatement>,
): Promise<WorkerAnswer> {
  const source = await openFileSource(quarantinePath)
  try {
    const contents = await requireBid(source, signed)
    const total = contents.manifest.files.length
    const report = await verifyOpened({ source, contents, signed, trust: readTrust(trust) }, (done) =>
      say({ kind: 'progress', step: 'verifying', done, total }),
    )
    const store = openFileStore(filesFolder)
    const files: OpenedFile[] = []
    for (const { path } of contents.manifest.files) {
      const entry = contents.entries.get(path) ?? fail('zip.entry-missing', { name: path })
      files.push({ name: path, ...(await store.putPieces(piecesOf(contentOf(source, entry)))) })
    }
    const openingForm = contents.manifest.openingForm.map(({ title, value }) => ({ label: title, value }))
    return { kind: 'opened', openingForm, files, report }
  } finally {
    await source.close()
  }
}
