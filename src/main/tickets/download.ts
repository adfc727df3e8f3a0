import { equalBytes } from '../../domain/bytes.ts'
import { BidsealError, fail } from '../../domain/failure.ts'
import { createSm3 } from '../../domain/sm/sm3.ts'
import { failureOfResponse } from '../../protocol/http-route.ts'
import { bodyPieces } from './body-pieces.ts'
import type { ServerConnection } from './server-connection.ts'

interface Wanted {
  path: string
  /** For what only a token may fetch. */
  token?: string
  signal: AbortSignal
  /** As announced before: the first byte more ends the download ⚔ a server that fills the disk. */
  sizeInBytes: number
  /** SM3 as announced before; the last piece is followed by a failure when the bytes are others. */
  digest?: Uint8Array
  /** Bytes that are here already, from an earlier try; asked of nobody who wants `digest`. */
  startAt?: number
  /** Told when the server sends everything again, before the first piece. */
  onRestart?: () => Promise<void>
  report?: (doneInBytes: number, totalInBytes: number) => void
}

/**
 * The bytes of a file of the server, piece by piece. Failures: what the server says, `server.unreachable` when the
 * connection breaks, `download.differs` when they are not those that were announced, `task.cancelled`.
 */
export async function* download(server: ServerConnection, wanted: Wanted): AsyncGenerator<Uint8Array> {
  const { path, token, signal, sizeInBytes, digest, startAt = 0, report } = wanted
  const headers = {
    ...(token === undefined ? {} : server.headers('GET', path, token)),
    ...(startAt > 0 && { range: `bytes=${startAt}-` }),
  }
  const response = await fetch(server.origin + path, { headers, signal, redirect: 'error' }).catch((error: unknown) =>
    unreachable(signal, error),
  )
  if (!response.ok || response.body === null) {
    const failure = await failureOfResponse(response)
    throw new BidsealError(failure ?? { code: 'server.answer-invalid', details: { path } })
  }
  const sm3 = createSm3()
  let doneInBytes = response.headers.get('content-range')?.startsWith(`bytes ${startAt}-`) === true ? startAt : 0
  if (doneInBytes < startAt) await wanted.onRestart?.()
  for await (const piece of piecesUntilCut(response.body, signal)) {
    doneInBytes += piece.length
    if (doneInBytes > sizeInBytes) fail('download.differs', {})
    if (digest !== undefined) sm3.update(piece)
    report?.(doneInBytes, sizeInBytes)
    yield piece
  }
  const isOther = digest !== undefined && !equalBytes(sm3.digest(), digest)
  if (doneInBytes < sizeInBytes || isOther) fail('download.differs', {})
}

async function* piecesUntilCut(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
  try {
    yield* bodyPieces(body, signal)
  } catch (error) {
    unreachable(signal, error)
  }
  if (signal.aborted) fail('task.cancelled', {})
}

function unreachable(signal: AbortSignal, error: unknown): never {
  return signal.aborted ? fail('task.cancelled', {}, error) : fail('server.unreachable', {}, error)
}
