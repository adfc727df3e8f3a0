import Fastify, { type FastifyInstance } from 'fastify'

/** Builds the service without listening, so that tests can inject requests. */
export function buildApp(): FastifyInstance {
  const app = Fastify()
  app.get('/health', () => ({ ok: true }))
  return app
}
