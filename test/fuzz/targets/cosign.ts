import { utf8Bytes } from '../../../src/domain/bytes.ts'
import { parseJson } from '../../../src/domain/canonical-json.ts'
import { cosignAnswers, cosignMessage, cosignReply, messageHash } from '../../../src/domain/cosign/messages.ts'
import { answeredPoint, answeredScalar } from '../../../src/domain/cosign/phone-exchange.ts'
import { generateKey } from '../../../src/domain/cosign/phone-generate.ts'
import { readPhoneRecord } from '../../../src/domain/cosign/phone-record.ts'
import { cosign } from '../../../src/domain/cosign/phone-sign.ts'
import { BidsealError, fail } from '../../../src/domain/failure.ts'
import { readFailure } from '../../../src/domain/failure-details.ts'
import type { RandomBytes } from '../../../src/domain/random.ts'
import { verifyDigest } from '../../../src/domain/sm/sm2-sign.ts'
import { createWorld, digestOf, pin, pinCost } from '../../kit/cosign-world.ts'
import { seededRandom } from '../../kit/random.ts'
import conversation from '../../vectors/cosign-conversation.json' with { type: 'json' }
import { jsonMutations } from '../mutate-json.ts'
import { readJson } from '../read-json.ts'
import { Fault } from '../run-case.ts'
import type { FuzzTarget, Reading } from '../target.ts'

// A world that is set back after every case, chance included, so that each case finds what the seeds found.
let current: RandomBytes = seededRandom('fuzz cosign')
const world = createWorld({ random: (length) => current(length) })
const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
const fields = { title: '投标函' }
const digest = digestOf(fields, publicKey)
const before = { server: world.tables.image(), phone: new Map(world.disk.records) }

/** Signs once in the world as it was; `carry` may bend what goes over the line. */
async function signOnce(bend: (reply: unknown, step: unknown) => unknown) {
  current = seededRandom('fuzz cosign use')
  world.tables.restore(before.server)
  world.disk.records.clear()
  for (const [name, record] of before.phone) world.disk.records.set(name, record)
  world.channel.carry = async ({ message, deliver }) => bend(deliver(), message.step)
  return cosign(world.phone, { key, pin, fields, digest })
}

/** The state of the server in which the message that follows is the one it waits for. */
let waiting = before.server
let [signMessage, signReply]: unknown[] = []
world.channel.carry = async ({ message, deliver }) => {
  if (message.step !== 'sign') return deliver()
  waiting = world.tables.image()
  signMessage = message
  signReply = deliver()
  return signReply
}
current = seededRandom('fuzz cosign use')
await cosign(world.phone, { key, pin, fields, digest })
const json = (value: unknown) => utf8Bytes(JSON.stringify(value))

/** What a phone signs with a reply that somebody bent: the right signature or nothing. */
async function signWithReply(input: Uint8Array): Promise<Reading> {
  const signature = await signOnce((reply, step) => (step === 'sign' ? parseJson(input) : reply))
  return () =>
    verifyDigest(publicKey, digest, signature) ? 'a signature that holds' : 'a signature that does not hold'
}

/** What a server answers to a message that it did not expect, in the state in which the right one would be taken. */
function answerMessage(input: Uint8Array): Reading {
  world.tables.restore(waiting)
  const reply = cosignReply.parse(world.deliver(parseJson(input) ?? null))
  if (reply.ok) return null
  const failure = readFailure(reply.failure)
  if (failure === null) throw new Fault(`an answer that names no failure: ${JSON.stringify(reply)}`)
  throw new BidsealError(failure)
}

/** How the phone reads an answer of any step. */
function readAnswer(input: Uint8Array): Reading {
  const reply = cosignReply.safeParse(parseJson(input))
  if (!reply.success) fail('cosign.answer-invalid', {})
  if (!reply.data.ok)
    throw new BidsealError(readFailure(reply.data.failure) ?? { code: 'cosign.answer-invalid', details: {} })
  const { answer } = reply.data
  const read = Object.values(cosignAnswers).map((schema) => schema.safeParse(answer))
  if (!read.some(({ success }) => success)) fail('cosign.answer-invalid', {})
  const members = answer as Partial<Record<string, string>>
  for (const name of ['point', 'refreshPoint']) if (members[name] !== undefined) answeredPoint(members[name])
  for (const name of ['r', 's2', 's3']) if (members[name] !== undefined) answeredScalar(members[name])
  return null
}

export const cosignTargets: readonly FuzzTarget[] = [
  {
    name: 'cosign-message',
    seeds: conversation.map(({ message }) => json({ ...message, deviceSignature: 'A'.repeat(86) })),
    mutations: jsonMutations,
    cases: 1_500,
    read: (input) => readJson(cosignMessage, input, messageHash),
  },
  {
    name: 'cosign-answer',
    seeds: conversation.map(({ reply }) => json(reply)),
    mutations: jsonMutations,
    cases: 6_000,
    read: readAnswer,
  },
  {
    name: 'phone-record',
    seeds: [...before.phone.values()].map(utf8Bytes),
    mutations: jsonMutations,
    cases: 4_000,
    read(input) {
      readPhoneRecord(parseJson(input))
      return null
    },
  },
  {
    name: 'cosign-server',
    seeds: [json(signMessage)],
    mutations: jsonMutations,
    cases: 100,
    read: answerMessage,
  },
  {
    name: 'cosign-phone',
    seeds: [json(signReply)],
    mutations: jsonMutations,
    cases: 8,
    read: signWithReply,
  },
]
