import { BidsealError, fail, readFailure } from '../../domain/failure.ts'
import type { ServerConnection } from './server-connection.ts'

interface Wanted {
  path: string
  /** For what only a token may fetch. */
  token?: string
  signal: AbortSignal
  /** More than this many bytes end the download ⚔ a server that fills the disk. */
  limitInBytes: number
  report?: (doneInBytes: number, totalInBytes: number) => void
}

/**
 * The bytes of a file of the server, piece by piece. Failures: what the server says, `server.unreachable` when they end
 * before their time, `server.answer-invalid` when they do not end, `task.cancelled`.
 */
export async function* download(server: ServerConnection, wanted: Wanted): AsyncGenerator<Uint8Array> {
  const { path, token, signal, limitInBytes, report } = wanted
  const headers = token === undefined ? {} : server.headers('GET', path, token)
  const response = await fetch(server.origin + path, { headers, signal }).catch((error: unknown) =>
    unreachable(signal, error),
  )
  if (!response.ok || response.body === null) {
    const failure = readFailure(await response.json().catch(() => null))
    throw new BidsealError(failure ?? { code: 'server.answer-invalid', details: { path } })
  }
  const totalInBytes = Number(response.headers.get('content-length') ?? 0)
  let doneInBytes = 0
  for await (const piece of piecesUntilCut(response.body, signal)) {
    doneInBytes += piece.length
    if (doneInBytes > limitInBytes) fail('server.answer-invalid', { path })
    report?.(doneInBytes, totalInBytes)
    yield piece
  }
}

async function* piecesUntilCut(body: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  try {
    yield* body
  } catch (error) {
    unreachable(signal, error)
  }
}

function unreachable(signal: AbortSignal, error: unknown): never {
  return signal.aborted ? fail('task.cancelled', {}, error) : fail('server.unreachable', {}, error)
}
