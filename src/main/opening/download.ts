import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { WorkProgress } from '../../contract/ticket-progress.ts'
import { BidsealError, fail, readFailure } from '../../domain/failure.ts'
import { folderFailure } from '../store/folder-failure.ts'
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
 * Never more bytes than were received by the platform ⚔ a server that fills the disk. Its digest is checked afterwards.
 */
export async function downloadBid({ server, bidFileId, token, sizeInBytes, path, signal, report }: Download) {
  if ((await stat(path).catch(() => null))?.size === sizeInBytes) return
  const address = `/api/opening/bid-files/${encodeURIComponent(bidFileId)}/file`
  const headers = server.headers('GET', address, token)
  const response = await fetch(server.origin + address, { headers, signal }).catch((error: unknown) =>
    unreachable(signal, error),
  )
  if (!response.ok) {
    const failure = readFailure(await response.json().catch(() => null))
    throw new BidsealError(failure ?? { code: 'server.answer-invalid', details: { path: address } })
  }
  const { body } = response
  if (body === null) return fail('server.answer-invalid', { path: address })
  await mkdir(dirname(path), { recursive: true })
  const part = `${path}.part`
  // Opened here, not by the stream: what a failure removes must not come into being afterwards.
  const file = await open(part, 'w', 0o600).catch((error: unknown) => {
    throw folderFailure(error, dirname(path))
  })
  try {
    await pipeline(counted(body, sizeInBytes, report), file.createWriteStream(), { signal })
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(part, { force: true })
    if (signal.aborted) fail('task.cancelled', {}, error)
    const ofDisk = folderFailure(error, dirname(path))
    throw ofDisk instanceof BidsealError ? ofDisk : unreachable(signal, error)
  }
  await rename(part, path)
}

async function* counted(body: AsyncIterable<Uint8Array>, totalInBytes: number, report: Download['report']) {
  let doneInBytes = 0
  for await (const piece of body) {
    doneInBytes += piece.length
    if (doneInBytes > totalInBytes) fail('upload.content-differs', {})
    report({ stage: 'working', step: 'downloading', doneInBytes, totalInBytes })
    yield piece
  }
  if (doneInBytes < totalInBytes) fail('server.unreachable', {})
}

function unreachable(signal: AbortSignal, error: unknown): never {
  return signal.aborted ? fail('task.cancelled', {}, error) : fail('server.unreachable', {}, error)
}
