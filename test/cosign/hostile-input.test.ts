import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8Bytes } from '../../src/domain/bytes.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { maskShare, pinScalar, unmaskShare } from '../../src/domain/cosign/pin-mask.ts'
import { isProven } from '../../src/domain/cosign/schnorr.ts'
import { sm4AtRest } from '../../src/domain/cosign/server-at-rest.ts'
import { fail } from '../../src/domain/failure.ts'
import { decodeScalar, generator, order, randomScalar } from '../../src/domain/sm/sm2-curve.ts'
import { createWorld, digestOf, pin, pinCost } from '../kit/cosign-world.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { systemRandom } from '../kit/random.ts'

const random = systemRandom
const fields = { title: '投标函' }

describe('the server', () => {
  test('refuses anything that is not a message and changes nothing', () => {
    const world = createWorld()
    const before = world.tables.image()
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(world.deliver(value)).toMatchObject({ ok: false, failure: { code: 'input.invalid' } })
      }),
    )
    expect(world.tables.image()).toEqual(before)
  })

  test('refuses a message of which any member was changed, and counts nothing', async () => {
    const world = createWorld()
    const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
    const replies: unknown[] = []
    world.channel.carry = async ({ message, deliver }) => {
      if (message.step === 'sign')
        for (const [member, value] of Object.entries(message)) {
          const other = typeof value === 'number' ? value + 1 : `${value[0] === 'A' ? 'B' : 'A'}${value.slice(1)}`
          const reply = world.deliver({ ...message, [member]: other }) as { ok: boolean; failure: { code: string } }
          replies.push(reply.ok ? member : reply.failure.code)
        }
      return deliver()
    }
    await cosign(world.phone, { key, pin, fields, digest: digestOf(fields, publicKey) })
    expect([new Set(replies), world.device().failures]).toEqual([
      new Set(['input.invalid', 'cosign.device-unknown']),
      0,
    ])
  })
})

test('the phone refuses a reply that it cannot read, and the key goes on working', async () => {
  const world = createWorld()
  const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
  const sign = () =>
    failureOfAsync(() => cosign(world.phone, { key, pin, fields, digest: digestOf(fields, publicKey) }))
  const { carry } = world.channel
  const failures: unknown[] = []
  for (const reply of [null, 'no', { ok: true }, { ok: true, answer: {} }, { ok: false, failure: { code: 'other' } }]) {
    world.channel.carry = async (delivery) => (delivery.message.step === 'sign' ? reply : carry(delivery))
    failures.push((await sign())?.code)
  }
  world.channel.carry = carry
  expect([new Set(failures), await sign()]).toEqual([new Set(['cosign.answer-invalid']), null])
})

test('a failure that the transport names itself is passed on after three deliveries', async () => {
  const world = createWorld()
  let deliveries = 0
  world.channel.carry = async () => {
    deliveries++
    return fail('task.cancelled', {})
  }
  const failure = await failureOfAsync(() => generateKey(world.phone, { pin, pinCost, purpose: 'sign' }))
  expect([failure?.code, deliveries]).toEqual(['task.cancelled', 3])
})

test('every PIN opens the masked share to a scalar, the owner’s to the share', async () => {
  const mask = { salt: random(16), cost: 1, bindToDevice: async (input: Uint8Array) => input.slice() }
  const share = randomScalar(random)
  const masked = decodeScalar(maskShare(share, await pinScalar(pin, mask)))
  const open = async (typed: string) => unmaskShare(masked, await pinScalar(typed, mask), random)
  const sixDigits = fc.stringMatching(/^[0-9]{6}$/)
  await fc.assert(
    fc.asyncProperty(sixDigits, async (typed) => {
      const opened = await open(typed)
      expect(opened > 0n && opened < order && (opened === share) === (typed === pin)).toBe(true)
    }),
  )
  expect(await open(pin)).toBe(share)
})

test('a share at rest opens only in its own place and unchanged', () => {
  const atRest = sm4AtRest(random(16), random)
  const [place, share] = [utf8Bytes('here'), random(32)]
  const sealed = atRest.seal(share, place)
  const changed = sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte))
  expect([atRest.open(sealed, place), atRest.open(sealed, utf8Bytes('there')), atRest.open(changed, place)]).toEqual([
    share,
    null,
    null,
  ])
})

test.each([
  ['n', order],
  ['2²⁵⁶ − 1', 2n ** 256n - 1n],
])('a proof whose response is %s does not hold', (_, response) => {
  const statement = { point: generator, request: new Uint8Array(32) }
  expect(isProven(statement, { commitment: generator, response })).toBe(false)
})
