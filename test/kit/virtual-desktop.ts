import { base64UrlOf } from '../../src/domain/bytes.ts'
import { encodePoint, generateSm2KeyPair, type Sm2KeyPair } from '../../src/domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../src/domain/sm/sm2-sign.ts'
import { ticketRoutes } from '../../src/protocol/http-api.ts'
import type { HttpClient } from '../../src/protocol/http-route.ts'
import {
  comparisonCommitment,
  labelledMessage,
  TicketBody,
  type TicketBodyOf,
  type TicketId,
  type TicketKind,
  ticketIdOf,
} from '../../src/protocol/tickets.ts'
import { desktopAuthorize } from './proofs.ts'
import type { TestServer } from './server.ts'

type CommonField = 'kind' | 'version' | 'nonce' | 'desktopKey' | 'oneTimeKey' | 'desktopName' | 'createdAt'
export type TicketFields<K extends TicketKind> = Omit<TicketBodyOf<K>, CommonField>

export interface OpenedTicket {
  ticketId: TicketId
  body: TicketBody
  code: string
  capability: string
  oneTimeKey: Sm2KeyPair
  desktopRandom: Uint8Array
  /** Speaks with the ticket's capability. */
  client: HttpClient
}

/** A bid tool without a window: composes tickets and watches them. */
export function createVirtualDesktop(server: Pick<TestServer, 'random' | 'client' | 'now'>) {
  const { random, now } = server
  const desktopKey = generateSm2KeyPair(random)

  function compose<K extends TicketKind>(kind: K, fields: TicketFields<K>) {
    const oneTimeKey = generateSm2KeyPair(random)
    const body = TicketBody.parse({
      kind,
      version: 1,
      nonce: base64UrlOf(random(32)),
      desktopKey: base64UrlOf(encodePoint(desktopKey.publicKey)),
      oneTimeKey: base64UrlOf(encodePoint(oneTimeKey.publicKey)),
      desktopName: '投标部电脑',
      createdAt: now(),
      ...fields,
    })
    const desktopRandom = random(32)
    return {
      body,
      oneTimeKey,
      desktopRandom,
      signature: base64UrlOf(encodeSignature(signMessage(desktopKey, labelledMessage('ticket', body), random))),
      commitment: base64UrlOf(comparisonCommitment(body, desktopRandom)),
    }
  }

  const clientWith = (token: string) => server.client(desktopAuthorize(token, desktopKey, { now, random }))

  return {
    desktopKey,
    compose,
    clientWith,
    async open<K extends TicketKind>(kind: K, fields: TicketFields<K>, attachment?: string): Promise<OpenedTicket> {
      const { body, oneTimeKey, desktopRandom, signature, commitment } = compose(kind, fields)
      const opened = await server.client().call(ticketRoutes.open, {
        body: { body, signature, commitment, ...(attachment === undefined ? {} : { attachment }) },
      })
      if (opened.ticketId !== ticketIdOf(body)) throw new Error('the server names another ticket')
      const { ticketId, code, capability } = opened
      return { ticketId, body, code, capability, oneTimeKey, desktopRandom, client: clientWith(capability) }
    },
    async answerOf(ticket: OpenedTicket): Promise<unknown> {
      const { ticketId } = ticket
      return (await ticket.client.call(ticketRoutes.watch, { params: { ticketId }, body: {} })).answer
    },
  }
}
export type VirtualDesktop = ReturnType<typeof createVirtualDesktop>
