import { describe, expect, test } from 'vitest'
import { base64UrlOf } from '../../src/domain/bytes.ts'
import { codecrypt } from '../../src/domain/cosign/phone-decrypt.ts'
import { ask, askNonce, withProof } from '../../src/domain/cosign/phone-exchange.ts'
import { generateKey } from '../../src/domain/cosign/phone-generate.ts'
import type { Phone } from '../../src/domain/cosign/phone-record.ts'
import { cosign } from '../../src/domain/cosign/phone-sign.ts'
import { openUse } from '../../src/domain/cosign/phone-use.ts'
import { phoneRefresh, serverRefresh } from '../../src/domain/cosign/refresh.ts'
import { isProven, prove } from '../../src/domain/cosign/schnorr.ts'
import { fail } from '../../src/domain/failure.ts'
import { encodePoint, generator, orderField, randomScalar } from '../../src/domain/sm/sm2-curve.ts'
import { encryptSm2 } from '../../src/domain/sm/sm2-encrypt.ts'
import { verifyDigest } from '../../src/domain/sm/sm2-sign.ts'
import { barePhoneSign, bareServerSign } from '../kit/bare-cosign.ts'
import { createWorld, digestOf, pin, pinCost, type World, type WorldOptions, wrongPin } from '../kit/cosign-world.ts'
import { failureOfAsync } from '../kit/failure-of.ts'
import { systemRandom } from '../kit/random.ts'

const random = systemRandom
const fields = { title: '投标函' }
const copyDetected = { code: 'cosign.copy-detected', details: {} }
const rolledBack = { code: 'cosign.server-rolled-back', details: {} }

async function signingWorld(overrides: WorldOptions = {}) {
  const world = createWorld(overrides)
  const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'sign' })
  const digest = digestOf(fields, publicKey)
  const failure = (phone: Phone = world.phone, typed = pin) =>
    failureOfAsync(() => cosign(phone, { key, pin: typed, fields, digest }))
  return { ...world, key, publicKey, failure }
}

const dropReceipts = (world: Pick<World, 'channel'>) => {
  const { carry } = world.channel
  world.channel.carry = async (delivery) => {
    if (delivery.message.step === 'receipt') throw new Error('lost')
    return carry(delivery)
  }
  return () => {
    world.channel.carry = carry
  }
}

describe('a copy of the phone', () => {
  test('would sign for ever if the shares stayed the same', () => {
    const [share, otherShare, k1, k2, k3] = [1, 2, 3, 4, 5].map(() => randomScalar(random)) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ]
    const publicKey = generator.multiply(orderField.inv(orderField.mul(share, otherShare))).subtract(generator)
    const stolen = share
    const answer = bareServerSign(otherShare, { e: 7n, noncePoint: generator.multiply(k1), k2, k3 })
    const digest = new Uint8Array(32)
    digest[31] = 7
    expect(verifyDigest(publicKey, digest, barePhoneSign(stolen, k1, answer))).toBe(true)
  })

  test('is noticed when it is used after the owner, and both are stopped', async () => {
    const { phone, cloneOfPhone, failure } = await signingWorld()
    const copy = cloneOfPhone()
    expect([await failure(), await failure(copy), await failure(phone)]).toEqual([null, copyDetected, copyDetected])
  })

  test('is noticed when the owner is used after it', async () => {
    const { phone, cloneOfPhone, failure } = await signingWorld()
    expect([await failure(cloneOfPhone()), await failure(phone)]).toEqual([null, copyDetected])
  })

  test('is noticed in the same epoch and attempt, while the receipt is on its way', async () => {
    const world = await signingWorld()
    const copy = world.cloneOfPhone()
    dropReceipts(world)
    expect([await world.failure(), await world.failure(copy)]).toEqual([null, copyDetected])
  })

  test('is noticed when its higher attempt made the server drop the owner’s next share', async () => {
    const world = await signingWorld()
    const copy = world.cloneOfPhone()
    const record = JSON.parse(copy.disk.records.get(world.key)!)
    copy.disk.records.set(world.key, JSON.stringify({ ...record, attempt: 7 }))
    const receiveAgain = dropReceipts(world)
    const ownersUse = await world.failure()
    receiveAgain()
    const copysUse = await world.failure(copy)
    expect([ownersUse, copysUse, await world.failure()]).toEqual([null, null, copyDetected])
  })

  test('that does not know the PIN is counted and not told that it is one', async () => {
    const { cloneOfPhone, failure } = await signingWorld()
    const copy = cloneOfPhone()
    await failure()
    expect(await failure(copy, wrongPin)).toEqual({ code: 'pin.wrong', details: { triesLeft: 4 } })
  })

  test('is not seen in a message that was merely late', async () => {
    const world = await signingWorld()
    let late: (() => unknown) | null = null
    const { carry } = world.channel
    world.channel.carry = async (delivery) => {
      if (delivery.message.step !== 'sign') return carry(delivery)
      late = delivery.deliver
      throw new Error('lost')
    }
    await world.failure()
    world.channel.carry = carry
    const next = await world.failure()
    const arrival = late!()
    expect([next, arrival, world.device().stopped]).toEqual([
      null,
      { ok: false, failure: { code: 'cosign.stale-attempt', details: {} } },
      null,
    ])
  })
})

describe('another document under the same attempt', () => {
  test('would give dB away if the server kept its nonces for the attempt', () => {
    const [otherShare, k1, k2, k3] = [1, 2, 3, 4].map(() => randomScalar(random)) as [bigint, bigint, bigint, bigint]
    const cache = new Map([[1, { k2, k3 }]])
    const bareServer = (attempt: number, e: bigint) =>
      bareServerSign(otherShare, { e, noncePoint: generator.multiply(k1), ...cache.get(attempt)! })
    const [one, two] = [bareServer(1, 7n), bareServer(1, 8n)]
    const stolen = orderField.mul(orderField.create(one.s3 - two.s3), orderField.inv(orderField.create(one.r - two.r)))
    expect(stolen).toBe(otherShare)
  })

  test('is two copies, and only the very same bytes get the very same answer', async () => {
    const world = await signingWorld()
    const use = await openUse(world.phone, { key: world.key, pin, purpose: 'sign', subject: new Uint8Array() })
    const message = (title: string, nonce: string) => {
      const request = { fields: JSON.stringify({ title }), noncePoint: base64UrlOf(encodePoint(generator)) }
      const body = { step: 'sign', purpose: 'sign', ...use.header, nonce, ...request } as const
      return withProof(body, { secret: use.inverseShare, point: use.point, random })
    }
    const first = message('投标函', use.header.nonce)
    const [answer, repeated] = [await ask(world.phone, first), await ask(world.phone, first)]
    const other = message('另一份', await askNonce(world.phone, world.key))
    expect([repeated, await failureOfAsync(() => ask(world.phone, other))]).toEqual([answer, copyDetected])
  })
})

describe('a server whose store was rolled back', () => {
  test('would lock an honest phone if it only looked at the proof', () => {
    const [oldSecret, newSecret] = [randomScalar(random), randomScalar(random)]
    const request = new Uint8Array(32)
    let failures = 0
    const bareServer = () => {
      const proof = prove(newSecret, { point: generator.multiply(newSecret), request }, random)
      if (!isProven({ point: generator.multiply(oldSecret), request }, proof)) failures++
      return failures >= 5 ? 'pin.locked' : 'pin.wrong'
    }
    expect([1, 2, 3, 4, 5].map(bareServer).at(-1)).toBe('pin.locked')
  })

  test('freezes the key instead of counting a wrong PIN', async () => {
    const world = await signingWorld()
    const backup = world.tables.image()
    await world.failure()
    world.tables.restore(backup)
    expect([await world.failure(), await world.failure(), world.device().failures]).toEqual([rolledBack, rolledBack, 0])
  })

  test('is recognised although it has a next share of the same epoch', async () => {
    const world = await signingWorld()
    const { carry } = world.channel
    world.channel.carry = async (delivery) => {
      const reply = carry(delivery)
      if (delivery.message.step === 'sign') throw new Error('lost')
      return reply
    }
    await world.failure()
    const backup = world.tables.image()
    world.channel.carry = carry
    await world.failure()
    world.tables.restore(backup)
    expect([await world.failure(), world.device().failures]).toEqual([rolledBack, 0])
  })
})

describe('someone in the channel who answers with an ephemeral point of its own', () => {
  test('would leave the phone with a useless share if it took any answer', () => {
    const [share, otherShare, ephemeral, own] = [1, 2, 3, 4].map(() => randomScalar(random)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ]
    const publicKey = generator.multiply(orderField.inv(orderField.mul(share, otherShare))).subtract(generator)
    const exchange = {
      request: new Uint8Array(32),
      phonePoint: generator.multiply(ephemeral),
      answer: new Uint8Array(32),
    }
    const atServer = serverRefresh(
      { ephemeral: own, inverseShare: orderField.inv(otherShare) },
      { ...exchange, serverPoint: generator.multiply(own) },
    )!
    const atPhone = phoneRefresh({ ephemeral, share, publicKey }, { ...exchange, serverPoint: generator.multiply(5n) })!
    const product = orderField.mul(
      orderField.mul(share, atPhone.factor),
      orderField.mul(otherShare, orderField.inv(atServer.factor)),
    )
    expect(product).not.toBe(orderField.mul(share, otherShare))
  })

  test('cannot make the phone overwrite its share', async () => {
    const world = await signingWorld()
    const { carry } = world.channel
    const refreshPoint = base64UrlOf(encodePoint(generator.multiply(5n)))
    world.channel.carry = async (delivery) => {
      const reply = (await carry(delivery)) as { answer: object }
      return delivery.message.step === 'sign' ? { ...reply, answer: { ...reply.answer, refreshPoint } } : reply
    }
    const attacked = await world.failure()
    world.channel.carry = carry
    expect([attacked, await world.failure()]).toEqual([{ code: 'cosign.answer-invalid', details: {} }, null])
  })
})

describe('a proof', () => {
  const bound = ['ticket', 'act', 'nonce', 'attempt', 'blindedPoint', 'refreshPoint'] as const
  test.each(bound)('does not hold for another %s', async (member) => {
    const world = createWorld()
    const { key } = await generateKey(world.phone, { pin, pinCost, purpose: 'encrypt' })
    const use = await openUse(world.phone, { key, pin, purpose: 'encrypt', subject: new Uint8Array() })
    const point = base64UrlOf(encodePoint(generator))
    const request = { ticket: 'ticket-1', act: 'rehearse', blindedPoint: point }
    const message = { step: 'decrypt', purpose: 'encrypt', ...use.header, ...request } as const
    const proven = withProof(message, { secret: use.inverseShare, point: use.point, random })
    const nonce = await askNonce(world.phone, key)
    const otherPoint = base64UrlOf(encodePoint(generator.double()))
    const changes = {
      ticket: 'other',
      act: 'open',
      nonce,
      attempt: 9,
      blindedPoint: otherPoint,
      refreshPoint: otherPoint,
    }
    const changed = { ...proven, nonce: member === 'nonce' ? nonce : use.header.nonce, [member]: changes[member] }
    // The changed message carries a fresh nonce where the nonce is not what was changed, so that only the proof is wrong.
    if (member !== 'nonce') world.tables.store.putDevice(withChallenge(world, key, use.header.nonce))
    expect(await failureOfAsync(() => ask(world.phone, changed))).toEqual({
      code: 'pin.wrong',
      details: { triesLeft: 4 },
    })
  })
})

function withChallenge(world: World, key: string, nonce: string) {
  return { ...world.device(), challenge: { key, nonce, issuedAt: world.clock.now, askedBy: '' } }
}

describe('limits', () => {
  test('decryptions of a day are counted, and a later day begins anew', async () => {
    const world = createWorld({ decryptionsPerDay: 1 })
    const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'encrypt' })
    const ciphertext = encryptSm2(publicKey, random(32), random)
    const open = () => failureOfAsync(() => codecrypt(world.phone, { key, pin, ticket: 't', act: 'open', ciphertext }))
    const sameDay = [await open(), await open()]
    world.clock.now += 86_400_000
    const quotaUsed = { code: 'cosign.quota-used', details: { retryAfterMs: 86_400_000 } }
    expect([...sameDay, await open()]).toEqual([null, quotaUsed, null])
  })

  test('a nonce that waited too long is refused and the phone takes a new one', async () => {
    const world = await signingWorld()
    const { carry } = world.channel
    let isDelayed = false
    world.channel.carry = async (delivery) => {
      if (delivery.message.step === 'sign' && !isDelayed) {
        isDelayed = true
        world.clock.now += 300_001
      }
      return carry(delivery)
    }
    expect([await world.failure(), world.sent.filter(({ step }) => step === 'sign').length]).toEqual([null, 2])
  })

  test('a decryption that the caller’s rules refuse is refused before the proof', async () => {
    const world = createWorld({ permitDecryption: () => fail('cosign.quota-used', { retryAfterMs: 1 }) })
    const { key, publicKey } = await generateKey(world.phone, { pin, pinCost, purpose: 'encrypt' })
    const ciphertext = encryptSm2(publicKey, random(32), random)
    const refusal = await failureOfAsync(() =>
      codecrypt(world.phone, { key, pin: wrongPin, ticket: 't', act: 'open', ciphertext }),
    )
    expect([refusal?.code, world.device().failures]).toEqual(['cosign.quota-used', 0])
  })

  test('a key is never generated over another', async () => {
    const world = await signingWorld()
    const nonce = await askNonce(world.phone, world.key)
    const secret = randomScalar(random)
    const point = generator.multiply(secret)
    const { account, device } = world.phone
    const message = {
      ...({ step: 'generate', version: 1, purpose: 'sign' } as const),
      ...{ account, device, key: world.key, nonce, point: base64UrlOf(encodePoint(point)) },
    }
    const refusal = await failureOfAsync(() => ask(world.phone, withProof(message, { secret, point, random })))
    expect([refusal?.code, await world.failure()]).toEqual(['cosign.key-exists', null])
  })

  test('a signing key does not decrypt', async () => {
    const world = await signingWorld()
    const ciphertext = encryptSm2(world.publicKey, random(32), random)
    const options = { key: world.key, pin, ticket: 't', act: 'open', ciphertext }
    expect((await failureOfAsync(() => codecrypt(world.phone, options)))?.code).toBe('cosign.key-unknown')
  })
})
