import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import { fail } from '../../domain/failure.ts'

export interface Addresses {
  /** Accepted Host headers. A page of another site that resolves its own name to this computer sends that name. */
  hosts: readonly string[]
  /** Accepted Origin headers; programs that are no browser send none. */
  origins: readonly string[]
}

/** Refuses what a foreign web page could send to a server on this computer (⚔ DNS rebinding, cross-site requests). */
export async function guardAddresses(app: FastifyInstance, { hosts, origins }: Addresses): Promise<void> {
  app.addHook('onRequest', async (request) => {
    const { host, origin } = request.headers
    if (host === undefined || !hosts.includes(host.toLowerCase())) fail('request.foreign', {})
    if (origin !== undefined && !origins.includes(origin)) fail('request.foreign', {})
  })
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT'],
    allowedHeaders: ['authorization', 'bidseal-proof', 'last-event-id', 'content-type', 'range'],
    exposedHeaders: ['retry-after'],
    maxAge: 600,
  })
  app.addHook('onSend', async (_, reply) => {
    reply.header('cache-control', 'no-store')
    reply.header('x-content-type-options', 'nosniff')
  })
}
