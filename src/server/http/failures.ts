import type { FastifyInstance, FastifyReply } from 'fastify'
import { hexOf } from '../../domain/bytes.ts'
import { BidsealError, type Failure } from '../../domain/failure.ts'
import type { RandomBytes } from '../../domain/random.ts'
import { retryAfterSecondsOf, statusOf } from './statuses.ts'

/** One failure body for everything that ends badly. What a bug was stands in the log only, under the report id. */
export function answerFailures(app: FastifyInstance, random: RandomBytes): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof BidsealError) return send(reply, error.failure)
    if (isRefusedByFastify(error)) {
      const failure: Failure = { code: 'input.invalid', details: { field: 'body' } }
      return send(reply, failure, error.statusCode)
    }
    const reportId = hexOf(random(4))
    request.log.error({ reportId, err: error }, 'bug')
    return send(reply, { code: 'internal', details: { reportId } }, 500)
  })
  app.setNotFoundHandler((_, reply) => send(reply, { code: 'request.not-found', details: {} }))
}

function send(reply: FastifyReply, failure: Failure, status = statusOf(failure)) {
  const retryAfter = retryAfterSecondsOf(failure)
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  return reply.code(status).send(failure)
}

/** Too large, not JSON, wrong content type: refused before any of our code ran. */
function isRefusedByFastify(error: unknown): error is Error & { statusCode: number } {
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return false
  const { statusCode, code } = error
  return typeof statusCode === 'number' && statusCode < 500 && typeof code === 'string' && code.startsWith('FST_')
}
