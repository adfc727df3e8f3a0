import type { z } from 'zod'
import { base64UrlOf, concatBytes, hexOf, utf8Bytes, utf8Text } from '../../../src/domain/bytes.ts'
import { type CanonicalValue, canonicalJson, parseJson } from '../../../src/domain/canonical-json.ts'
import { creditRecordSchema, validUntilMs } from '../../../src/domain/credit-library/record.ts'
import { fail } from '../../../src/domain/failure.ts'
import { readFailure } from '../../../src/domain/failure-details.ts'
import { readableLine } from '../../../src/domain/readable-line.ts'
import { sentenceOf } from '../../../src/domain/sentences/failure-sentences.ts'
import { encodePoint, generateSm2KeyPair } from '../../../src/domain/sm/sm2-curve.ts'
import { encodeSignature, signMessage } from '../../../src/domain/sm/sm2-sign.ts'
import * as api from '../../../src/protocol/http-api.ts'
import { createHttpClient, type Route } from '../../../src/protocol/http-route.ts'
import { DesktopPush, PhonePush, sessionOfferOf, verifyPushedTicket } from '../../../src/protocol/pushes.ts'
import { proofMessage, signInMessage } from '../../../src/protocol/request-proof.ts'
import { ServerAddress } from '../../../src/protocol/server-origin.ts'
import { SigningFields } from '../../../src/protocol/signing-fields.ts'
import { answerSchemas } from '../../../src/protocol/ticket-answers.ts'
import { TicketState } from '../../../src/protocol/ticket-states.ts'
import {
  comparisonNumber,
  qrContentOf,
  readQrContent,
  TicketBody,
  TicketId,
  ticketIdOf,
} from '../../../src/protocol/tickets.ts'
import { checkProof } from '../../../src/server/http/proofs.ts'
import { seededRandom } from '../../kit/random.ts'
import type { Dice } from '../dice.ts'
import type { Mutation } from '../mutate-bytes.ts'
import { jsonMutations } from '../mutate-json.ts'
import { readJson } from '../read-json.ts'
import { samplesOf } from '../sample-of-schema.ts'
import type { FuzzTarget } from '../target.ts'

const routes = Object.entries(api).flatMap(([group, value]) =>
  group.endsWith('Routes') ? Object.values(value as Record<string, Route<z.ZodType, z.ZodType>>) : [],
)

/** Every schema of what is sent, with what the receiver does next. */
const messages: readonly { schema: z.ZodType; act?: (value: never) => unknown }[] = [
  ...routes.flatMap(({ body, reply }) => [{ schema: body }, { schema: reply }]),
  ...Object.values(answerSchemas).map((schema) => ({ schema })),
  { schema: DesktopPush },
  { schema: PhonePush },
  { schema: SigningFields, act: canonicalJson },
  { schema: TicketState },
  { schema: api.Receipt, act: canonicalJson },
  { schema: creditRecordSchema, act: validUntilMs },
  { schema: api.accountRoutes.signIn.body, act: signInMessage },
]

/** Mutations of what stands behind the first byte, which says by which schema it is read. */
const behindFirst =
  (mutation: Mutation): Mutation =>
  (input, dice: Dice, other) => {
    const changed = mutation(input.subarray(1), dice, other.subarray(1))
    return withFirst(input[0] ?? 0, changed)
  }

/** What phone and desktop do with a body that its schema takes. */
function useBody(body: TicketBody): void {
  const id = ticketIdOf(body)
  if (readQrContent(qrContentOf('127.0.0.1:8686', id)) !== id) throw new Error('the code of a ticket is not read back')
  comparisonNumber(body, new Uint8Array(32), new Uint8Array(32))
  const offer = sessionOfferOf(body)
  if (offer === null) return
  const session = { ...offer, sessionId: 'AAAAAAAAAAAAAAAAAAAAAA', lastSequence: 0 }
  const push = { name: 'session.ticket', sessionId: session.sessionId, sequence: 1, ticketId: id } as const
  verifyPushedTicket(session, { ...push, pushSignature: 'A'.repeat(86) }, body)
}

async function readAnswer(input: Uint8Array): Promise<null> {
  const isFailure = (input[0] ?? 0) % 4 === 0
  const respond = async () => new Response(input.slice(1), { status: isFailure ? 400 : 200 })
  const client = createHttpClient('http://127.0.0.1:1', respond, async () => ({}))
  await client.call(api.platformRoutes.tenders, { body: {} })
  return null
}

const json = (value: unknown) => utf8Bytes(JSON.stringify(value))
const withFirst = (first: number, bytes: Uint8Array) => concatBytes(Uint8Array.of(first), bytes)
const body = (kind: string) => json(samplesOf(TicketBody).find((one) => (one as TicketBody).kind === kind))
const failure = { code: 'bid-file.truncated', details: { missingBytes: 7 } }

const random = seededRandom('fuzz protocol')
const desktopKey = generateSm2KeyPair(random)
const sentAt = 1_788_220_800_000
const request = { method: 'POST', path: '/api/tickets', body: '{}' }
const proof = encodeSignature(signMessage(desktopKey, proofMessage({ ...request, at: sentAt }), random))
const provenRequest = { ...request, proof: `${sentAt}.${base64UrlOf(proof)}` }

const textIn = (value: unknown, name: string): string =>
  String((value as Partial<Record<string, unknown>> | null | undefined)?.[name] ?? '').toWellFormed()
/** HTTP gives method and path as one character for each byte. */
const latin1 = (text: string) => text.replaceAll(/[^\0-\xff]/g, '?')

export const protocolTargets: readonly FuzzTarget[] = [
  {
    name: 'message',
    seeds: messages.flatMap(({ schema }, i) => samplesOf(schema).map((sample) => withFirst(i, json(sample)))),
    mutations: jsonMutations.map(behindFirst),
    cases: 4_000,
    read(input) {
      const { schema, act } = messages[(input[0] ?? 0) % messages.length]!
      return readJson(schema as z.ZodType<never>, input.subarray(1), act)
    },
  },
  {
    name: 'ticket',
    seeds: ['identify', 'bind', 'sync-credit', 'generate', 'open'].map(body),
    mutations: jsonMutations,
    cases: 2_500,
    read: (input) => readJson(TicketBody, input, useBody),
  },
  {
    name: 'qr-code',
    seeds: [
      utf8Bytes(qrContentOf('127.0.0.1:8686', 'A'.repeat(43) as TicketId)),
      utf8Bytes('https://www.example.test/t#'),
    ],
    cases: 20_000,
    read(input) {
      const text = utf8Text(input) ?? String.fromCharCode(...input)
      const id = readQrContent(text)
      if (id !== null && !TicketId.safeParse(id).success) throw new Error('an id that is none')
      ServerAddress.safeParse(text)
      return null
    },
  },
  {
    name: 'http-answer',
    seeds: [withFirst(1, json(samplesOf(api.platformRoutes.tenders.reply)[0])), withFirst(1, json({ tenders: [] }))],
    mutations: jsonMutations.map(behindFirst),
    cases: 800,
    read: readAnswer,
  },
  {
    name: 'failure',
    seeds: [
      json(failure),
      json({ code: 'pin.wrong', details: { triesLeft: 3 } }),
      json({ code: 'pdf.locked', details: {} }),
    ],
    mutations: jsonMutations,
    cases: 8_000,
    read(input) {
      const read = readFailure(parseJson(input)) ?? fail('input.invalid', { field: 'failure' })
      sentenceOf(read)
      return null
    },
  },
  {
    name: 'request-proof',
    seeds: [json(provenRequest)],
    mutations: jsonMutations,
    cases: 10_000,
    read(input) {
      const value = parseJson(input) as Partial<Record<string, unknown>> | null | undefined
      const [method, path, sent, proof] = ['method', 'path', 'body', 'proof'].map((name) => textIn(value, name))
      const request = { method: latin1(method!), path: latin1(path!), body: sent!, proof }
      return () => hexOf(checkProof(request, { kind: 'desktop', bytes: encodePoint(desktopKey.publicKey) }, sentAt))
    },
  },
  {
    name: 'canonical-json',
    seeds: [json({ b: [1, -0, null, true], a: 'é', 投标: {} }), json([[], {}])],
    mutations: jsonMutations,
    cases: 3_000,
    read(input) {
      const value = parseJson(input)
      if (value === undefined) fail('input.invalid', { field: 'body' })
      readableLine(typeof value === 'string' ? value : JSON.stringify(value), 60)
      spellAgain(value as CanonicalValue)
      return null
    },
  },
]

/** What has a canonical spelling keeps it; what has none is a bug of the caller, who is told so. */
function spellAgain(value: CanonicalValue): void {
  let spelt: Uint8Array
  try {
    spelt = canonicalJson(value)
  } catch (error) {
    if (error instanceof TypeError) fail('input.invalid', { field: 'body' })
    throw error
  }
  const again = canonicalJson(parseJson(spelt) as CanonicalValue)
  if (utf8Text(again) !== utf8Text(spelt)) throw new Error('a second canonical spelling')
}
