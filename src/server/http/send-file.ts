import { createReadStream, statSync } from 'node:fs'
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface SentFile {
  path: string
  fileName: string
  mediaType: string
}

/** Sends a file of the data or demo folder, or one byte range of it, in constant memory. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, { path, fileName, mediaType }: SentFile) {
  const { size } = statSync(path)
  reply
    .header('accept-ranges', 'bytes')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
    .type(mediaType)
  const range = request.headers.range
  if (range === undefined) return reply.header('content-length', size).send(createReadStream(path))
  const wanted = readRange(range, size)
  if (wanted === null) return reply.code(416).header('content-range', `bytes */${size}`).send()
  return reply
    .code(206)
    .header('content-range', `bytes ${wanted.start}-${wanted.end}/${size}`)
    .header('content-length', wanted.end - wanted.start + 1)
    .send(createReadStream(path, wanted))
}

/** One range of `Range: bytes=a-b`, `a-` or `-n` (RFC 9110, clause 14.1.2), ends included; null when not satisfiable. */
export function readRange(header: string, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header)
  if (match === null || (match[1] === '' && match[2] === '')) return null
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]))
  return start <= end && start < size ? { start, end } : null
}
