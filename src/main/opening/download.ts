import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
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
 * Fetches a bid file in constant memory, unless it is here already: a second try with another certificate begins at once,
 * and one after a line that broke, or a crash, goes on where it ended. Its digest is checked afterwards. Failures: those
 * of `download`, `file.disk-full`, `file.unwritable`.
 */
export async function downloadBid({ server, bidFileId, token, sizeInBytes, path, signal, report }: Download) {
  if ((await stat(path).catch(() => null))?.size === sizeInBytes) return
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.part`
  const known = (await stat(part).catch(() => null))?.size ?? 0
  // As many bytes as the whole: the crash came before the last step, and whether they are right is asked afterwards.
  if (known === sizeInBytes) return rename(part, path)
  const startAt = known < sizeInBytes ? known : 0
  // Opened here, not by the stream: what a failure removes must not come into being afterwards.
  const file = await open(part, startAt > 0 ? 'r+' : 'w', 0o600).catch((error: unknown) => {
    throw folderFailure(error, dirname(path))
  })
  let position = startAt
  const onRestart = async () => {
    position = 0
    await file.truncate(0)
  }
  try {
    const pieces = download(server, {
      path: `/api/opening/bid-files/${encodeURIComponent(bidFileId)}/file`,
      token,
      signal,
      sizeInBytes,
      startAt,
      onRestart,
      report: (doneInBytes, totalInBytes) =>
        report({ stage: 'working', step: 'downloading', doneInBytes, totalInBytes }),
    })
    for await (const piece of pieces) {
      await writeAt(file, piece, position)
      position += piece.length
    }
    await file.sync()
    await file.close()
  } catch (error) {
    await file.close().catch(() => undefined)
    // What came in is kept for the next try only when a line broke: other bytes than announced are of no use.
    if (!isBroken(error)) await rm(part, { force: true })
    if (signal.aborted) fail('task.cancelled', {}, error)
    throw folderFailure(error, dirname(path))
  }
  await rename(part, path)
}

const isBroken = (error: unknown) => error instanceof BidsealError && error.failure.code === 'server.unreachable'

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number) {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten
}

/** Bids that nobody opened for so long, such as those of a section that was opened on another computer. */
const staleAfterMs = 3 * 24 * 3_600_000

/** Removes what nobody will open any more. Before anybody downloads. */
export function removeStaleDownloads(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name)
    const isOurs = /\.bdtf(\.part)?$/.test(name)
    if (isOurs && Date.now() - statSync(path).mtimeMs > staleAfterMs) rmSync(path, { force: true })
  }
}
