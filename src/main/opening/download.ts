import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { fail } from '../../domain/failure.ts'
import { folderFailure } from '../store/folder-failure.ts'
import { download } from '../tickets/download.ts'
import type { ServerConnection } from '../tickets/server-connection.ts'

interface Download {
  server: ServerConnection
  bidFileId: string
  token: string
  sizeInBytes: number
  path: string
  signal: AbortSignal
  report: (progress: WorkProgress) => void
}

/**
 * Fetches a bid file in constant memory, unless it is here already: a second try with another certificate begins at once.
 * Its digest is checked afterwards. Failures: those of `download`, `file.disk-full`, `file.unwritable`.
 */
export async function downloadBid({ server, bidFileId, token, sizeInBytes, path, signal, report }: Download) {
  if ((await stat(path).catch(() => null))?.size === sizeInBytes) return
  const pieces = download(server, {
    path: `/api/opening/bid-files/${encodeURIComponent(bidFileId)}/file`,
    token,
    signal,
    sizeInBytes,
    report: (doneInBytes, totalInBytes) => report({ stage: 'working', step: 'downloading', doneInBytes, totalInBytes }),
  })
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.part`
  // Opened here, not by the stream: what a failure removes must not come into being afterwards.
  const file = await open(part, 'w', 0o600).catch((error: unknown) => {
    throw folderFailure(error, dirname(path))
  })
  try {
    await pipeline(pieces, file.createWriteStream(), { signal })
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(part, { force: true })
    if (signal.aborted) fail('task.cancelled', {}, error)
    throw folderFailure(error, dirname(path))
  }
  await rename(part, path)
}
