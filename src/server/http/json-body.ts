import type { FastifyInstance } from 'fastify'
import { parseJsonText } from '../../domain/canonical-json.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent, which request proofs cover; null for streamed bytes. */
    rawBody: string | null
  }
}

/** Reads JSON bodies and keeps their text. */
export function readJsonBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody', null)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    request.rawBody = text.toString()
    const body = parseJsonText(request.rawBody)
    if (body !== undefined) done(null, body)
    else done(Object.assign(new Error('not JSON'), { statusCode: 400, code: 'FST_ERR_CTP_INVALID_JSON_BODY' }))
  })
}
