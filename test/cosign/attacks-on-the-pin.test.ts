import { describe, expect, test } from 'vitest'
import { bytesOfBase64Url } from '../../src/domain/bytes.ts'
import { codecrypt } from '../../src/domain/cosign/phone-decrypt.ts'
import { ask, withProof } from '../../src/domain/cosign/phone-exchange.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import type { Phone, PhoneRecord } from '../../src/domain/cosign/phone-record.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { openUse } from '../../src/domain/cosign/phone-use.ts'
import { maskShare, pinScalar, unmaskShare } from '../../src/domain/cosign/pin-mask.ts'
import {
  decodeScalar,
  encodePoint,
  generator,
  orderField,
  randomScalar,
  type Sm2Point,
} from '../../src/domain/sm/sm2-curve.ts'
import { encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { verifyDigest } from '../../src/domain/sm/sm2-sign.ts'
import { barePhoneSign, bareServerSign } from '../kit/bare-cosign.ts'
import { createWorld, digestOf, pin, pinCost, type World, wrongPin } from '../kit/cosign-world.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { systemRandom } from '../kit/random.ts'

const random = systemRandom
const fields = { title: '投标函' }
const wrong = (triesLeft: number) => ({ code: 'pin.wrong', details: { triesLeft } })
const locked = { code: 'pin.locked', details: {} }

async function signingKey(world: World) {
  const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
  const digest = digestOf(fields, publicKey)
  const sign = (typed: string, phone: Phone = world.phone) => cosign(phone, { key, pin: typed, fields, digest })
  return { key, publicKey, sign, failure: (typed: string, phone?: Phone) => failureOfAsync(() => sign(typed, phone)) }
}

/** A thief's candidates: enough to show that a search ends, few enough to run. */
const candidates = ['000000', '111111', wrongPin, pin, '999999']

/** A stolen phone: the masked share, and the scalar of each candidate. */
async function stolenPhone() {
  const mask = { salt: random(16), cost: 1, bindToDevice: async (input: Uint8Array) => input.slice() }
  const share = randomScalar(random)
  const masked = decodeScalar(maskShare(share, await pinScalar(pin, mask)))
  const opened = await Promise.all(
    candidates.map(async (typed) => ({ typed, share: unmaskShare(masked, await pinScalar(typed, mask), random) })),
  )
  const otherShare = randomScalar(random)
  const combined = generator.multiply(orderField.inv(orderField.mul(share, otherShare)))
  return { opened, otherShare, publicKey: combined.subtract(generator) as Sm2Point }
}

describe('a search for the PIN without the server', () => {
  test('would end if the server answered before it verified the proof', async () => {
    const { opened, otherShare, publicKey } = await stolenPhone()
    const [k1, k2, k3] = [1, 2, 3].map(() => randomScalar(random)) as [bigint, bigint, bigint]
    const digest = digestOf(fields, publicKey)
    const request = { e: decodeScalar(digest), noncePoint: generator.multiply(k1), k2, k3 }
    const answer = bareServerSign(otherShare, request)
    const found = opened.filter(({ share }) => verifyDigest(publicKey, digest, barePhoneSign(share, k1, answer)))
    expect(found.map(({ typed }) => typed)).toEqual([pin])
  })

  test('would end if PB = zB·G were ever sent', async () => {
    const { opened, otherShare, publicKey } = await stolenPhone()
    const sent = generator.multiply(orderField.inv(otherShare))
    const found = opened.filter(({ share }) => sent.equals(publicKey.add(generator).multiply(share)))
    expect(found.map(({ typed }) => typed)).toEqual([pin])
  })

  test('gets a refusal and nothing that depends on dB for every wrong PIN', async () => {
    const world = createWorld()
    const { failure } = await signingKey(world)
    await failure(wrongPin)
    expect(world.received.at(-1)).toEqual({ ok: false, failure: wrong(4) })
  })

  test('finds neither PA nor PB in anything the phone keeps, nor PB in anything said', async () => {
    const world = createWorld()
    const { key, sign, publicKey } = await signingKey(world)
    await sign(pin)
    const use = await openUse(world.phone, { key, pin, purpose: 'sign', subject: new Uint8Array() })
    const otherPoint = publicKey.add(generator).multiply(use.share)
    const pointBytes = (text: string) => bytesOfBase64Url(text)
    const kept = Object.values(JSON.parse(world.disk.records.get(key)!) as PhoneRecord)
    const said = JSON.stringify([world.sent, world.received]).match(/[A-Za-z0-9_-]{87}/g)!
    const matches = (texts: readonly string[], point: Sm2Point) =>
      texts.filter((text) => String(pointBytes(text)) === String(encodePoint(point)))
    const keptPoints = kept.filter((value): value is string => typeof value === 'string' && value.length === 87)
    expect([matches(keptPoints, use.point), matches(keptPoints, otherPoint), matches(said, otherPoint)]).toEqual([
      [],
      [],
      [],
    ])
  })

  test('finds only these members in what the phone keeps', async () => {
    const world = createWorld()
    const { key, sign } = await signingKey(world)
    await sign(pin)
    expect(Object.keys(JSON.parse(world.disk.records.get(key)!)).sort()).toEqual([
      ...['account', 'attempt', 'device', 'epoch', 'key', 'maskedShare', 'pinCost', 'pinSalt', 'publicKey'],
      ...['purpose', 'share', 'step', 'version'],
    ])
  })
})

describe('wrong PINs', () => {
  test('are counted over all keys of the device and lock it at the fifth, for the right PIN too', async () => {
    const world = createWorld()
    const { sign, failure } = await signingKey(world)
    const other = await generateKey(world.phone, { pin, pinCost, purpose: 'encrypt' })
    const ciphertext = encryptSm2(other.publicKey, random(32), random)
    const open = (typed: string) =>
      codecrypt(world.phone, { key: other.key, pin: typed, ticket: 't', act: 'open', ciphertext })
    await sign(pin)
    const failures = [
      await failure(wrongPin),
      await failureOfAsync(() => open(wrongPin)),
      await failure('000000'),
      await failureOfAsync(() => open('000000')),
      await failure(wrongPin),
      await failure(pin),
      await failureOfAsync(() => open(pin)),
    ]
    expect(failures).toEqual([wrong(4), wrong(3), wrong(2), wrong(1), locked, locked, locked])
  })

  test('are forgotten after a right one', async () => {
    const world = createWorld()
    const { sign, failure } = await signingKey(world)
    await failure(wrongPin)
    await failure(wrongPin)
    await sign(pin)
    expect(await failure(wrongPin)).toEqual(wrong(4))
  })

  test('are counted once when the message is delivered twice or its answer is lost', async () => {
    const world = createWorld()
    const { failure } = await signingKey(world)
    world.channel.carry = async ({ deliver }) => {
      deliver()
      return deliver()
    }
    const twice = await failure(wrongPin)
    let isLost = false
    world.channel.carry = async ({ message, deliver }) => {
      const reply = deliver()
      if (message.step !== 'sign' || isLost) return reply
      isLost = true
      throw new Error('lost')
    }
    expect([twice, await failure(wrongPin)]).toEqual([wrong(4), wrong(3)])
  })

  test('do not disturb the share: the right one works afterwards', async () => {
    const world = createWorld()
    const { failure } = await signingKey(world)
    expect([await failure(wrongPin), await failure(pin)]).toEqual([wrong(4), null])
  })

  test('under a replaced share are never forgotten, so an old image has five tries for ever', async () => {
    const world = createWorld()
    const { sign, failure } = await signingKey(world)
    const thief = world.cloneOfPhone()
    await sign(pin)
    const guesses: unknown[] = []
    for (let guess = 0; guess < 5; guess++) {
      guesses.push(await failure(wrongPin, thief))
      if (guess < 4) await sign(pin)
    }
    expect(guesses).toEqual([wrong(4), wrong(3), wrong(2), wrong(1), locked])
  })
})

describe('a stranger without the device key', () => {
  test('would lock the phone if the PIN were counted first', () => {
    let failures = 0
    const bareServer = (request: { isProven: boolean; isDeviceSigned: boolean }) => {
      if (failures >= 5) return 'pin.locked'
      if (!request.isProven) failures++
      return request.isDeviceSigned && request.isProven ? 'served' : 'refused'
    }
    for (let message = 0; message < 5; message++) bareServer({ isProven: false, isDeviceSigned: false })
    expect(bareServer({ isProven: true, isDeviceSigned: true })).toBe('pin.locked')
  })

  test('is refused without a try being counted', async () => {
    const world = createWorld()
    const { failure } = await signingKey(world)
    const stranger = { ...world.cloneOfPhone(), signWithDevice: createWorld().phone.signWithDevice }
    const refusals: unknown[] = []
    for (let message = 0; message < 6; message++) refusals.push((await failure(wrongPin, stranger))?.code)
    expect([new Set(refusals), world.device().failures, await failure(pin)]).toEqual([
      new Set(['cosign.device-unknown']),
      0,
      null,
    ])
  })

  test('cannot use a captured message again', async () => {
    const world = createWorld()
    const { sign } = await signingKey(world)
    await sign(pin)
    const before = world.tables.image()
    const replies = world.sent.filter(({ step }) => step !== 'begin').map((message) => world.deliver(message))
    const harmful = replies.filter((reply) => JSON.stringify(reply).includes('s2'))
    expect([harmful, world.tables.image()]).toEqual([[], before])
  })
})

describe('a receipt', () => {
  test('with a wrong proof is counted like any wrong PIN', async () => {
    const world = createWorld()
    const { key, sign } = await signingKey(world)
    world.channel.carry = async ({ message, deliver }) => {
      if (message.step === 'receipt') throw new Error('lost')
      return deliver()
    }
    await sign(pin)
    world.channel.carry = async ({ deliver }) => deliver()
    const { epoch, share } = JSON.parse(world.disk.records.get(key)!) as PhoneRecord
    const { request } = world.key(key).next!
    const { account, device } = world.phone
    const guesses: unknown[] = []
    for (let guess = 0; guess < 5; guess++) {
      const secret = randomScalar(random)
      const message = {
        ...({ step: 'receipt', version: 1, purpose: 'sign' } as const),
        account,
        device,
        key,
        epoch,
        share,
        request,
      }
      const proven = withProof(message, { secret, point: generator.multiply(secret), random })
      guesses.push(await failureOfAsync(() => ask(world.phone, proven)))
    }
    expect(guesses).toEqual([wrong(4), wrong(3), wrong(2), wrong(1), locked])
  })
})

test('anything but six digits is refused before a try is counted', async () => {
  const world = createWorld()
  const { failure } = await signingKey(world)
  expect([await failure('12345'), await failure('１２３４５６'), world.device().failures]).toEqual([
    { code: 'input.invalid', details: { field: 'pin' } },
    { code: 'input.invalid', details: { field: 'pin' } },
    0,
  ])
})
